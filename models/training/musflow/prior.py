"""The prior of a latent given its score: where the latent will be, and how far from there, for every element.

As in Grad-TTS (Popov et al. 2021), where an encoder foretells the mean of the spectrum and diffusion adds what nothing foretells. A network
that has to find the notes in noise learns them slowly; one that is told the mean has only the rest to learn. The deviation is learned
besides, so that elements that can be foretold weigh more than those that cannot.

    log-likelihood of x_1 under N(mean, deviation²), averaged over elements
"""

from __future__ import annotations

from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import nn

from .control import DRUM_WIDTH, GROUPS, NO_KIT, NO_PROGRAM, NO_STYLE, TONAL_FEATURES
from .corpus import Score
from .sketch import SpectrumSketch
from .vae import REDUCTION

#: The deviation is between these: latents have unit deviation, and a clip that is told to the last bit would weigh all.
LEAST_DEVIATION, MOST_DEVIATION = 0.1, 1.0
#: Mel frames are this loud at most times, in nat: the sketch comes to the network with about zero mean and unit deviation.
_TYPICAL, _SPREAD = -4.0, 2.0


class Foretold(NamedTuple):
    """What a score foretells: of the latent, mean and deviation [batch, channels, rows, bands]; of the mel, and of it at first guess.

    features [batch, rows, width] is what else the network found in the score; mel [batch, 1, frames, mel bands] and sketch [batch, frames,
    mel bands] are in nat.
    """

    mean: torch.Tensor
    deviation: torch.Tensor
    features: torch.Tensor
    mel: torch.Tensor
    sketch: torch.Tensor


class PriorBlock(nn.Module):
    """A depthwise convolution in time and a feed-forward network, scaled and shifted by who plays and where (ConvNeXt; Liu et al. 2022)."""

    def __init__(self, width: int, dropout: float) -> None:
        """Makes a block of ``width``."""
        super().__init__()
        self.local = nn.Conv1d(width, width, 7, padding=3, groups=width)
        self.norm = nn.LayerNorm(width)
        self.modulation = nn.Linear(width, 2 * width)
        self.feed_in, self.feed_out = nn.Linear(width, 3 * width), nn.Linear(3 * width, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: torch.Tensor, players: torch.Tensor) -> torch.Tensor:
        """Features [batch, rows, width] and players [batch, width] → features."""
        scale, shift = self.modulation(players)[:, None].chunk(2, dim=2)
        near = x + self.local(x.transpose(1, 2)).transpose(1, 2)
        hidden = F.gelu(self.feed_in(self.norm(near) * (1.0 + scale) + shift))
        return x + self.dropout(self.feed_out(hidden))


class ScorePrior(nn.Module):
    """Score → :class:`Foretold`. The sketch learns from its own loss alone, so that it stays a spectrum."""

    def __init__(self, channels: int, bands: int, width: int, layers: int, dropout: float) -> None:
        """Makes a prior for latents of ``channels`` × ``bands`` with ``layers`` blocks of ``width``."""
        super().__init__()
        self.channels, self.bands = channels, bands
        self.sketch = SpectrumSketch(bands * REDUCTION)
        seen = bands * REDUCTION**2 + DRUM_WIDTH + GROUPS * TONAL_FEATURES
        self.read = nn.Conv1d(seen, width, 3, padding=1)
        self.programs = nn.ModuleList([nn.Embedding(NO_PROGRAM + 1, width) for _ in range(GROUPS)])
        self.kits, self.styles = nn.Embedding(NO_KIT + 1, width), nn.Embedding(NO_STYLE + 1, width)
        for embedding in (*self.programs, self.kits, self.styles):
            nn.init.normal_(embedding.weight, 0.0, 0.1)
        self.blocks = nn.ModuleList([PriorBlock(width, dropout) for _ in range(layers)])
        self.norm = nn.LayerNorm(width)
        self.mean, self.spread = nn.Linear(width, channels * bands), nn.Linear(width, channels * bands)
        self.mel = nn.Linear(width, REDUCTION * REDUCTION * bands)
        for head in (self.mean, self.spread, self.mel):
            nn.init.zeros_(head.weight)
            nn.init.zeros_(head.bias)
        nn.init.constant_(self.spread.bias, 2.0)  # nearly the most: nothing is foretold yet

    def forward(self, score: Score) -> Foretold:
        """What ``score`` foretells."""
        batch, rows, _ = score.tonal.shape
        sketch = self.sketch(score)
        spectrum = ((sketch.detach() - _TYPICAL) / _SPREAD).reshape(batch, rows, -1)
        strength = score.tonal.view(batch, rows, GROUPS * TONAL_FEATURES, -1).square().sum(3).add(1e-8).sqrt()
        seen = torch.cat([spectrum, score.drums, strength], dim=2)
        # In single precision, as the sums of the blocks are: PyTorch 1.13 has no layer norm of bfloat16 on a CPU.
        hidden = self.read(seen.transpose(1, 2)).transpose(1, 2).float()
        players = self.kits(score.programs[:, GROUPS]) + self.styles(score.style)
        for group, embedding in enumerate(self.programs):
            players = players + embedding(score.programs[:, group])
        players = F.silu(players)
        for block in self.blocks:
            hidden = block(hidden, players)
        features = self.norm(hidden)
        mel = sketch.detach() + self.mel(features).float().view(batch, rows * REDUCTION, -1)
        share = torch.sigmoid(self._latent(self.spread(features)))
        return Foretold(
            self._latent(self.mean(features)),
            LEAST_DEVIATION + (MOST_DEVIATION - LEAST_DEVIATION) * share,
            features,
            mel[:, None],
            sketch,
        )

    def _latent(self, rows: torch.Tensor) -> torch.Tensor:
        batch, count, _ = rows.shape
        return rows.float().view(batch, count, self.channels, self.bands).permute(0, 2, 1, 3)


def prior_loss(foretold: Foretold, latent: torch.Tensor) -> torch.Tensor:
    """Negative log-likelihood of ``latent``, less a half: 0 where nothing is foretold of data of unit deviation, below where something is."""
    error = (latent - foretold.mean) / foretold.deviation
    return (0.5 * error.square() + foretold.deviation.log() - 0.5).mean()
