"""The velocity network v(x, t, e_f, score): a diffusion transformer over the latent, one token a 40-ms row.

- t and e_f enter by adaptive layer norm, shared by all blocks with an offset of each (Peebles and Xie 2023; Chen et al. 2023). The paper
  conditions its U-Net on e_f the same way, by feature-wise scale and shift.
- The score is encoded row by row and added to the tokens, which stand at the same instants: what ControlNet and VMB's ControlFormer do.
- The score enters twice: as features of its notes, and as the spectrum that they should have at first guess (``sketch.py``).
- A dropped e_f or score is a learned null, for an empty roll means silence.
- The token (8 channels × 25 bands = 200 numbers) is no wider than the network, or the noise in x could not pass through it: measured.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import nn

from .adapters import EMBEDDING
from .control import DRUM_WIDTH, GROUPS, NO_PROGRAM, TONAL_WIDTH
from .flow import spread
from .sketch import SpectrumSketch
from .vae import REDUCTION


class ScoreEncoder(nn.Module):
    """Control tensors → one feature vector a row: a linear reading of each group, coloured by its program, and the sketched spectrum.

    The sketch learns from its own loss alone, so that it stays a spectrum.
    """

    def __init__(self, width: int, mel_bands: int, group_width: int = 128, drum_width: int = 64) -> None:
        """Makes an encoder that gives ``width`` features and sketches ``mel_bands`` bands."""
        super().__init__()
        self.sketch = SpectrumSketch(mel_bands)
        self.seen = nn.Conv1d(mel_bands, width, 3, padding=1)
        self.read = nn.Conv1d(width, width, 1)
        columns = TONAL_WIDTH // GROUPS
        self.groups = nn.ModuleList([nn.Linear(columns, group_width) for _ in range(GROUPS)])
        self.scales = nn.ModuleList([nn.Embedding(NO_PROGRAM + 1, group_width) for _ in range(GROUPS)])
        self.shifts = nn.ModuleList([nn.Embedding(NO_PROGRAM + 1, group_width) for _ in range(GROUPS)])
        for embedding in (*self.scales, *self.shifts):
            nn.init.normal_(embedding.weight, 0.0, 0.1)
        self.drums = nn.Linear(DRUM_WIDTH, drum_width)
        self.mix = nn.Conv1d(GROUPS * group_width + drum_width, width, 1)
        self.near = nn.Conv1d(width, width, 5, padding=2, groups=4)
        self.out = nn.Conv1d(width, width, 3, padding=1)

    def forward(self, tonal: torch.Tensor, drums: torch.Tensor, programs: torch.Tensor) -> torch.Tensor:
        """tonal [batch, rows, 792], drums [batch, rows, 24], programs [batch, 3] → [batch, rows, width]."""
        parts = []
        for group, columns in enumerate(tonal.chunk(GROUPS, dim=2)):
            program = programs[:, group]
            scale, shift = self.scales[group](program), self.shifts[group](program)
            parts.append(self.groups[group](columns) * (1.0 + scale[:, None]) + shift[:, None])
        hidden = torch.cat([*parts, self.drums(drums)], dim=2).transpose(1, 2)
        hidden = F.silu(self.mix(hidden))
        hidden = hidden + F.silu(self.near(hidden))
        with torch.no_grad():
            sketch = self.sketch(tonal, drums, programs)
        spectrum = F.silu(self.seen((0.5 * sketch + 2.0).transpose(1, 2)))  # about zero mean and unit deviation
        return (self.out(hidden) + self.read(spectrum)).transpose(1, 2)


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
        self, channels: int = 8, rows: int = 256, bands: int = 25, width: int = 256, layers: int = 6, heads: int = 4
    ) -> None:
        """Makes a network of ``layers`` blocks of ``width``."""
        super().__init__()
        token = channels * bands
        if token > width:
            raise ValueError(f"a token of {token} numbers cannot pass through a network of width {width}")
        self.score = ScoreEncoder(width, bands * REDUCTION)
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
        self,
        x: torch.Tensor,
        t: torch.Tensor,
        embedding: torch.Tensor,
        tonal: torch.Tensor,
        drums: torch.Tensor,
        programs: torch.Tensor,
        drop: torch.Tensor,
    ) -> torch.Tensor:
        """The velocity, [batch, channels, rows, bands].

        Args:
            x: the latent, [batch, channels, rows, bands].
            t: its time in 0…1, [batch].
            embedding: e_f, [batch, 512].
            tonal, drums, programs: the score, as ``control.py`` makes it: [batch, rows, 792], [batch, rows, 24], [batch, 3].
            drop: [batch, 2], 1 where e_f (first) or the score (second) is replaced by its null.
        """
        batch, channels, rows, bands = x.shape
        control = self.score(tonal, drums, programs)
        control = control + drop[:, 1, None, None] * (self.null_score - control)
        scaled = embedding * math.sqrt(EMBEDDING)  # e_M has unit length; its elements shall be of the order 1
        scaled = scaled + drop[:, 0, None] * (self.null_embedding - scaled)
        angles = t[:, None] * self.frequencies
        state = self.time(torch.cat([torch.sin(angles), torch.cos(angles)], dim=1)) + self.embedding(scaled)
        modulation = self.modulation(state).view(batch, 6, -1)
        tokens = x.permute(0, 2, 1, 3).reshape(batch, rows, channels * bands)
        hidden = self.token_in(tokens) + self.position + control
        for block in self.blocks:
            hidden = block(hidden, modulation)
        raw = self.token_out(self.norm(hidden)).view(batch, rows, channels, bands).permute(0, 2, 1, 3)
        return precondition(raw, x, t)


def precondition(raw: torch.Tensor, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
    """v = (2t − 1)/s² · x + raw/s, s² = t² + (1 − t)².

    For data of unit variance the first term is the best linear guess E[u | x_t], and what is left to learn has variance 1/s² at every t;
    so ``raw`` is of unit variance (Karras et al. 2022 do this for diffusion).
    """
    time = spread(t, x)
    variance = time.square() + (1.0 - time).square()
    return (2.0 * time - 1.0) / variance * x + raw * variance.rsqrt()
