"""The loop by which every part is trained: budgeted by the clock, resumable, averaged over a team.

What happens in step n depends on the seed, n and the rank only, and on the share of the budget that is spent; so a run that was broken
off and resumed makes the weights of one that was not, as far as the clock agrees (exactly, where the budget is in steps).
"""

from __future__ import annotations

import copy
import json
import math
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import nn

from . import checkpoint
from .config import Plan, Run
from .noise import decision_seed
from .storage import write_whole
from .team import Team, computes_half

Batch = dict[str, torch.Tensor]
Readings = dict[str, float]


class Part:
    """What is trained: a module, its batches, its loss and its figures. Subclasses fill in the methods."""

    name: str
    module: nn.Module
    #: Whether bfloat16 will do for this part on a GPU.
    half = False
    #: And on a CPU that multiplies it; PyTorch 1.13 has no group norm in it there.
    half_on_cpu = False
    #: Discriminators, trained against the module from the share ``adversary_from`` of the plan on.
    adversary: nn.Module | None = None
    adversary_from = 1.0

    def draw(self, generator: torch.Generator, count: int) -> Batch:
        """A batch of ``count`` training samples on the CPU; all randomness comes from ``generator``."""
        raise NotImplementedError

    def loss(self, batch: Batch, adversarial: bool) -> tuple[torch.Tensor, Readings]:
        """The loss of a batch on the device, and readings for the curve."""
        raise NotImplementedError

    def adversary_loss(self, batch: Batch) -> torch.Tensor:
        """The discriminators' loss on what :meth:`loss` just made."""
        raise NotImplementedError

    def evaluate(self, module: nn.Module, final: bool) -> Readings:
        """Figures of ``module`` (the averaged weights) on held-out clips."""
        raise NotImplementedError

    def finish(self, module: nn.Module) -> None:
        """Called once at the end with the averaged weights, for what is measured after training."""


@dataclass
class Progress:
    """How far a part is: steps, seconds over all runs, curve (step, seconds, readings), figures, whether it is done."""

    step: int = 0
    elapsed: float = 0.0
    curve: list[dict[str, float]] = field(default_factory=list)
    figures: list[dict[str, float]] = field(default_factory=list)
    done: bool = False


class Stopwatch:
    """Tells when this run has to stop: at its deadline or when :meth:`stop` was called. ``now`` is in seconds."""

    def __init__(self, stop_after: float = math.inf, now: Callable[[], float] = time.monotonic) -> None:
        """Starts at once."""
        self.now = now
        self.deadline = now() + stop_after
        self.stopped = False

    def stop(self, *_: Any) -> None:
        """Asks for an end after the step at hand; fit for a signal handler."""
        self.stopped = True

    @property
    def due(self) -> bool:
        """Whether it is time."""
        return self.stopped or self.now() >= self.deadline


def learning_rate(plan: Plan, step: int, share: float) -> float:
    """Linear warm-up by steps, then a cosine of the ``share`` 0…1 of the budget, down to a thousandth."""
    cosine = 0.5 + 0.5 * math.cos(math.pi * min(1.0, share))
    return plan.learning_rate * min(1.0, (step + 1) / max(1, plan.warmup)) * max(cosine, 1e-3)


