"""Writing to the disk: beside and renamed, so that whatever lies under a name is whole; and what is told where the disk does not take it."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray


class StorageError(Exception):
    """A file or folder that cannot be written: says which, why and what to do next. What was there before stays whole."""


@contextlib.contextmanager
def written_beside(path: Path, kept: str = "", size: int = 0) -> Iterator[Path]:
    """Gives a place beside ``path``, at which the block writes a file or makes a folder; it gets the name ``path`` when the block has ended.

    Where the block fails, nothing of it is left. ``kept``, a sentence on what is still whole, and ``size`` in bytes go into the error.

    Raises:
        StorageError: in place of any OSError.
    """
    part = path.with_name(path.name + ".part")
    try:
        _remove(part)
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        if path.is_dir():
            shutil.rmtree(path)
        part.replace(path)
    except OSError as error:
        raise StorageError(_told(path, error, kept, size)) from error
    finally:
        _remove(part)


def write_whole(path: Path, content: bytes, kept: str = "") -> None:
    """Writes ``content`` under ``path`` such that there is either the old file or the new one; see :func:`written_beside`."""
    with written_beside(path, kept, len(content)) as part:
        save_bytes(part, content)


def save_bytes(path: Path, content: bytes) -> None:
    """Writes ``content`` as it is. For places that :func:`written_beside` gave, as is :func:`save_array`.

    Raises:
        OSError: with its number.
    """
    with path.open("wb") as stream:
        stream.write(content)
        sync(stream)


def save_array(path: Path, array: NDArray) -> None:
    """Writes what ``np.load`` reads. ``np.save`` itself forgets why a file could not be written.

    Raises:
        OSError: with its number.
    """
    array = np.ascontiguousarray(array)
    with path.open("wb") as stream:
        np.lib.format.write_array_header_1_0(stream, np.lib.format.header_data_from_array_1_0(array))
        stream.write(array.data)
        sync(stream)


def sync(stream: BinaryIO) -> None:
    """Hands over to the disk what was written, so that no power cut takes it from under its name."""
    stream.flush()
    os.fsync(stream.fileno())


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _told(path: Path, error: OSError, kept: str, size: int) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        need = f"{size / 1e6:.1f} MB" if size else "room"
        problem, step = f"The disk is full: {path.name} needs {need} in {path.parent}.", "Make room there"
    else:
        problem, step = f"{path} cannot be written: {error}.", "Make that possible"
    return " ".join(
        filter(None, [problem, kept, f"{step}, or name another folder to write to, and run the same command again."])
    )
