"""Log-mel spectrograms, in numpy (the reference) and in torch (differentiable); both must agree with the TypeScript front end.

Frame k is centred on sample ``k * hop``; the ends are padded by reflection, and of the ``1 + n / hop`` frames that this gives the
last is left out, so that n samples are exactly ``n / hop`` frames. Knows nothing of notes or networks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray


@dataclass(frozen=True)
class MelFormat:
    """How a log-mel spectrogram is made.

    ``sample_rate``, ``low`` and ``high`` are in Hz; ``fft_size`` (equal to the window) and ``hop`` in samples; ``floor`` is the least
    magnitude before the natural logarithm.
    """

    name: str
    sample_rate: int
    fft_size: int
    hop: int
    bands: int
    low: float
    high: float
    floor: float = 1e-5


#: Ours: 10 ms hop, 100 bands to 16 kHz.
LEITMOTIF_32K = MelFormat("leitmotif-32k", 32_000, 2048, 320, 100, 0.0, 16_000.0)
#: The paper's audio path, which is MusicLDM's: 10 ms hop, 64 bands to 8 kHz.
PAPER_16K = MelFormat("paper-16k", 16_000, 1024, 160, 64, 0.0, 8_000.0)
FORMATS = {form.name: form for form in (LEITMOTIF_32K, PAPER_16K)}

#: The length that everything is trained on: 10.24 s.
CLIP_FRAMES = 1024


def hertz_to_mel(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Slaney's scale (Auditory Toolbox, 1998): linear to 1 kHz at 200/3 Hz a mel, then logarithmic with 27 mels to a factor 6.4."""
    hertz = np.asarray(hertz, np.float64)
    above = 15.0 + np.log(np.maximum(hertz, 1000.0) / 1000.0) * 27.0 / np.log(6.4)
    return np.where(hertz < 1000.0, hertz * 3.0 / 200.0, above)


def mel_to_hertz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    """The inverse of :func:`hertz_to_mel`."""
    mel = np.asarray(mel, np.float64)
    return np.where(mel < 15.0, mel * 200.0 / 3.0, 1000.0 * np.exp((np.maximum(mel, 15.0) - 15.0) * np.log(6.4) / 27.0))


def band_edges(form: MelFormat) -> NDArray[np.float64]:
    """The ``bands + 2`` corner frequencies in Hz; band i rises from edge i to its centre i + 1 and falls to i + 2."""
    ends = hertz_to_mel(np.array([form.low, form.high]))
    return mel_to_hertz(np.linspace(ends[0], ends[1], form.bands + 2))


@lru_cache(maxsize=8)
def mel_filters(form: MelFormat) -> NDArray[np.float64]:
    """The filter bank, [bands, fft_size / 2 + 1]: triangles in Hz, each scaled by 2 / width (Slaney's norm, so that areas are equal)."""
    edges = band_edges(form)
    bins = np.arange(form.fft_size // 2 + 1) * form.sample_rate / form.fft_size
    rising = (bins[None] - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins[None]) / (edges[2:] - edges[1:-1])[:, None]
    filters = np.maximum(0.0, np.minimum(rising, falling)) * (2.0 / (edges[2:] - edges[:-2]))[:, None]
    filters.setflags(write=False)
    return filters


def hann(length: int) -> NDArray[np.float64]:
    """Hann's window, periodic, [length]."""
    return 0.5 - 0.5 * np.cos(2.0 * np.pi * np.arange(length) / length)


def log_mel(samples: NDArray[np.floating], form: MelFormat) -> NDArray[np.float32]:
    """The log-mel spectrogram in double precision: samples [n] in −1…1 → [n // hop, bands], natural logarithm of magnitude."""
    frames = len(samples) // form.hop
    half = form.fft_size // 2
    if len(samples) <= half:
        raise ValueError(f"{len(samples)} samples are too few for a window of {form.fft_size}")
    padded = np.pad(np.asarray(samples, np.float64), half, mode="reflect")
    windows = np.lib.stride_tricks.sliding_window_view(padded, form.fft_size)[:: form.hop][:frames]
    magnitude = np.abs(np.fft.rfft(windows * hann(form.fft_size), axis=1))
    return np.log(np.maximum(magnitude @ mel_filters(form).T, form.floor)).astype(np.float32)


class LogMel(torch.nn.Module):
    """:func:`log_mel` in torch: samples [batch, n] → [batch, n // hop, bands], differentiable. Holds constants only."""

    window: torch.Tensor
    filters: torch.Tensor

    def __init__(self, form: MelFormat) -> None:
        """Makes the window and the filters of ``form``."""
        super().__init__()
        self.form = form
        self.register_buffer("window", torch.from_numpy(hann(form.fft_size).astype(np.float32)), persistent=False)
        self.register_buffer("filters", torch.from_numpy(mel_filters(form).T.astype(np.float32)), persistent=False)

    def forward(self, samples: torch.Tensor) -> torch.Tensor:
        """Samples [batch, n] → natural log-mel [batch, n // hop, bands]."""
        half = self.form.fft_size // 2
        padded = F.pad(samples[:, None], (half, half), mode="reflect")[:, 0]
        magnitude = spectrum_magnitude(padded, self.form.fft_size, self.form.hop, self.window)
        frames = samples.shape[1] // self.form.hop
        mel = magnitude[:, :, :frames].transpose(1, 2) @ self.filters
        return mel.clamp(min=self.form.floor).log()


def spectrum_magnitude(samples: torch.Tensor, size: int, hop: int, window: torch.Tensor) -> torch.Tensor:
    """|STFT| without padding, [batch, size / 2 + 1, frames]; the tiny offset keeps its gradient finite where there is silence."""
    spectrum = torch.stft(samples, size, hop, window=window, center=False, return_complex=True)
    return (spectrum.real.square() + spectrum.imag.square() + 1e-12).sqrt()
