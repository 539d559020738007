"""What a score sounds like at first guess: the log-mel spectrum of its notes, by adding up powers.

A spectrum of several notes is nearly the sum of theirs, in power; a network that adds features has to learn that sum for every chord, and
its logarithm besides. Here it is built in, as in additive synthesis: every program has a spectrum for each pitch, mixed from a few that all
programs share; what sounds is raised to a power, added up, left to ring as long as the style's room does, brought to the level that all
clips have, and its logarithm taken.

A control row is four mel frames, but it tells exactly when a note begins: its onset is split between two rows, and the centre of mass of
its parts is the instant. So what is struck enters in its own frame, seen through the mel's window, and before it stands what sounded in
the row before.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import nn

from .control import DRUM_WIDTH, GROUPS, NO_KIT, NO_PROGRAM, NO_STYLE, PITCHES, ROLE_OF_GROUP, ROLES, TONAL_FEATURES
from .corpus import Score
from .vae import REDUCTION

#: Spectra that the programs share for each pitch and feature.
SHARED_SPECTRA = 24
#: Control rows (0.96 s) that ring on.
RINGING_ROWS = 24
#: Weights are kept so many times smaller than they act, so that steps as small as the velocity network's move them as fast as they need.
SCALE = 25.0
_CELLS = TONAL_FEATURES * PITCHES
#: An onset below half a step of 1/255 is none.
_FAINTEST = 0.002
#: How far a window of 64 ms looks, in frames of 10 ms, and how much of a power it sees there: Hann's window squared.
_REACH = 2
_SEEN = [math.cos(math.pi * 10 * k / 64) ** 4 for k in range(-_REACH, _REACH + 1)]


class SpectrumSketch(nn.Module):
    """Control tensors → log-mel in nat, [batch, frames, bands], four frames a row."""

    ages: torch.Tensor
    seen: torch.Tensor

    def __init__(self, bands: int) -> None:
        """Makes a sketch of ``bands`` mel bands; all programs begin nearly alike."""
        super().__init__()
        self.bands = bands
        self.spectra = nn.Parameter((torch.randn(SHARED_SPECTRA, _CELLS * bands) * 0.3 - 4.0) / SCALE)
        self.mixture = nn.Embedding(NO_PROGRAM + 1, SHARED_SPECTRA)
        nn.init.normal_(self.mixture.weight, 0.0, 1.0 / SCALE)
        self.loudness = nn.Embedding(ROLES * (NO_PROGRAM + 1), bands)
        nn.init.zeros_(self.loudness.weight)
        self.exponents = nn.Parameter(torch.full((ROLES, TONAL_FEATURES, 1), 2.0 / SCALE))
        self.drums = nn.Parameter((torch.randn(NO_KIT + 1, DRUM_WIDTH, bands) * 0.3 - 3.0) / SCALE)
        self.ringing = nn.Parameter(torch.full((NO_STYLE + 1, bands, 2), -3.0 / SCALE))
        self.times = nn.Parameter(torch.tensor([0.4, 2.0]).log() / SCALE)
        self.colour = nn.Parameter(torch.full((NO_STYLE + 1, bands), -4.0 / SCALE))
        self.floor = nn.Parameter(torch.full((bands,), -12.0 / SCALE))
        ages = torch.arange(RINGING_ROWS - 1, -1, -1, dtype=torch.float32)
        self.register_buffer("ages", ages, persistent=False)
        seen = torch.tensor(_SEEN)
        self.register_buffer("seen", (seen / seen.sum()).view(1, 1, -1), persistent=False)

    def forward(self, score: Score) -> torch.Tensor:
        """[batch, frames, bands]; always in single precision."""
        with torch.autocast(score.tonal.device.type, enabled=False):  # powers span fifteen decades
            return self._drawn(score)

    def _drawn(self, score: Score) -> torch.Tensor:
        batch, rows, _ = score.tonal.shape
        programs, kits = score.programs[:, :GROUPS], score.programs[:, GROUPS]
        drums = torch.exp(SCALE * self.drums)[kits]
        sounding, struck = _drum_powers(score.drums, drums)
        shared = torch.exp(SCALE * self.spectra)
        for group, cells in enumerate(score.tonal.chunk(GROUPS, dim=2)):
            role, program = ROLE_OF_GROUP[group], programs[:, group]
            shares = torch.softmax(2.0 * SCALE * self.mixture(program), dim=1)
            spectra = (shares @ shared).view(batch, _CELLS, self.bands)
            loudness = torch.exp(SCALE * self.loudness(program + role * (NO_PROGRAM + 1)))
            spectra = spectra * loudness[:, None]
            onset, sustain, decay = cells.chunk(TONAL_FEATURES, dim=2)
            strength, instant = strokes(onset)
            exponents = SCALE * self.exponents[role]
            held = torch.cat(
                [
                    _raised(before_strokes(kept, strength, instant), exponent)
                    for kept, exponent in zip((sustain, decay), exponents[1:], strict=True)
                ],
                dim=2,
            )
            sounding = sounding + held @ spectra[:, PITCHES:]
            begun = in_frames(_raised(strength, exponents[0]), instant)
            struck = struck + (begun @ spectra[:, :PITCHES]).view(batch, rows, REDUCTION, self.bands)
        power = sounding[:, :, None] + _summed(struck)
        power = power + self._rung(power.mean(2), score.style)[:, :, None]
        power = self._windowed(power.reshape(batch, rows * REDUCTION, self.bands))
        level = power.mean((1, 2), keepdim=True) + 1e-20  # silence has none
        colour = SCALE * self.colour[score.style][:, None]
        return 0.5 * torch.log(power / level + torch.exp(SCALE * self.floor)) + colour

    def _rung(self, power: torch.Tensor, style: torch.Tensor) -> torch.Tensor:
        """What still rings of the rows before: two exponential decays, a share of each in every band of a style."""
        batch, rows, bands = power.shape
        decays = torch.exp(-self.ages / torch.exp(SCALE * self.times)[:, None] / 2.5)
        padded = F.pad(power.transpose(1, 2), (RINGING_ROWS - 1, 0)).reshape(batch * bands, 1, -1)
        rung = F.conv1d(padded, decays[:, None]).view(batch, bands, 2, rows)
        shares = torch.exp(SCALE * self.ringing[style])
        return (rung * shares[:, :, :, None]).sum(2).transpose(1, 2)

    def _windowed(self, power: torch.Tensor) -> torch.Tensor:
        """What the mel's window sees of the frames about each; beyond the ends it sees the first and last."""
        batch, frames, bands = power.shape
        before, after = power[:, :1].expand(-1, _REACH, -1), power[:, -1:].expand(-1, _REACH, -1)
        padded = torch.cat([before, power, after], dim=1).transpose(1, 2).reshape(batch * bands, 1, -1)
        return F.conv1d(padded, self.seen).view(batch, bands, frames).transpose(1, 2)


