"""The processes that train together: each takes its own samples, and all take the same step with the mean of their gradients.

Data parallelism is by one all-reduce of one flat vector a step: on CPUs two single-threaded processes are faster than one with two
threads (measured: 0.35 s a step against more than 0.5), and on GPUs under torchrun these networks are small enough for it.
"""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import torch
import torch.distributed as dist
from torch import nn


@dataclass(frozen=True)
class Team:
    """One process's place among ``world``; ``device`` is where it computes."""

    rank: int = 0
    world: int = 1
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))

    @property
    def leads(self) -> bool:
        """Whether this process evaluates, writes and speaks."""
        return self.rank == 0

    def wait(self) -> None:
        """Until all are here."""
        if self.world > 1:
            dist.barrier()

    def average_gradients(self, parameters: Sequence[nn.Parameter], extra: Sequence[float]) -> list[float]:
        """Replaces each gradient by its mean over the team; gives the means of ``extra``, equal in every process.

        A parameter without gradient counts as one of zeros.
        """
        if self.world == 1:
            return list(extra)
        gradients = [p.grad if p.grad is not None else torch.zeros_like(p) for p in parameters]
        told = torch.tensor(extra, dtype=torch.float32, device=self.device)
        flat = torch.cat([*(g.reshape(-1) for g in gradients), told])
        dist.all_reduce(flat)
        flat /= self.world
        place = 0
        for parameter, gradient in zip(parameters, gradients, strict=True):
            size = gradient.numel()
            parameter.grad = flat[place : place + size].view_as(gradient).clone()
            place += size
        return flat[place:].tolist()


def computes_half(device: torch.device, cpu_flags: str | None = None) -> bool:
    """Whether bfloat16 pays on ``device``: on every GPU, and on CPUs that multiply it themselves, which are then 1.7 times faster (measured).

    ``cpu_flags`` is what the system says of its processors, but in tests. Elsewhere than on Linux no CPU is asked.
    """
    if device.type == "cuda":
        return True
    if cpu_flags is None:
        cpu_flags = _read_cpu_flags()
    return not {"avx512_bf16", "amx_bf16"}.isdisjoint(cpu_flags.split())


def _read_cpu_flags() -> str:
    if platform.system() != "Linux":
        return ""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line for line in lines if line.startswith("flags")), "")


def team_of_torchrun() -> Team:
    """The place that torchrun's environment variables give this process."""
    rank, world = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
    if torch.cuda.is_available():
        device = torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
        torch.cuda.set_device(device)
        backend = "nccl"
    else:
        device, backend = torch.device("cpu"), "gloo"
    if world > 1:
        dist.init_process_group(backend, rank=rank, world_size=world, timeout=timedelta(hours=1))
    return Team(rank, world, device)


def team_of_spawned(rank: int, world: int, meeting: Path) -> Team:
    """The place of a process that this machine's first process started; they meet at the file ``meeting``."""
    dist.init_process_group(
        "gloo", init_method=meeting.resolve().as_uri(), rank=rank, world_size=world, timeout=timedelta(hours=1)
    )
    return Team(rank, world)


def lone_team() -> Team:
    """One process, on the GPU if there is one."""
    return Team(device=torch.device("cuda" if torch.cuda.is_available() else "cpu"))
