"""The vocoder: log-mel and score → waveform, by an inverse STFT over what a network says of every frame (after Vocos, Siuzdak 2023).

A network that is given the same mel in every frame gives the same phases in every frame, hence a sound of the frame rate's multiples:
the ridges of such vocoders. The score knows the pitches, so the spectrum is the sum of three parts (the idea of Wang et al. 2019, *Neural
source-filter models*, and of Kaneko et al. 2022, *iSTFTNet*, taken together):

- harmonic: partials of the notes that sound, with the phases they have at this instant, filtered by smooth gains;
- noise: a fixed table of random phases, filtered by smooth gains;
- free: magnitude and phase of every bin, for attacks and all else.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import nn

from .control import DRUM_WIDTH, LOWEST_PITCH, PITCHES, ROLE_WIDTH, ROLES, TONAL_FEATURES
from .encoders import TimeBlock
from .mel import MelFormat, band_edges, hann
from .noise import uniform

#: Mel frames of one control row.
FRAMES_PER_ROW = 4
#: Control rows (0.64 s) over which a note still rings.
RINGING_ROWS = 16
#: Bins of one block of the harmonic spectrum, which is a band matrix and computed block by block.
_BLOCK_BINS = 64
#: Random phases repeat after 97 · 101 frames (98 s), from two tables of these lengths.
_TABLES = (97, 101)


class Harmonics(nn.Module):
    """Notes → the complex spectrum of their partials at each frame, of about unit magnitude near a partial and 0 elsewhere."""

    turns: torch.Tensor
    weights: torch.Tensor

    def __init__(self, form: MelFormat, size: int, partials: int = 24) -> None:
        """Prepares up to ``partials`` partials a pitch for transforms of ``size`` samples."""
        super().__init__()
        fundamentals = 440.0 * 2.0 ** ((np.arange(PITCHES) + LOWEST_PITCH - 69) / 12.0)
        table = [(f * h, p, h) for p, f in enumerate(fundamentals) for h in range(1, partials + 1)]
        table = sorted(entry for entry in table if entry[0] < 0.485 * form.sample_rate)
        hertz = np.array([entry[0] for entry in table])
        self.register_buffer(
            "turns", torch.from_numpy((hertz * form.hop / form.sample_rate) % 1.0).float(), persistent=False
        )
        self.pitch_of = [entry[1] for entry in table]
        offsets = np.arange(size // 2 + 1)[None] - (hertz * size / form.sample_rate)[:, None]
        shares = np.array([1.0 / entry[2] for entry in table])[:, None]
        self.register_buffer("weights", torch.from_numpy(_hann_lobe(offsets) * shares).float(), persistent=False)
        self.register_buffer("pitch_index", torch.tensor(self.pitch_of), persistent=False)
        self.blocks = _blocks_of(hertz * size / form.sample_rate, size // 2 + 1)
        # How loud a pitch is, from the onset, sustain and decay of each group in the rows so far: begins as sustain that rings on.
        self.ringing = nn.Conv1d(ROLES * TONAL_FEATURES, 1, RINGING_ROWS, bias=False)
        with torch.no_grad():
            self.ringing.weight.zero_()
            age = torch.arange(RINGING_ROWS - 1, -1, -1) * 0.04
            self.ringing.weight[0, 1::TONAL_FEATURES] = torch.exp(-age / 0.15) * 0.3

    def forward(self, tonal: torch.Tensor, first: torch.Tensor, context: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Real and imaginary part, [batch, frames, bins] each.

        ``tonal`` [batch, context + rows, 792]; ``first`` [batch] is the number of the first frame after the context, counted from the
        beginning of the piece: phases depend on it alone, so that pieces decoded apart fit together.
        """
        batch, rows, _ = tonal.shape
        cells = tonal.view(batch, rows, ROLES * TONAL_FEATURES, PITCHES).permute(0, 3, 2, 1)
        cells = cells.reshape(batch * PITCHES, ROLES * TONAL_FEATURES, rows)
        loud = torch.relu(self.ringing(nn.functional.pad(cells, (RINGING_ROWS - 1, 0))))
        loud = loud.view(batch, PITCHES, rows)[:, :, context:].transpose(1, 2)
        loud = (
            loud[:, :, None]
            .expand(-1, -1, FRAMES_PER_ROW, -1)
            .reshape(batch, (rows - context) * FRAMES_PER_ROW, PITCHES)
        )
        frames = first[:, None] + torch.arange(loud.shape[1], device=tonal.device, dtype=torch.float32)
        # A frame's number times turns below 1 stays exact to 10⁻³ of a turn for minutes; hertz times seconds would not.
        turns = frames[:, :, None] * self.turns
        angle = (turns - torch.floor(turns)) * (2.0 * math.pi)
        strength = loud.index_select(2, self.pitch_index)
        cosine, sine = strength * torch.cos(angle), strength * torch.sin(angle)
        real, imaginary = [], []
        for low, high, from_bin, to_bin in self.blocks:
            part = self.weights[low:high, from_bin:to_bin]
            real.append(cosine[:, :, low:high] @ part)
            imaginary.append(sine[:, :, low:high] @ part)
        re, im = torch.cat(real, dim=2), torch.cat(imaginary, dim=2)
        scale = (re * re + im * im + 1e-5).rsqrt()
        return re * scale, im * scale