def strokes(onsets: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """What is struck in each row, and when.

    ``control_of`` splits an onset at f (0…1) of row r between the rows whose centres enclose it; their centre of mass is r + f − ½.

    Args:
        onsets: [batch, rows, cells], 0…1.

    Returns:
        Strength in 0…1, and the instant f in rows from the row's beginning; in 0…1 only where a stroke is this row's. Two strokes of one
        cell within 0.1 s are taken for one between them.
    """
    before, after = F.pad(onsets[:, :-1], (0, 0, 1, 0)), F.pad(onsets[:, 1:], (0, 0, 0, 1))
    strength = before + onsets + after
    return strength.clamp(max=1.0), (after - before) / strength.clamp(min=_FAINTEST) + 0.5


def before_strokes(kept: torch.Tensor, strength: torch.Tensor, instant: torch.Tensor) -> torch.Tensor:
    """``kept`` [batch, rows, cells] with the row before in place of each row in which its cell is struck."""
    is_struck = (strength > _FAINTEST) & (instant > 0.0) & (instant < 1.0)
    return torch.where(is_struck, F.pad(kept[:, :-1], (0, 0, 1, 0)), kept)


def in_frames(power: torch.Tensor, instant: torch.Tensor) -> torch.Tensor:
    """The power that begins in each mel frame, [batch, 4 · rows, cells], split linearly between the two frames about the instant."""
    batch, rows, cells = power.shape
    shares = [F.relu(1.0 - (REDUCTION * instant - frame).abs()) for frame in range(REDUCTION)]
    return torch.stack([power * share for share in shares], dim=2).view(batch, rows * REDUCTION, cells)


def _drum_powers(cells: torch.Tensor, spectra: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """What drums leave over in each row [batch, rows, bands], and what is struck in each frame [batch, rows, 4, bands]."""
    batch, rows, _ = cells.shape
    strength, instant = strokes(cells[:, :, 0::2])
    held = before_strokes(cells[:, :, 1::2], strength, instant)
    struck = in_frames(strength.square(), instant) @ spectra[:, 0::2]
    return held.square() @ spectra[:, 1::2], struck.view(batch, rows, REDUCTION, -1)


def _raised(values: torch.Tensor, exponent: torch.Tensor) -> torch.Tensor:
    return torch.exp(torch.log(values + 1e-6) * exponent)


def _summed(struck: torch.Tensor) -> torch.Tensor:
    """The power of what was struck in this row so far, [batch, rows, 4, bands]."""
    total = struck[:, :, 0]
    sums = [total]
    for frame in range(1, REDUCTION):
        total = total + struck[:, :, frame]
        sums.append(total)
    return torch.stack(sums, dim=2)


def sketch_loss(drawn: torch.Tensor, mel: torch.Tensor) -> torch.Tensor:
    """Mean distance in nat between a sketch [batch, frames, bands] and ``mel`` [batch, 1, frames, bands]."""
    return (drawn - mel[:, 0]).abs().mean()
