"""Which conditions a sample is shown in a training step (paper §3.3, *Random Condition Mask*), and when none at all.

The paper masks at random and keeps at least one of image, story and caption: seven subsets, each as likely. Guidance needs a network
that also knows the velocity without conditions, which the paper does not train; so the embedding and the score are dropped besides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

#: The order of the three conditions, everywhere.
CONDITIONS = ("image", "story", "caption")
#: The seven non-empty subsets, [7, 3].
SUBSETS = torch.tensor([[(index >> bit) & 1 for bit in range(3)] for index in range(1, 8)], dtype=torch.float32)


@dataclass(frozen=True)
class NullRates:
    """Shares of samples that lose the embedding and the score, only the embedding, only the score, and a group's program."""

    both: float = 0.06
    embedding: float = 0.04
    score: float = 0.04
    program: float = 0.12

    def __post_init__(self) -> None:
        """Refuses rates that are no probabilities."""
        if min(self.both, self.embedding, self.score) < 0 or self.both + self.embedding + self.score > 1:
            raise ValueError(f"null rates must be non-negative and sum to at most 1: {self}")


def condition_masks(count: int, generator: torch.Generator) -> torch.Tensor:
    """Random non-empty subsets, [count, 3] of 0 and 1; each of the seven with probability 1/7."""
    return SUBSETS[torch.randint(len(SUBSETS), (count,), generator=generator)]


def null_drops(count: int, rates: NullRates, generator: torch.Generator) -> torch.Tensor:
    """Drop flags [count, 2]: 1 where the embedding (first) or the score (second) is replaced by its learned null."""
    chance = torch.rand(count, generator=generator)
    both = chance < rates.both
    embedding = (chance >= rates.both) & (chance < rates.both + rates.embedding)
    score = (chance >= rates.both + rates.embedding) & (chance < rates.both + rates.embedding + rates.score)
    return torch.stack([both | embedding, both | score], dim=1).float()


def program_drops(
    programs: torch.Tensor, rate: float, unknown: Sequence[int], generator: torch.Generator
) -> torch.Tensor:
    """Numbers [count, n] of which each is forgotten (set to that of ``unknown`` [n]) with probability ``rate``."""
    forgotten = torch.rand(programs.shape, generator=generator) < rate
    return torch.where(forgotten, torch.tensor(unknown), programs)
