"""Conditional flow matching along the optimal-transport path (paper §3.1.2, after Lipman et al. 2023), and the sampling of it.

    x_t = (1 − (1 − σ_min) t) x_0 + t x_1,   u = x_1 − (1 − σ_min) x_0,   L_G = E‖v(x_t, t) − u‖²,   x_0 ~ N(0, I)

The paper prints 1 − (1 − σ_min) t for σ_t²; its own equation 7, and every implementation, needs it to be σ_t.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import torch

#: A velocity field: x [batch, …] and t [batch] → the velocity, shaped like x.
Velocity = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]

#: Not given by the paper; the value of Matcha-TTS.
SIGMA_MIN = 1e-4


def spread(t: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    """``t`` [batch] with as many axes as ``like`` has."""
    return t.reshape(-1, *([1] * (like.dim() - 1)))


def transport_pair(
    x0: torch.Tensor, x1: torch.Tensor, t: torch.Tensor, sigma_min: float = SIGMA_MIN
) -> tuple[torch.Tensor, torch.Tensor]:
    """x_t and the velocity u to be learned there, both shaped like ``x1``; ``t`` is [batch]."""
    time = spread(t, x1)
    keep = 1.0 - sigma_min
    return (1.0 - keep * time) * x0 + time * x1, x1 - keep * x0


def flow_loss(predicted: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """The mean of the squared error, over all elements and samples."""
    return (predicted.float() - target).square().mean()


def logit_normal_times(
    count: int, generator: torch.Generator, mean: float = -0.3, deviation: float = 1.0
) -> torch.Tensor:
    """Times in (0, 1), [count]: sigmoid of a normal number (Esser et al. 2024), where the velocity is hardest to tell."""
    return torch.sigmoid(torch.randn(count, generator=generator) * deviation + mean)


def uniform_grid(steps: int) -> list[float]:
    """``steps`` + 1 times from 0 to 1 at equal distances."""
    if steps < 1:
        raise ValueError(f"at least one step is needed, not {steps}")
    return [index / steps for index in range(steps + 1)]


def euler(velocity: Velocity, x0: torch.Tensor, grid: Sequence[float]) -> torch.Tensor:
    """Integrates from grid[0] to grid[−1] by Euler's rule: first order, one evaluation a step."""
    x = x0
    for start, end in pairwise(grid):
        x = x + (end - start) * velocity(x, _times(start, x))
    return x


def midpoint(velocity: Velocity, x0: torch.Tensor, grid: Sequence[float]) -> torch.Tensor:
    """Integrates by the midpoint rule: second order, two evaluations a step."""
    x = x0
    for start, end in pairwise(grid):
        half = x + 0.5 * (end - start) * velocity(x, _times(start, x))
        x = x + (end - start) * velocity(half, _times(0.5 * (start + end), x))
    return x


def guided(conditioned: Velocity, unconditioned: Velocity, scale: float) -> Velocity:
    """v_u + scale · (v_c − v_u) (Ho and Salimans 2022): 0 ignores the conditions, 1 follows, more exaggerates."""

    def velocity(x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        base = unconditioned(x, t)
        return base + scale * (conditioned(x, t) - base)

    return velocity


def _times(t: float, x: torch.Tensor) -> torch.Tensor:
    return torch.full((len(x),), t, dtype=x.dtype, device=x.device)
