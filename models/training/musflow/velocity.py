"""The velocity network v(x, t, e_f, score): a diffusion transformer over the latent, one token a 40-ms row.

- t and e_f enter by adaptive layer norm, shared by all blocks with an offset of each (Peebles and Xie 2023; Chen et al. 2023). The paper
  conditions its U-Net on e_f the same way, by feature-wise scale and shift.
- What is found in the score is added to the tokens, which stand at the same instants: what ControlNet and VMB's ControlFormer do.
- The score also foretells mean and deviation of the latent (``prior.py``), and the network is preconditioned about them: it begins as the
  best linear guess, and what is left to it is the rest.
- A dropped e_f or score is a learned null, for an empty roll means silence; a dropped score foretells nothing: mean 0, deviation 1.
- The token (8 channels × 25 bands = 200 numbers) is no wider than the network, or the noise in x could not pass through it: measured.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import nn

from .adapters import EMBEDDING
from .corpus import Score
from .flow import spread
from .prior import Foretold, ScorePrior


class Block(nn.Module):
    """A depthwise convolution in time, self-attention, and a feed-forward network; the latter two modulated and gated."""

    def __init__(self, width: int, heads: int) -> None:
        """Makes a block of ``width`` with ``heads`` attention heads."""
        super().__init__()
        self.heads = heads
        self.local = nn.Conv1d(width, width, 5, padding=2, groups=width)
        nn.init.zeros_(self.local.weight)
        nn.init.zeros_(self.local.bias)
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention_in, self.attention_out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.feed_in, self.feed_out = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.offset = nn.Parameter(torch.zeros(6, width))

    def forward(self, x: torch.Tensor, modulation: torch.Tensor) -> torch.Tensor:
        """Tokens [batch, rows, width] and modulation [batch, 6, width] → tokens."""
        scale1, gate1, shift1, scale2, gate2, shift2 = (modulation + self.offset)[:, :, None].unbind(1)
        x = x + self.local(x.transpose(1, 2)).transpose(1, 2)
        x = x + gate1 * self._attend(self.norm1(x) * (1.0 + scale1) + shift1)
        hidden = F.gelu(self.feed_in(self.norm2(x) * (1.0 + scale2) + shift2))
        return x + gate2 * self.feed_out(hidden)

    def _attend(self, x: torch.Tensor) -> torch.Tensor:
        batch, rows, width = x.shape
        size = width // self.heads
        query, key, value = self.attention_in(x).view(batch, rows, 3, self.heads, size).permute(2, 0, 3, 1, 4)
        weights = torch.softmax(query @ key.transpose(-1, -2) * size**-0.5, dim=-1)
        return self.attention_out((weights @ value).transpose(1, 2).reshape(batch, rows, width))


class VelocityNetwork(nn.Module):
    """v(x, t, e_f, score) for latents [batch, channels, rows, bands]."""

    frequencies: torch.Tensor

    def __init__(
        self,
        channels: int = 8,
        rows: int = 256,
        bands: int = 25,
        *,
        width: int = 256,
        layers: int = 6,
        heads: int = 4,
        prior_layers: int = 4,
        dropout: float = 0.1,
    ) -> None:
        """Makes a network of ``layers`` blocks of ``width``, whose prior has ``prior_layers`` and that ``dropout``."""
        super().__init__()
        token = channels * bands
        if token > width:
            raise ValueError(f"a token of {token} numbers cannot pass through a network of width {width}")
        self.prior = ScorePrior(channels, bands, width, prior_layers, dropout)
        self.score = nn.Linear(width + 2 * token, width)
        self.token_in, self.token_out = nn.Linear(token, width), nn.Linear(width, token)
        self.position = nn.Parameter(torch.randn(1, rows, width) * 0.02)
        self.null_score = nn.Parameter(torch.zeros(1, rows, width))
        self.null_embedding = nn.Parameter(torch.zeros(1, EMBEDDING))
        self.time = nn.Sequential(nn.Linear(64, width), nn.SiLU(), nn.Linear(width, width))
        self.embedding = nn.Sequential(nn.Linear(EMBEDDING, width), nn.SiLU(), nn.Linear(width, width))
        self.modulation = nn.Sequential(nn.SiLU(), nn.Linear(width, 6 * width))
        self.blocks = nn.ModuleList([Block(width, heads) for _ in range(layers)])
        self.norm = nn.LayerNorm(width)
        nn.init.zeros_(self.token_out.weight)
        nn.init.zeros_(self.token_out.bias)
        with torch.no_grad():
            self.modulation[1].weight.mul_(0.1)
            self.modulation[1].bias.zero_().view(6, width)[[1, 4]] += 0.3  # both gates are ajar from the start
        frequencies = 100.0 * torch.exp(torch.arange(32) * (-math.log(1000.0) / 31.0))
        self.register_buffer("frequencies", frequencies, persistent=False)

    def forward(
        self, x: torch.Tensor, t: torch.Tensor, embedding: torch.Tensor, score: Score, drop: torch.Tensor
    ) -> torch.Tensor:
        """The velocity, [batch, channels, rows, bands]; see :meth:`told`."""
        return self.told(x, t, embedding, self.prior(score), drop)

    def told(
        self, x: torch.Tensor, t: torch.Tensor, embedding: torch.Tensor, foretold: Foretold, drop: torch.Tensor
    ) -> torch.Tensor:
        """The velocity, [batch, channels, rows, bands].

        Args:
            x: the latent, [batch, channels, rows, bands].
            t: its time in 0…1, [batch].
            embedding: e_f, [batch, 512].
            foretold: what the score foretells. Mean and deviation learn from their own loss alone.
            drop: [batch, 2], 1 where e_f (first) or the score (second) is replaced by its null.
        """
        batch, channels, rows, bands = x.shape
        keeps = 1.0 - spread(drop[:, 1], x)
        mean = foretold.mean.detach() * keeps
        deviation = 1.0 + keeps * (foretold.deviation.detach() - 1.0)
        rest, linear, scale = precondition(x, t, mean, deviation)
        control = torch.cat([foretold.features, tokens_of(mean), tokens_of(deviation)], dim=2)
        control = self.score(control)
        control = control + drop[:, 1, None, None] * (self.null_score - control)
        scaled = embedding * math.sqrt(EMBEDDING)  # e_M has unit length; its elements shall be of the order 1
        scaled = scaled + drop[:, 0, None] * (self.null_embedding - scaled)
        angles = t[:, None] * self.frequencies
        state = self.time(torch.cat([torch.sin(angles), torch.cos(angles)], dim=1)) + self.embedding(scaled)
        modulation = self.modulation(state).view(batch, 6, -1)
        hidden = self.token_in(tokens_of(rest)) + self.position + control
        for block in self.blocks:
            hidden = block(hidden, modulation)
        raw = self.token_out(self.norm(hidden)).view(batch, rows, channels, bands).permute(0, 2, 1, 3)
        return linear + raw * scale


def tokens_of(latent: torch.Tensor) -> torch.Tensor:
    """[batch, channels, rows, bands] → one token a row, [batch, rows, channels · bands]."""
    return latent.permute(0, 2, 1, 3).flatten(2)


def precondition(
    x: torch.Tensor, t: torch.Tensor, mean: torch.Tensor, deviation: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """What the network sees, the best linear guess of the velocity, and the deviation of what that leaves over.

        y = x_t − t μ,   s² = (1 − t)² + t² σ²,   v = μ + (t σ² − (1 − t)) / s² · y + raw · σ / s

    For data of mean μ and deviation σ the first two terms are E[u | x_t] of the best linear estimator, and what is left to learn has the
    deviation σ / s; so ``raw``, and y / s that the network sees, are of unit variance at every t (Karras et al. 2022 do this for diffusion).
    """
    time = spread(t, x)
    centred = x - time * mean
    variance = (1.0 - time).square() + (time * deviation).square()
    linear = mean + (time * deviation.square() - (1.0 - time)) / variance * centred
    return centred * variance.rsqrt(), linear, deviation * variance.rsqrt()
