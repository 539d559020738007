"""Checkpoints: written beside and renamed, so that whatever lies under the name is whole, on a full disk too."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import os
from pathlib import Path
from typing import Any

import torch


class CheckpointError(Exception):
    """A checkpoint that cannot be written or read; says what is still whole and what to do."""


def write_whole(path: Path, content: bytes) -> None:
    """Writes ``content`` under ``path`` such that there is either the old file or the new one."""
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        before = f"The last checkpoint, {path.name}, is whole." if path.exists() else "There is no earlier checkpoint."
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            need = len(content) / 1e6
            raise CheckpointError(
                f"The disk is full: {path.name} needs {need:.0f} MB in {path.parent}. {before} Make room and run the same command again."
            ) from error
        raise CheckpointError(f"{path} cannot be written: {error}. {before}") from error


def save(path: Path, tensors: dict[str, Any], plain: dict[str, Any]) -> None:
    """Writes ``tensors`` (nested dictionaries of them) and ``plain`` (what JSON can say)."""
    stream = io.BytesIO()
    torch.save({"tensors": tensors, "plain": json.dumps(plain)}, stream)
    write_whole(path, stream.getvalue())


def load(path: Path) -> dict[str, Any]:
    """Reads what :func:`save` wrote, onto the CPU, as one dictionary.

    Nothing but tensors and texts is unpickled; PyTorch 1.13 would refuse so much as a number.
    """
    try:
        state = torch.load(path, map_location="cpu", weights_only=True)
        return {**state["tensors"], **json.loads(state["plain"])}
    except FileNotFoundError as error:
        raise CheckpointError(f"There is no {path}: train that part first.") from error
    except Exception as error:
        raise CheckpointError(f"{path} cannot be read: {error}. Delete it to begin that part anew.") from error


def fingerprint(weights: dict[str, torch.Tensor]) -> str:
    """A hash of weights, by which derived data know what they were derived from."""
    digest = hashlib.sha256()
    for name in sorted(weights):
        digest.update(name.encode())
        digest.update(weights[name].detach().cpu().contiguous().numpy().tobytes())
    return digest.hexdigest()[:16]
