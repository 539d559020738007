"""The joint space of music and text: an audio tower (whose output is e_M) and a projection of sentence embeddings, trained against each other.

Takes CLAP's place in the paper, at a size that a CPU trains in minutes. Losses: symmetric cross-entropy over the batch's cosines
(Radford et al. 2021), where texts that say the same do not count as negatives.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import nn

from .adapters import EMBEDDING, Standardize


class TimeBlock(nn.Module):
    """ConvNeXt in one dimension (Liu et al. 2022): depthwise convolution over 7 steps, layer norm, two linear layers."""

    def __init__(self, width: int, hidden: int, scale: float = 0.2) -> None:
        """Makes a block of ``width`` with ``hidden`` inner features; ``scale`` is the weight it begins with."""
        super().__init__()
        self.depthwise = nn.Conv1d(width, width, 7, padding=3, groups=width)
        self.norm = nn.LayerNorm(width)
        self.grow, self.shrink = nn.Linear(width, hidden), nn.Linear(hidden, width)
        self.scale = nn.Parameter(torch.full((width,), scale))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """[batch, width, steps] → the same shape."""
        hidden = self.norm(self.depthwise(x).transpose(1, 2))
        return x + (self.shrink(F.gelu(self.grow(hidden))) * self.scale).transpose(1, 2)


class AudioTower(nn.Module):
    """Log-mel → e_M: convolutions at 40 ms, then at 160 ms, then mean and deviation over time, then a projection of unit length."""

    mel_mean: torch.Tensor
    mel_deviation: torch.Tensor

    def __init__(self, bands: int, width: int, blocks: int) -> None:
        """Makes a tower for ``bands`` with ``blocks`` blocks at each of its two resolutions."""
        super().__init__()
        self.register_buffer("mel_mean", torch.zeros(()))
        self.register_buffer("mel_deviation", torch.ones(()))
        self.fine = nn.Sequential(
            nn.Conv1d(bands, width, 4, stride=4), *[TimeBlock(width, 3 * width) for _ in range(blocks)]
        )
        self.coarse = nn.Sequential(
            nn.Conv1d(width, width, 4, stride=4), *[TimeBlock(width, 3 * width) for _ in range(blocks)]
        )
        self.norm = nn.LayerNorm(4 * width)
        self.project = nn.Linear(4 * width, EMBEDDING)

    def forward(self, mel: torch.Tensor) -> torch.Tensor:
        """Log-mel [batch, 1, frames, bands] in nat → [batch, 512], of unit length."""
        fine = self.fine(((mel[:, 0] - self.mel_mean) / self.mel_deviation).transpose(1, 2))
        coarse = self.coarse(fine)
        pooled = torch.cat([statistic for level in (fine, coarse) for statistic in _mean_and_deviation(level)], dim=1)
        return unit_length(self.project(self.norm(pooled)))


class TextProjection(nn.Module):
    """Sentence embeddings (MiniLM, 384) → the joint space: two layers, as CLAP's, of unit length."""

    def __init__(self, width: int, hidden: int = EMBEDDING) -> None:
        """Makes a projection for sentence embeddings of ``width``."""
        super().__init__()
        self.standardize = Standardize(width)
        self.layers = nn.Sequential(nn.Linear(width, hidden), nn.GELU(), nn.Dropout(0.1), nn.Linear(hidden, EMBEDDING))

    def forward(self, text: torch.Tensor) -> torch.Tensor:
        """[batch, width] → [batch, 512]."""
        return unit_length(self.layers(self.standardize(text)))


class JointEncoders(nn.Module):
    """Both towers and the learned temperature."""

    def __init__(self, bands: int, text_width: int, width: int, blocks: int) -> None:
        """Makes the towers; ``width`` and ``blocks`` are the audio tower's."""
        super().__init__()
        self.audio = AudioTower(bands, width, blocks)
        self.text = TextProjection(text_width)
        self.log_scale = nn.Parameter(torch.tensor(math.log(1 / 0.07)))


def contrastive_loss(
    music: torch.Tensor, words: torch.Tensor, log_scale: torch.Tensor, same: torch.Tensor
) -> torch.Tensor:
    """Symmetric cross-entropy of the cosines [batch, batch] of ``music`` and ``words`` [batch, 512], times exp(log_scale) ≤ 100.

    ``same`` [batch, batch] is true where two samples' texts say the same; such pairs, off the diagonal, are left out.
    """
    logits = music.float() @ words.float().T * log_scale.clamp(max=math.log(100.0)).exp()
    diagonal = torch.eye(len(logits), dtype=torch.bool, device=logits.device)
    logits = logits.masked_fill(same & ~diagonal, -1e4)
    target = torch.arange(len(logits), device=logits.device)
    return 0.5 * (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target))


def unit_length(vectors: torch.Tensor) -> torch.Tensor:
    """Each row of [batch, width] divided by its length."""
    return vectors * (vectors.square().sum(1, keepdim=True) + 1e-8).rsqrt()


def _mean_and_deviation(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    mean = x.mean(2)
    return mean, ((x - mean[:, :, None]).square().mean(2) + 1e-5).sqrt()
