"""The prepared corpus: what training reads, in arrays that are mapped and not loaded.

Each shard becomes a folder of arrays, written beside and renamed when whole, so that preparing goes on where it was broken off. Spectra
and control tensors are made once. What networks say of the clips (latents, e_M) is kept beside, under the fingerprint of the weights.
"""

from __future__ import annotations

import json
import multiprocessing
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from .control import control_of, quantized, style_number, tonal_of_roles
from .mel import MelFormat, log_mel
from .shards import Sample, ShardError, find_shards, read_shard
from .storage import save_array, save_bytes, write_whole, written_beside

#: Another number where arrays prepared before cannot be used any more.
_FORM = 3
#: What is kept of each sample as one row of an array.
_FIXED = ("mel", "audio", "tonal", "drums", "programs", "style")
#: What comes in several variants a sample; ``<name>-ends`` tells where each sample's rows end.
_VARIED = ("image", "story", "caption")


def prepare_shard(shard: Path, folder: Path, form: MelFormat) -> list[str]:
    """Prepares one shard into ``folder`` unless it is there from the same file and format; gives what was refused, and why.

    Raises:
        ShardError: the shard cannot be read, or no sample of it can be used.
        StorageError: ``folder`` cannot be written.
    """
    try:
        origin = [_FORM, form.name, shard.stat().st_size, shard.stat().st_mtime_ns]
    except OSError as error:
        raise ShardError(f"{shard} cannot be read: {error}") from error
    if (folder / "index.json").exists():
        index = json.loads((folder / "index.json").read_text())
        if index["origin"] == origin:
            return index["refused"]
        shutil.rmtree(folder, ignore_errors=True)  # now, for there may be no room for both
    refused: list[str] = []
    rows: dict[str, list[NDArray]] = {name: [] for name in (*_FIXED, *_VARIED)}
    ids = []
    licences: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for sample in read_shard(shard, refused):
        ids.append(sample.info.get("id", sample.stem))
        licences[_plain(sample.info.get("licence"))] += 1
        provenance = sample.info.get("provenance")
        kinds[_plain(provenance.get("kind") if isinstance(provenance, dict) else None)] += 1
        for name, row in _rows_of(sample, form).items():
            rows[name].append(row)
    if not ids:
        reasons = "; ".join(refused[:3]) or "it is empty"
        raise ShardError(f"{shard} holds no sample that can be used ({reasons}). Build it again, or take it away.")
    with written_beside(folder) as part:
        part.mkdir()
        for name in _FIXED:
            save_array(part / f"{name}.npy", np.stack(rows[name]))
        for name in _VARIED:
            save_array(part / f"{name}.npy", np.concatenate(rows[name]))
            save_array(part / f"{name}-ends.npy", np.cumsum([len(row) for row in rows[name]]))
        index = {"ids": ids, "origin": origin, "refused": refused, "licences": licences, "kinds": kinds}
        save_bytes(part / "index.json", json.dumps(index).encode())
    return refused


def _plain(value: object) -> str:
    """A word of a sample's record on one line; ``unknown`` where there is none."""
    return " ".join(str(value).split()) if value else "unknown"


@dataclass(frozen=True)
class Tally:
    """Of what clips are: their sets, the prepared shards they lie in, and how many there are of each licence and kind of provenance."""

    clips: int
    sets: list[str]
    shards: list[str]
    licences: Counter[str]
    kinds: Counter[str]

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            self.clips + other.clips,
            sorted({*self.sets, *other.sets}),
            sorted({*self.shards, *other.shards}),
            self.licences + other.licences,
            self.kinds + other.kinds,
        )


def tally(folder: Path, split: str) -> Tally:
    """The tally of a split's prepared shards in ``folder``; shards that were prepared before this was kept are ``not recorded``."""
    counted = Tally(0, [], [], Counter(), Counter())
    for path in folder.glob(f"*-{split}-*/index.json"):
        index = json.loads(path.read_text())
        clips, name = len(index["ids"]), path.parent.name
        licences, kinds = (Counter(index.get(key, {"not recorded": clips})) for key in ("licences", "kinds"))
        counted += Tally(clips, [name.rsplit(f"-{split}-", 1)[0]], [name], licences, kinds)
    return counted


