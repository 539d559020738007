"""Trains MusFlow's parts, one after the other, and goes on where it was broken off.

python -m musflow.train --config configs/cpu.toml --shards <folder> --out <folder> [--parts vae,vocoder] [--stop-after 570]
torchrun --nproc_per_node 8 -m musflow.train --config configs/gpu.toml …
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import os
import platform
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.synchronize import Event
from pathlib import Path

import numpy as np
import torch

from .checkpoint import CheckpointError
from .config import PARTS, Config, ConfigError, read_config
from .corpus import Corpus, prepare
from .encoder_part import EncodersPart
from .shards import ShardError
from .sound_parts import VaePart, VocoderPart
from .stages import AlignPart, GeneratePart, JointPart
from .storage import StorageError, write_whole
from .team import Team, lone_team, team_of_spawned, team_of_torchrun
from .trained import adapters_of, encoders_of, is_done, vae_of, velocity_of
from .trainer import Part, Stopwatch, Trainer

#: What is told in a sentence; anything else is a fault of the recipe and is shown with its traceback.
_TOLD = (ConfigError, CheckpointError, ShardError, StorageError, OSError)


def _tell(error: Exception) -> None:
    said = str(error)
    if isinstance(error, StorageError):
        said += " What was finished is whole: with the same --out the command goes on from there."
    elif isinstance(error, OSError):
        said += ". When that is mended, the same command goes on."
    print(said, file=sys.stderr, flush=True)


def prepare_corpora(config: Config, shards: Path, out: Path, team: Team) -> tuple[Corpus, Corpus]:
    """The training and the held-out corpus, prepared under ``out/corpus`` by all processes together."""
    corpora = []
    for split in ("train", "validation"):
        begin = time.monotonic()
        workers = max(1, config.run.loaders)
        folders, refused = prepare(shards, out / "corpus", split, config.mel, team.rank, team.world, workers)
        for reason in refused:
            print(f"left out: {reason}", file=sys.stderr, flush=True)
        team.wait()
        if absent := [folder for folder in folders if not (folder / "index.json").exists()]:
            raise ShardError(
                f"{absent[0]} is not here, though another process prepared it: "
                "with several machines --out has to be a folder that all of them share."
            )
        corpora.append(Corpus(folders))
        if team.leads:
            print(
                f"{split}: {len(corpora[-1])} clips in {len(folders)} shards, {time.monotonic() - begin:.0f} s",
                flush=True,
            )
    overlap = set(corpora[0].ids) & set(corpora[1].ids)
    if overlap:
        raise ShardError(
            f"{len(overlap)} samples are in the training and in the validation set, such as {min(overlap)}"
        )
    return corpora[0], corpora[1]


def derive(config: Config, out: Path, corpora: tuple[Corpus, Corpus], team: Team, latents: bool) -> None:
    """Keeps e_M, and with ``latents`` the posterior of each clip, beside the prepared shards; each process does its share."""
    encoders, mark = encoders_of(config, out)
    tower = encoders.audio.to(team.device)
    tasks: list[tuple[str, str, Callable[[torch.Tensor], torch.Tensor], type]] = []
    tasks.append(("music", mark, lambda mel: tower(mel.to(team.device)), np.float32))
    if latents:
        vae, mark = vae_of(config, out)
        vae.to(team.device)
        tasks.append(("latents", mark, lambda mel: torch.stack(vae.posterior(mel.to(team.device)), dim=1), np.float16))
    with torch.no_grad():
        for corpus in corpora:
            for name, mark, compute, dtype in tasks:
                own = corpus.folders[team.rank :: team.world]
                if own:
                    Corpus(own).derive(name, mark, compute, dtype)
                team.wait()
                corpus.derive(name, mark, compute, dtype)


def make_part(name: str, config: Config, out: Path, corpora: tuple[Corpus, Corpus], team: Team) -> Part:
    """The part called ``name``, with what the parts before it made."""
    train, held_out = corpora
    torch.manual_seed(config.run.seed)  # the same weights in every process
    if name == "vae":
        return VaePart(config, train, held_out)
    if name == "vocoder":
        return VocoderPart(config, train, held_out)
    if name == "encoders":
        return EncodersPart(config, train, held_out)
    derive(config, out, corpora, team, latents=name != "align")
    torch.manual_seed(config.run.seed)
    if name == "align":
        return AlignPart(config, train, held_out)
    vae, _ = vae_of(config, out)
    adapters = adapters_of(config, out, "align")
    if name == "generate":
        return GeneratePart(config, train, held_out, vae, adapters)
    return JointPart(config, train, held_out, vae, adapters, velocity_of(config, out, "generate"))


def _left(config: Config, out: Path, parts: list[str]) -> list[str]:
    return [name for name in parts if not is_done(out, name, config.plans[name])]


def _leave(number: int, _: object) -> None:
    """Ends the process by an exception, so that what is half prepared is removed."""
    sys.exit(128 + number)


def work(config: Config, shards: Path, out: Path, parts: list[str], stop_after: float, team: Team) -> None:
    """One process's whole work: trains ``parts`` to their end, or until this run has to stop."""
    watch = Stopwatch(stop_after)
    if team.device.type == "cuda":
        torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    else:
        torch.set_num_threads(1)
    if not _left(config, out, parts):
        return
    signal.signal(signal.SIGTERM, _leave)
    corpora = prepare_corpora(config, shards, out, team)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, watch.stop)  # from here on there is something to save
    for name in _left(config, out, parts):
        if (
            team.average_gradients([], [float(watch.due)])[0] > 0
        ):  # all stop or none: one that went on would wait for the others
            return
        part = make_part(name, config, out, corpora, team)
        if team.leads:
            size = sum(p.numel() for p in part.module.parameters()) / 1e6
            print(f"{name}: {size:.2f} million weights, {team.world} processes on {team.device.type}", flush=True)
        if not Trainer(part, config.plans[name], config.run, team, out, watch).train().done:
            return


