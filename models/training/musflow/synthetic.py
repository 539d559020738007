"""A tiny set of shards made from sines, with notes and conditions: so that the smoke run and the tests need no dataset.

    python -m musflow.synthetic <folder> [--clips 24] [--shards 2]

Scenes have a key, a tempo, a brightness and drums or none, and their conditions are noisy readings of the scene; so there is something to
learn. It is no music, and nothing that is shipped is trained on it.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tarfile
import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .control import DRUM_ROLE
from .shards import CLIP_SAMPLES, SAMPLE_RATE
from .storage import StorageError, written_beside

SCENES = 8
IMAGE_WIDTH, TEXT_WIDTH = 1280 + 13, 384
_SECONDS = CLIP_SAMPLES / SAMPLE_RATE


def compose(random: np.random.Generator, scene: int) -> NDArray[np.float32]:
    """Notes [n, 6] of a scene: a melody over four chords, a bass, and drums in every other scene."""
    beat = 60.0 / (70 + 10 * scene)
    root = 48 + 5 * scene % 12
    scale = (0, 2, 3, 5, 7, 8, 10) if scene % 3 else (0, 2, 4, 5, 7, 9, 11)
    programs = (73 - 8 * (scene % 4), 48 if scene % 2 else 0, 32 + scene % 4)
    notes: list[tuple[float, ...]] = []
    step = int(random.integers(7))
    for index in range(int(_SECONDS / beat)):
        at = index * beat
        degree = (0, 5, 3, 4)[index // 4 % 4]
        step = int(np.clip(step + random.integers(-2, 3), 0, 13))
        notes.append(
            (0, root + 12 + 12 * (step // 7) + scale[step % 7], at, beat * 0.9, random.uniform(0.5, 0.9), programs[0])
        )
        if index % 4 == 0:
            for third in (0, 2, 4):
                pitch = root + scale[(degree + third) % 7]
                notes.append((1, pitch, at, 3.8 * beat, 0.5, programs[1]))
            notes.append((2, root - 12 + scale[degree % 7], at, 3.5 * beat, 0.7, programs[2]))
        if scene % 2:
            notes.append((DRUM_ROLE, 36 if index % 2 == 0 else 38, at, 0.1, 0.8, 0))
            notes.append((DRUM_ROLE, 42, at + beat / 2, 0.1, 0.5, 0))
    return np.array(notes, np.float32)


def render(notes: NDArray[np.float32], brightness: float, random: np.random.Generator) -> NDArray[np.float32]:
    """Sums of decaying partials and bursts of noise, float32 [327680]; ``brightness`` 0…1 is the weight of the upper partials."""
    out = np.zeros(CLIP_SAMPLES)
    for role, pitch, onset, duration, velocity, _ in notes.astype(np.float64):
        start = int(onset * SAMPLE_RATE)
        length = min(int((duration + 0.1) * SAMPLE_RATE), CLIP_SAMPLES - start)
        if length <= 0:
            continue
        time = np.arange(length) / SAMPLE_RATE
        if int(role) == DRUM_ROLE:
            decay = {36: 30.0, 38: 25.0}.get(int(pitch), 60.0)
            sound = random.standard_normal(length) if pitch != 36 else np.sin(2 * np.pi * 60.0 * time)
            out[start : start + length] += 0.25 * velocity * sound * np.exp(-decay * time)
            continue
        hertz = 440.0 * 2.0 ** ((pitch - 69) / 12)
        sound = np.zeros(length)
        for partial in range(1, 9):
            if partial * hertz < 0.45 * SAMPLE_RATE:
                sound += (0.25 + 0.6 * brightness) ** (partial - 1) * np.sin(2 * np.pi * partial * hertz * time)
        envelope = np.minimum(1.0, time / 0.01) * np.exp(-1.5 * time) * np.clip((duration + 0.1 - time) / 0.1, 0.0, 1.0)
        out[start : start + length] += 0.12 * velocity * sound * envelope
    out += 3e-4 * random.standard_normal(CLIP_SAMPLES)
    return np.clip(out / max(1.0, np.abs(out).max() / 0.95), -1.0, 1.0).astype(np.float32)


def write_shard(path: Path, split: str, clips: int, seed: int) -> None:
    """Writes one shard of ``clips`` samples, beside and renamed.

    Raises:
        StorageError: it cannot be written.
    """
    random = np.random.default_rng(seed)
    meanings = np.random.default_rng(1).standard_normal((SCENES, 3, IMAGE_WIDTH))
    with written_beside(path) as part, tarfile.open(part, "w") as archive:
        for number in range(clips):
            scene = int(random.integers(SCENES))
            notes = compose(random, scene)
            samples = render(notes, scene / (SCENES - 1), random)
            stem = f"{path.stem}-{number:04d}"
            info = {
                "id": stem,
                "split": split,
                "scene": f"scene {scene}",
                "seed": seed,
                "stories": [f"story of scene {scene}"],
                "captions": [f"{70 + 10 * scene} BPM"],
                "attributes": {"tempo": 70 + 10 * scene},
                "seconds": _SECONDS,
                "provenance": {"kind": "synthetic", "made": "musflow.synthetic"},
                "licence": "CC0-1.0",
                "hashes": {},
            }
            _add(archive, f"{stem}.json", json.dumps(info).encode())
            _add(archive, f"{stem}.wav", _wav(samples))
            _add(archive, f"{stem}.notes.npy", _npy(notes))
            for modality, (name, width) in enumerate(
                (("image", IMAGE_WIDTH), ("story", TEXT_WIDTH), ("caption", TEXT_WIDTH))
            ):
                seen = meanings[scene, modality, :width] + 0.5 * random.standard_normal((2, width))
                _add(archive, f"{stem}.{name}.npy", _npy(seen / np.linalg.norm(seen, axis=1, keepdims=True)))


def write_set(folder: Path, clips: int = 24, shards: int = 2, seed: int = 7) -> None:
    """Writes ``shards`` training shards of ``clips`` samples together, and one of validation with a quarter as many."""
    for number in range(shards):
        write_shard(folder / f"synthetic-train-{number}.tar", "train", -(-clips // shards), seed + number)
    write_shard(folder / "synthetic-validation-0.tar", "validation", max(4, clips // 4), seed + 1000)


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def _npy(array: NDArray) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array.astype(np.float32))
    return stream.getvalue()


def _wav(samples: NDArray[np.float32]) -> bytes:
    stream = io.BytesIO()
    with wave.open(stream, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(SAMPLE_RATE)
        sound.writeframes(np.round(samples * 32767.0).astype("<i2").tobytes())
    return stream.getvalue()


def main(arguments: list[str] | None = None) -> int:
    """The command line; 2 for an error that is told."""
    parser = argparse.ArgumentParser(description="Writes a tiny set of shards made from sines.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clips", type=int, default=24)
    parser.add_argument("--shards", type=int, default=2)
    chosen = parser.parse_args(arguments)
    try:
        write_set(chosen.folder, chosen.clips, chosen.shards)
    except StorageError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