def _rows_of(sample: Sample, form: MelFormat) -> dict[str, NDArray]:
    control = control_of(sample.notes)
    step = 32_000 // form.sample_rate
    samples = sample.samples if step == 1 else _halved(sample.samples)
    return {
        "mel": log_mel(samples, form).astype(np.float16),
        "audio": np.round(np.clip(samples, -1.0, 1.0) * 32767.0).astype(np.int16),
        "tonal": quantized(control.tonal),
        "drums": quantized(control.drums),
        "programs": control.programs,
        "style": np.array(style_number(sample.info.get("attributes", {}).get("style")), np.int64),
        "image": sample.image,
        "story": sample.story,
        "caption": sample.caption,
    }


def _halved(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Half the sample rate, band-limited by leaving out the upper half of the spectrum."""
    return np.fft.irfft(np.fft.rfft(samples)[: len(samples) // 4 + 1], len(samples) // 2).astype(np.float32) / 2.0


class Score(NamedTuple):
    """The scores of a batch, as ``control.py`` makes them.

    tonal [batch, rows, 1584], drums [batch, rows, 24], programs int64 [batch, 7], style int64 [batch].
    """

    tonal: torch.Tensor
    drums: torch.Tensor
    programs: torch.Tensor
    style: torch.Tensor


class Corpus:
    """The prepared shards of one split, as if they were one table."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Maps the arrays of ``folders``."""
        self.folders = list(folders)
        self.arrays: list[dict[str, NDArray]] = []
        self.ids: list[str] = []
        for folder in self.folders:
            names = [*_FIXED, *_VARIED, *(f"{name}-ends" for name in _VARIED)]
            self.arrays.append({name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in names})
            self.ids += json.loads((folder / "index.json").read_text())["ids"]
        counts = [len(arrays["mel"]) for arrays in self.arrays]
        self._ends = np.cumsum(counts)
        self._derived: dict[str, list[NDArray]] = {}

    def __len__(self) -> int:
        """How many clips there are."""
        return int(self._ends[-1]) if len(self._ends) else 0

    def _place(self, index: int) -> tuple[int, int]:
        shard = int(np.searchsorted(self._ends, index, side="right"))
        return shard, index - (int(self._ends[shard - 1]) if shard else 0)

    def width(self, name: str) -> int:
        """How many features ``name`` (image, story or caption) has."""
        return int(self.arrays[0][name].shape[1])

    def all_rows(self, name: str) -> torch.Tensor:
        """Every variant of every clip, [rows, width]."""
        return torch.from_numpy(np.concatenate([np.array(arrays[name]) for arrays in self.arrays]))

    def mel(self, indices: Sequence[int], starts: Sequence[int] | None = None, frames: int = 1024) -> torch.Tensor:
        """Log-mel [batch, 1, frames, bands] in nat, from frame ``starts`` (0) on."""
        begins = starts if starts is not None else [0] * len(indices)
        rows = []
        for index, start in zip(indices, begins, strict=True):
            shard, row = self._place(int(index))
            rows.append(np.array(self.arrays[shard]["mel"][row, int(start) : int(start) + frames], np.float32))
        return torch.from_numpy(np.stack(rows))[:, None]

    def audio(self, indices: Sequence[int], starts: Sequence[int], count: int) -> torch.Tensor:
        """Samples [batch, count] from sample ``starts`` on."""
        rows = []
        for index, start in zip(indices, starts, strict=True):
            shard, row = self._place(int(index))
            rows.append(
                np.array(self.arrays[shard]["audio"][row, int(start) : int(start) + count], np.float32) / 32767.0
            )
        return torch.from_numpy(np.stack(rows))

    def score(self, indices: Sequence[int]) -> Score:
        """The scores of whole clips."""
        places = [self._place(int(index)) for index in indices]
        tonal, drums, programs, style = (
            torch.from_numpy(np.stack([np.array(self.arrays[s][name][r]) for s, r in places]))
            for name in ("tonal", "drums", "programs", "style")
        )
        return Score(tonal.float() / 255.0, drums.float() / 255.0, programs, style)

    def roles(
        self, indices: Sequence[int], starts: Sequence[int] | None = None, rows: int = 256, context: int = 0
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """The score as the vocoder has it: tonal [batch, context + rows, 792], drums [batch, context + rows, 24]; zeros before the beginning."""
        begins = starts if starts is not None else [0] * len(indices)
        found: dict[str, list[NDArray]] = {"tonal": [], "drums": []}
        for index, start in zip(indices, begins, strict=True):
            shard, row = self._place(int(index))
            first = int(start) - context
            for name in ("tonal", "drums"):
                part = self.arrays[shard][name][row, max(0, first) : int(start) + rows]
                by_role = tonal_of_roles(part) if name == "tonal" else part
                values = np.array(by_role, np.float32) / 255.0
                found[name].append(np.pad(values, ((context + rows - len(values), 0), (0, 0))))
        return torch.from_numpy(np.stack(found["tonal"])), torch.from_numpy(np.stack(found["drums"]))

    def features(self, name: str, indices: Sequence[int], choice: torch.Tensor) -> torch.Tensor:
        """One variant of ``name`` for each clip, [batch, width]; ``choice`` [batch] in [0, 1) says which."""
        rows = []
        for index, share in zip(indices, choice.tolist(), strict=True):
            shard, row = self._place(int(index))
            ends = self.arrays[shard][f"{name}-ends"]
            begin, end = (int(ends[row - 1]) if row else 0), int(ends[row])
            rows.append(np.array(self.arrays[shard][name][begin + int(share * (end - begin))]))
        return torch.from_numpy(np.stack(rows))

    def derive(
        self, name: str, fingerprint: str, compute: Callable[[torch.Tensor], torch.Tensor], dtype: type, batch: int = 8
    ) -> None:
        """Keeps ``compute(mel)`` of every clip beside the shards as ``<name>.npy``, unless it is there from the same weights.

        Raises:
            StorageError: it cannot be written.
        """
        arrays = []
        for folder, known in zip(self.folders, self.arrays, strict=True):
            target, note = folder / f"{name}.npy", folder / f"{name}.from"
            if not (target.exists() and note.exists() and note.read_text() == fingerprint):
                made = []
                for start in range(0, len(known["mel"]), batch):
                    mel = torch.from_numpy(np.array(known["mel"][start : start + batch], np.float32))[:, None]
                    made.append(compute(mel).cpu().numpy().astype(dtype))
                rows = np.concatenate(made)
                with written_beside(target, size=rows.nbytes) as part:
                    note.unlink(missing_ok=True)
                    save_array(part, rows)
                write_whole(note, fingerprint.encode())
            arrays.append(np.load(target, mmap_mode="r"))
        self._derived[name] = arrays

    def derived(self, name: str, indices: Sequence[int]) -> torch.Tensor:
        """What :meth:`derive` kept, as float32 [batch, …]."""
        places = [self._place(int(index)) for index in indices]
        return torch.from_numpy(np.stack([np.array(self._derived[name][s][r], np.float32) for s, r in places]))


def prepare(
    shards: Path, folder: Path, split: str, form: MelFormat, rank: int = 0, world: int = 1, workers: int = 1
) -> tuple[list[Path], list[str]]:
    """Prepares this process's share of a split, with ``workers`` processes; gives the whole split's folders, and what was refused here."""
    found = find_shards(shards, split)
    own = found[rank::world]
    targets = [folder / shard.stem for shard in own]
    if workers > 1 and len(own) > 1:
        with ProcessPoolExecutor(min(workers, len(own)), multiprocessing.get_context("spawn")) as pool:
            refused = list(pool.map(prepare_shard, own, targets, [form] * len(own)))
    else:
        refused = [prepare_shard(shard, target, form) for shard, target in zip(own, targets, strict=True)]
    return [folder / shard.stem for shard in found], [reason for reasons in refused for reason in reasons]