def _spawned(rank: int, world: int, meeting: str, told: Event, arguments: tuple) -> None:
    team = team_of_spawned(rank, world, Path(meeting))
    try:
        work(*arguments, team)
    except _TOLD as error:
        _tell(error)
        told.set()
        sys.exit(2)


def _spawn(world: int, arguments: tuple) -> int:
    """Runs :func:`work` in ``world`` processes of this machine; 2 if one of them ended with an error, which is told."""
    told = multiprocessing.get_context("spawn").Event()
    with tempfile.TemporaryDirectory() as folder:
        try:
            torch.multiprocessing.spawn(_spawned, (world, str(Path(folder) / "meeting"), told, arguments), nprocs=world)
        except torch.multiprocessing.ProcessRaisedException:
            if not told.is_set():  # else it only lost the one that told what was wrong
                raise
        except torch.multiprocessing.ProcessExitedException as error:
            if not told.is_set():
                print(
                    f"One of {world} processes was ended from outside: {error}. Is there memory for all of them? "
                    "The same command goes on from the last checkpoint.",
                    file=sys.stderr,
                )
        else:
            return 0
    return 2


def _remember_run(config_path: Path, out: Path) -> None:
    """Keeps the configuration and the machine beside the checkpoints; a folder belongs to one configuration."""
    kept = out / "config.toml"
    text = config_path.read_text(encoding="utf-8")
    if kept.exists() and kept.read_text(encoding="utf-8") != text:
        print(f"note: {config_path} differs from what {out} began with; shapes must be the same", file=sys.stderr)
    write_whole(kept, text.encode())
    device = torch.cuda.get_device_name() if torch.cuda.is_available() else platform.processor() or platform.machine()
    machine = f"{device}, {os.cpu_count()} processors, {platform.system()}, PyTorch {torch.__version__}\n"
    write_whole(out / "machine.txt", machine.encode())


def main(arguments: list[str] | None = None) -> int:
    """The command line; 0 when all is trained, 3 when it has to be run again, 2 for an error that is told.

    Under torchrun, which takes anything but 0 for a failure, 0 when it has to be run again as well.
    """
    parser = argparse.ArgumentParser(description="Trains MusFlow's parts.")
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--shards", type=Path, required=True, help="folder of <set>-<split>-<number>.tar")
    parser.add_argument("--out", type=Path, required=True, help="folder for checkpoints and the prepared corpus")
    parser.add_argument("--parts", default="all", help=f"of {', '.join(PARTS)}, with commas between; or all")
    parser.add_argument(
        "--stop-after", type=float, default=math.inf, help="seconds after which this run ends, resumable"
    )
    chosen = parser.parse_args(arguments)
    parts = list(PARTS) if chosen.parts == "all" else chosen.parts.split(",")
    if unknown := [name for name in parts if name not in PARTS]:
        parser.error(f"unknown parts: {', '.join(unknown)}; known are {', '.join(PARTS)}")
    try:
        config = read_config(chosen.config)
        by_torchrun = "RANK" in os.environ
        rank = int(os.environ.get("RANK", "0"))
        if rank == 0:
            _remember_run(chosen.config, chosen.out)
        work_arguments = (config, chosen.shards, chosen.out, parts, chosen.stop_after)
        if by_torchrun:
            work(*work_arguments, team_of_torchrun())
        elif config.run.processes > 1 and not torch.cuda.is_available():
            if _spawn(config.run.processes, work_arguments) != 0:
                return 2
        else:
            work(*work_arguments, lone_team())
        left = _left(config, chosen.out, parts)
        if left and rank == 0:
            print(f"There is more to train ({', '.join(left)}): the same command goes on.", flush=True)
        return 3 if left and not by_torchrun else 0
    except _TOLD as error:
        _tell(error)
        return 2


if __name__ == "__main__":
    sys.exit(main())