class Vocoder(nn.Module):
    """Log-mel [batch, frames, bands] and control → samples [batch, frames · hop]."""

    mel_mean: torch.Tensor
    mel_deviation: torch.Tensor
    inverse: torch.Tensor
    to_bins: torch.Tensor
    window_power: torch.Tensor

    def __init__(
        self, form: MelFormat, width: int = 288, hidden: int = 864, blocks: int = 5, control_width: int = 96
    ) -> None:
        """Makes a vocoder of ``blocks`` blocks of ``width``; transforms span four hops."""
        super().__init__()
        self.form = form
        self.size = 4 * form.hop
        self.bins = self.size // 2 + 1
        self.register_buffer("mel_mean", torch.zeros(()))
        self.register_buffer("mel_deviation", torch.ones(()))
        self.register_buffer("to_bins", _half_exact(_bands_to_bins(form, self.size)), persistent=False)
        self.register_buffer("inverse", _half_exact(_inverse_transform(self.size)), persistent=False)
        self.register_buffer("window_power", torch.from_numpy(hann(self.size) ** 2).float(), persistent=False)
        for index, length in enumerate(_TABLES):
            phases = uniform(index + 1, length * self.bins).reshape(length, self.bins)
            self.register_buffer(f"phases{index}", _half_exact(phases), persistent=False)
        self.harmonics = Harmonics(form, self.size)
        self.control = nn.Linear(ROLE_WIDTH + DRUM_WIDTH, control_width)
        self.enter = nn.Conv1d(form.bands + control_width, width, 7, padding=3)
        self.norm_in, self.norm_out = nn.LayerNorm(width), nn.LayerNorm(width)
        self.blocks = nn.ModuleList([TimeBlock(width, hidden) for _ in range(blocks)])
        self.gains = nn.Linear(width, 2 * form.bands)
        self.free = nn.Linear(width, 2 * self.bins)
        with torch.no_grad():
            self.gains.weight.mul_(0.1)
            self.gains.bias.fill_(-1.5)
            self.free.bias[: self.bins].fill_(-1.0)

    def forward(
        self, mel: torch.Tensor, tonal: torch.Tensor, drums: torch.Tensor, first: torch.Tensor, context: int = 0
    ) -> torch.Tensor:
        """Samples [batch, frames · hop].

        Args:
            mel: log-mel in nat, [batch, frames, bands], frames a multiple of 4.
            tonal, drums: control rows, [batch, context + frames / 4, 792 and 24].
            first: the number of the first frame in the piece, [batch], as float32.
            context: how many leading control rows only say what was struck before.
        """
        normal = (mel - self.mel_mean) / self.mel_deviation
        rows = torch.cat([tonal, drums], dim=2)[:, context:]
        control = self.control(rows)[:, :, None].expand(-1, -1, FRAMES_PER_ROW, -1)
        control = control.reshape(mel.shape[0], normal.shape[1], -1)
        hidden = self.enter(torch.cat([normal, control], dim=2).transpose(1, 2))
        hidden = self.norm_in(hidden.transpose(1, 2)).transpose(1, 2)
        for block in self.blocks:
            hidden = block(hidden)
        hidden = self.norm_out(hidden.transpose(1, 2))
        re, im = self._spectrum(hidden, mel, tonal, first, context)
        return self._overlap_add(torch.cat([re, im], dim=2) @ self.inverse)

    def _spectrum(
        self, hidden: torch.Tensor, mel: torch.Tensor, tonal: torch.Tensor, first: torch.Tensor, context: int
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """The three parts' sum, real and imaginary, [batch, frames, bins]."""
        harmonic, noise = (self.gains(hidden).view(*hidden.shape[:2], 2, -1) + mel[:, :, None]).unbind(2)
        harmonic = torch.exp((harmonic @ self.to_bins).clamp(max=6.0))
        noise = torch.exp((noise @ self.to_bins).clamp(max=6.0))
        magnitude, phase = self.free(hidden).split(self.bins, dim=2)
        magnitude = torch.exp((magnitude + mel @ self.to_bins - 1.0).clamp(max=6.0))
        re, im = self.harmonics(tonal, first, context)
        random = self._random_phases(mel.shape[1], first)
        re = harmonic * re + noise * torch.cos(random) + magnitude * torch.cos(phase)
        im = harmonic * im + noise * torch.sin(random) + magnitude * torch.sin(phase)
        return re, im

    def _random_phases(self, frames: int, first: torch.Tensor) -> torch.Tensor:
        """Angles [batch, frames, bins], a function of the frame's number only."""
        number = first[:, None] + torch.arange(frames, device=first.device, dtype=torch.float32)
        angle = torch.zeros((), device=first.device)
        for index, length in enumerate(_TABLES):
            row = (number - torch.floor((number + 0.5) / length) * length).round().long().clamp(0, length - 1)
            table = getattr(self, f"phases{index}")
            angle = angle + table.index_select(0, row.reshape(-1)).view(first.shape[0], frames, self.bins)
        return angle * (2.0 * math.pi)

    def _overlap_add(self, windows: torch.Tensor) -> torch.Tensor:
        """Windowed frames [batch, frames, 4 · hop], each centred on its frame → samples [batch, frames · hop]."""
        batch, frames, _ = windows.shape
        hop = self.form.hop
        power = self.window_power.view(1, 1, 4, hop).expand(1, frames, 4, hop)
        total = self._shifted_sum(windows.reshape(batch, frames, 4, hop)) / self._shifted_sum(power).clamp(min=0.1)
        return total.reshape(batch, (frames + 3) * hop)[:, 2 * hop : (frames + 2) * hop]

    @staticmethod
    def _shifted_sum(parts: torch.Tensor) -> torch.Tensor:
        """[batch, frames, 4, hop] → [batch, frames + 3, hop], part j of frame k added to row k + j."""
        return sum(nn.functional.pad(parts[:, :, j], (0, 0, j, 3 - j)) for j in range(4))


def _half_exact(table: np.ndarray) -> torch.Tensor:
    """A table in single precision whose values half precision can say, so that the export loses nothing of it."""
    return torch.from_numpy(table).half().float()


def _hann_lobe(offset: np.ndarray) -> np.ndarray:
    """The main lobe of Hann's window's transform at ``offset`` bins, 1 at 0, and 0 from 2 on."""
    inside = np.abs(offset) < 2.0
    unsafe = np.abs(np.abs(offset) - 1.0) < 1e-6
    value = np.sinc(offset) / np.where(unsafe, 1.0, 1.0 - offset**2)
    return np.where(inside, np.where(unsafe, 0.5, value), 0.0)


def _blocks_of(positions: np.ndarray, bins: int) -> list[tuple[int, int, int, int]]:
    """Slices (first partial, last, first bin, last) such that partials sorted by ``positions`` (in bins) reach no other block's bins."""
    blocks = []
    for start in range(0, bins, _BLOCK_BINS):
        stop = min(bins, start + _BLOCK_BINS)
        low, high = np.searchsorted(positions, [start - 2.0, stop + 1.0])
        blocks.append((int(low), max(int(high), int(low) + 1), start, stop))
    last = len(positions)
    return [(min(low, last - 1), min(high, last), start, stop) for low, high, start, stop in blocks]


def _bands_to_bins(form: MelFormat, size: int) -> np.ndarray:
    """Linear interpolation in Hz from the bands' centres to a transform's bins, [bands, size / 2 + 1]; its columns sum to 1."""
    centres = band_edges(form)[1:-1]
    bins = np.arange(size // 2 + 1) * form.sample_rate / size
    return np.stack([np.interp(bins, centres, row) for row in np.eye(form.bands)])


def _inverse_transform(size: int) -> np.ndarray:
    """[2 · bins, size]: real and imaginary part of a spectrum, its phases counted from the frame's centre → windowed samples."""
    bins = size // 2 + 1
    angle = 2.0 * np.pi * np.arange(bins)[:, None] * (np.arange(size) - size // 2)[None] / size
    twice = np.full((bins, 1), 2.0)
    twice[[0, -1]] = 1.0
    return np.concatenate([np.cos(angle) * twice, -np.sin(angle) * twice]) / size * hann(size)