class Trainer:
    """Trains one part of a run in ``folder``; with a checkpoint there it goes on from it."""

    def __init__(self, part: Part, plan: Plan, run: Run, team: Team, folder: Path, watch: Stopwatch) -> None:
        """Prepares optimizer and averaged weights, and reads the checkpoint if there is one."""
        self.part, self.plan, self.run, self.team, self.watch = part, plan, run, team, watch
        self.path = folder / f"{part.name}.pt"
        part.module.to(team.device)
        self.average = copy.deepcopy(part.module).eval().requires_grad_(False)
        self.parameters = [p for p in part.module.parameters() if p.requires_grad]
        self.optimizer = _optimizer(part.module, plan)
        self.adversary_optimizer = None
        if part.adversary is not None:
            part.adversary.to(team.device)
            self.adversary_optimizer = _optimizer(part.adversary, plan)
        self.progress = Progress()
        self.half_pays = computes_half(team.device)
        self.skipped = 0
        if self.path.exists():
            self._restore(checkpoint.load(self.path))

    def train(self) -> Progress:
        """Trains until the plan is fulfilled or this run has to stop; then writes a checkpoint."""
        progress, run = self.progress, self.run
        if progress.done and self._share() >= 1.0:
            return progress
        progress.done = False  # a plan that was made longer since goes on
        before, begin = progress.elapsed, self.watch.now()
        saved = evaluated = begin
        halt = False
        for batch in self._batches():
            share = self._share()
            if share >= 1.0 or halt:
                break
            readings = self._step(batch, share)
            told = self.team.average_gradients([], [before + self.watch.now() - begin, float(self.watch.due)])
            progress.elapsed, halt = told[0], told[1] > 0
            self._note(readings)
            now = self.watch.now()
            if self.team.leads and now - saved > run.checkpoint_seconds:
                self.save()
                saved = now
            if self.team.leads and now - evaluated > run.evaluate_seconds:
                self._evaluate(final=False)
                evaluated = self.watch.now()
        if self.team.leads:
            self.save()  # before the last figures are taken, for that may fail
        if self._share() >= 1.0:
            self.part.finish(self.average)
            progress.done = True
            if self.team.leads:
                self._evaluate(final=True)
                self.save()
        self.team.wait()
        return progress

    def save(self) -> None:
        """Writes the checkpoint, and the curve as JSON beside it for whoever draws it."""
        progress = self.progress
        tensors: dict[str, Any] = {
            "module": self.part.module.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict()["state"],
        }
        if self.adversary_optimizer is not None and self.part.adversary is not None:
            tensors["adversary"] = self.part.adversary.state_dict()
            tensors["adversary_optimizer"] = self.adversary_optimizer.state_dict()["state"]
        mark = checkpoint.fingerprint(self.average.state_dict())
        checkpoint.save(self.path, tensors, {"part": self.part.name, "progress": vars(progress), "fingerprint": mark})
        write_whole(self.path.with_suffix(".json"), json.dumps(vars(progress)).encode())

    def _restore(self, state: dict[str, Any]) -> None:
        try:
            self.part.module.load_state_dict(state["module"])
            self.average.load_state_dict(state["average"])
            _restore_optimizer(self.optimizer, state["optimizer"])
            if self.adversary_optimizer is not None and self.part.adversary is not None and "adversary" in state:
                self.part.adversary.load_state_dict(state["adversary"])
                _restore_optimizer(self.adversary_optimizer, state["adversary_optimizer"])
        except (RuntimeError, KeyError, ValueError) as error:
            raise checkpoint.CheckpointError(
                f"{self.path} is of another configuration: {str(error)[:300]}. Use another folder, or delete it."
            ) from error
        self.progress = Progress(**state["progress"])

    def _share(self) -> float:
        plan, progress = self.plan, self.progress
        return progress.step / plan.steps if plan.steps else progress.elapsed / plan.seconds

    def _seed(self, step: int, rank: int) -> int:
        return decision_seed(self.run.seed, f"{self.part.name}/{step}/{rank}")

    def _batches(self) -> Iterator[Batch]:
        """The batches from the present step on, made ahead by threads if there are any."""

        def draw(step: int) -> Batch:
            generator = torch.Generator().manual_seed(self._seed(step, self.team.rank))
            return self.part.draw(generator, self.plan.batch)

        step = self.progress.step
        if self.run.loaders < 1:
            while True:
                yield draw(step)
                step += 1
        with ThreadPoolExecutor(self.run.loaders) as pool:
            ahead = [pool.submit(draw, step + k) for k in range(2 * self.run.loaders)]
            try:
                while True:
                    yield ahead.pop(0).result()
                    step += 1
                    ahead.append(pool.submit(draw, step + 2 * self.run.loaders - 1))
            finally:
                for future in ahead:
                    future.cancel()

    def _step(self, batch: Batch, share: float) -> Readings:
        part, plan, progress = self.part, self.plan, self.progress
        torch.manual_seed(self._seed(progress.step, self.team.rank))  # for dropout
        batch = {name: value.to(self.team.device, non_blocking=True) for name, value in batch.items()}
        part.module.train()
        rate = learning_rate(plan, progress.step, share)
        adversarial = part.adversary is not None and share >= part.adversary_from
        half = (part.half if self.team.device.type == "cuda" else part.half_on_cpu) and self.half_pays
        self.optimizer.zero_grad(set_to_none=True)
        with torch.autocast(self.team.device.type, torch.bfloat16, enabled=half):
            loss, readings = part.loss(batch, adversarial)
        loss.backward()
        (mean_loss,) = self.team.average_gradients(self.parameters, [float(loss.detach())])
        self._apply(self.optimizer, self.parameters, rate)
        if adversarial and self.adversary_optimizer is not None and part.adversary is not None:
            self.adversary_optimizer.zero_grad(set_to_none=True)
            part.adversary_loss(batch).backward()
            theirs = list(part.adversary.parameters())
            self.team.average_gradients(theirs, [])
            self._apply(self.adversary_optimizer, theirs, rate)
        progress.step += 1
        self._follow(min(self.run.ema, progress.step / (progress.step + 9)))
        return {"loss": mean_loss, "rate": rate, **readings}

    def _apply(self, optimizer: torch.optim.Optimizer, parameters: list[nn.Parameter], rate: float) -> None:
        """One step of ``optimizer``; a gradient that is not finite is not followed."""
        norm = nn.utils.clip_grad_norm_(parameters, self.plan.clip)
        if not bool(torch.isfinite(norm)):
            self.skipped += 1
            if self.skipped > 50:
                raise ArithmeticError(
                    f"{self.part.name}: the gradient is not finite any more, at step {self.progress.step}"
                )
            return
        for group in optimizer.param_groups:
            group["lr"] = rate
        optimizer.step()

    @torch.no_grad()
    def _follow(self, keep: float) -> None:
        """Moves the averaged weights towards the present ones; buffers are copied."""
        for mean, new in zip(self.average.parameters(), self.part.module.parameters(), strict=True):
            mean.lerp_(new, 1.0 - keep)
        for mean, new in zip(self.average.buffers(), self.part.module.buffers(), strict=True):
            mean.copy_(new)

    def _note(self, readings: Readings) -> None:
        """Keeps every reading of the first steps, then about 1 in 10, so that a curve stays small; the leader says it now and then."""
        progress = self.progress
        if progress.step <= 50 or progress.step % 10 == 0:
            progress.curve.append({"step": progress.step, "seconds": round(progress.elapsed, 1), **readings})
        if self.team.leads and (progress.step in (1, 10) or progress.step % 100 == 0):
            said = "  ".join(f"{name} {value:.4g}" for name, value in readings.items())
            print(f"{self.part.name}  step {progress.step}  {progress.elapsed:.0f} s  {said}", flush=True)

    def _evaluate(self, final: bool) -> None:
        with torch.no_grad():
            figures = self.part.evaluate(self.average, final)
        progress = self.progress
        progress.figures.append({"step": progress.step, "seconds": round(progress.elapsed, 1), **figures})
        said = "  ".join(f"{name} {value:.4g}" for name, value in figures.items())
        print(f"{self.part.name}  held out at step {progress.step}, {progress.elapsed:.0f} s: {said}", flush=True)


def _optimizer(module: nn.Module, plan: Plan) -> torch.optim.AdamW:
    """AdamW; vectors (biases, norms, scales) do not decay."""
    trained = [p for p in module.parameters() if p.requires_grad]
    groups = [
        {"params": [p for p in trained if p.dim() > 1], "weight_decay": plan.weight_decay},
        {"params": [p for p in trained if p.dim() <= 1], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=plan.learning_rate, betas=(0.9, plan.beta2))


def _restore_optimizer(optimizer: torch.optim.Optimizer, state: dict[int, Any]) -> None:
    """Gives ``optimizer`` its moments back; rates and decays are the configuration's."""
    optimizer.load_state_dict({"state": state, "param_groups": optimizer.state_dict()["param_groups"]})
