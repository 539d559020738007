"""Checkpoints: the tensors and figures of one part, in one file."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import torch

from .storage import write_whole


class CheckpointError(Exception):
    """A checkpoint that is missing or cannot be read; says what to do."""


def save(path: Path, tensors: dict[str, Any], plain: dict[str, Any]) -> None:
    """Writes ``tensors`` (nested dictionaries of them) and ``plain`` (what JSON can say).

    Raises:
        StorageError: it cannot be written; the last checkpoint stays.
    """
    stream = io.BytesIO()
    torch.save({"tensors": tensors, "plain": json.dumps(plain)}, stream)
    kept = f"The last checkpoint, {path.name}, is whole." if path.exists() else "There is no earlier checkpoint."
    write_whole(path, stream.getvalue(), kept)


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
