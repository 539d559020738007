"""Reads shards of samples: WebDataset tars named ``<set>-<split>-<number>.tar``, streamed from first to last byte without unpacking.

A sample is the files with one stem: ``.json``, ``.flac`` or ``.wav``, ``.notes.npy``, ``.image.npy``, ``.story.npy``, ``.caption.npy``.
Knows nothing of mel or networks. A sample that cannot be used is told by :class:`SampleError`, a shard by :class:`ShardError`.
"""

from __future__ import annotations

import io
import json
import re
import tarfile
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: What every sample holds: 10.24 s at 32 kHz, mono.
SAMPLE_RATE, CLIP_SAMPLES = 32_000, 327_680
SPLITS = ("train", "validation", "test")
_NAME = re.compile(r"^(?P<set>.+)-(?P<split>train|validation|test)-(?P<number>\d+)\.tar$")
_ARRAYS = ("notes.npy", "image.npy", "story.npy", "caption.npy")


class ShardError(Exception):
    """A shard that cannot be read to its end, or that is not what its name says."""


class SampleError(Exception):
    """A sample that cannot be used; says which and why."""


@dataclass(frozen=True)
class Sample:
    """One sample: samples float32 [327680] in −1…1, notes [n, 6], image [variants, width], story and caption [variants, 384]."""

    stem: str
    info: dict[str, Any]
    samples: NDArray[np.float32]
    notes: NDArray[np.float32]
    image: NDArray[np.float32]
    story: NDArray[np.float32]
    caption: NDArray[np.float32]


def find_shards(folder: Path, split: str) -> list[Path]:
    """The shards of a split in ``folder``, sorted by name. A shard still being written (``.part``) is none."""
    if split not in SPLITS:
        raise ValueError(f"no split is called {split!r}: {', '.join(SPLITS)}")
    found = sorted(path for path in folder.glob("*.tar") if (m := _NAME.match(path.name)) and m["split"] == split)
    if not found:
        raise ShardError(f"no shard of the split {split!r} in {folder} (looked for <set>-{split}-<number>.tar)")
    return found


def read_shard(path: Path, refused: list[str] | None = None) -> Iterator[Sample]:
    """The samples of one shard in order.

    A sample that cannot be used raises :class:`SampleError`; with a list for ``refused`` it is told there and left out instead.
    """
    match = _NAME.match(path.name)
    if not match:
        raise ShardError(f"{path.name}: a shard is called <set>-<split>-<number>.tar")
    for stem, files in _grouped(path):
        try:
            yield _sample_of(stem, files, match["split"])
        except SampleError as error:
            if refused is None:
                raise
            refused.append(f"{path.name}: {error}")


def _grouped(path: Path) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Stems with their files' bytes. Neighbours in the tar with one stem are one sample, as WebDataset has it."""
    stem, files = "", {}
    try:
        with tarfile.open(path, "r|") as archive:
            for member in archive:
                if not member.isfile():
                    continue
                name = member.name.rsplit("/", 1)[-1]
                head, _, extension = name.partition(".")
                if head != stem and files:
                    yield stem, files
                    files = {}
                stem = head
                content = archive.extractfile(member)
                files[extension] = content.read() if content else b""
    except (tarfile.TarError, OSError, EOFError) as error:
        raise ShardError(f"{path.name} is broken after sample {stem or 'none'}: {error}") from error
    if files:
        yield stem, files


def _sample_of(stem: str, files: dict[str, bytes], split: str) -> Sample:
    try:
        info = json.loads(files["json"])
        arrays = [np.load(io.BytesIO(files[name]), allow_pickle=False).astype(np.float32) for name in _ARRAYS]
    except KeyError as error:
        raise SampleError(f"{stem} has no .{error.args[0]}") from error
    except (ValueError, EOFError) as error:
        raise SampleError(f"{stem} is broken: {error}") from error
    if info.get("split") != split:
        raise SampleError(f"{stem} is of the split {info.get('split')!r}, but lies in a shard of {split!r}")
    notes, image, story, caption = arrays
    if notes.size % 6 or not np.isfinite(notes).all():
        raise SampleError(f"{stem}.notes.npy is no table of six finite columns: shape {notes.shape}")
    for name, table in zip(_ARRAYS[1:], (image, story, caption), strict=True):
        if table.ndim != 2 or not len(table) or not np.isfinite(table).all():
            raise SampleError(f"{stem}.{name} is no table of finite features: shape {table.shape}")
    return Sample(stem, info, _decode_audio(stem, files), notes.reshape(-1, 6), image, story, caption)


def _decode_audio(stem: str, files: dict[str, bytes]) -> NDArray[np.float32]:
    try:
        if "flac" in files:
            samples, rate = _decode_flac(files["flac"])
        elif "wav" in files:
            samples, rate = _decode_wav(files["wav"])
        else:
            raise SampleError(f"{stem} has neither .flac nor .wav")
    except (wave.Error, RuntimeError, EOFError, ValueError) as error:
        raise SampleError(f"the sound of {stem} is broken: {error}") from error
    if rate != SAMPLE_RATE or samples.ndim != 1 or len(samples) != CLIP_SAMPLES:
        raise SampleError(
            f"the sound of {stem} is {samples.shape} at {rate} Hz; {CLIP_SAMPLES} mono samples at {SAMPLE_RATE} Hz are needed"
        )
    return samples


def _decode_wav(content: bytes) -> tuple[NDArray[np.float32], int]:
    with wave.open(io.BytesIO(content)) as sound:
        if sound.getsampwidth() != 2 or sound.getnchannels() != 1:
            raise ValueError(
                f"{sound.getnchannels()} channels of {8 * sound.getsampwidth()} bit; one of 16 bit is needed"
            )
        frames = sound.readframes(sound.getnframes())
        return np.frombuffer(frames, "<i2").astype(np.float32) / 32768.0, sound.getframerate()


def _decode_flac(content: bytes) -> tuple[NDArray[np.float32], int]:
    try:
        import soundfile
    except ImportError as error:
        raise ShardError("FLAC needs the package soundfile; shards of 16-bit WAV do without") from error
    samples, rate = soundfile.read(io.BytesIO(content), dtype="float32")
    return samples, rate
