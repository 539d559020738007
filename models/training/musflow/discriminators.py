"""Small discriminators on spectra of three resolutions (after UnivNet, Jang et al. 2021), for the last part of a vocoder's training."""

from __future__ import annotations

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import nn

from .mel import hann

_SIZES = ((512, 128), (1024, 256), (2048, 512))


class SpectrumDiscriminator(nn.Module):
    """Judges one spectrum: complex values whose magnitudes are compressed to the power 0.4."""

    window: torch.Tensor

    def __init__(self, size: int, hop: int, channels: int = 16) -> None:
        """Makes a discriminator for windows of ``size`` samples."""
        super().__init__()
        self.size, self.hop = size, hop
        self.register_buffer("window", torch.from_numpy(hann(size)).float(), persistent=False)
        self.layers = nn.ModuleList(
            [
                nn.Conv2d(2, channels, (7, 5), (2, 1), (3, 2)),
                nn.Conv2d(channels, channels, (5, 3), (2, 1), (2, 1)),
                nn.Conv2d(channels, 2 * channels, (5, 3), (2, 2), (2, 1)),
                nn.Conv2d(2 * channels, 2 * channels, 3, 1, 1),
            ]
        )
        self.verdict = nn.Conv2d(2 * channels, 1, 3, padding=1)

    def forward(self, samples: torch.Tensor) -> tuple[torch.Tensor, list[torch.Tensor]]:
        """Samples [batch, n] → a verdict map (high: real) and the features of each layer."""
        spectrum = torch.stft(samples, self.size, self.hop, window=self.window, return_complex=True)
        parts = torch.stack([spectrum.real, spectrum.imag], dim=1)
        x = parts * (parts.square().sum(1, keepdim=True) + 1e-8).pow(-0.3)
        features = []
        for layer in self.layers:
            x = F.leaky_relu(layer(x), 0.1)
            features.append(x)
        return self.verdict(x), features


class Discriminators(nn.Module):
    """One discriminator for each resolution."""

    def __init__(self) -> None:
        """Makes all of them."""
        super().__init__()
        self.each = nn.ModuleList([SpectrumDiscriminator(size, hop) for size, hop in _SIZES])

    def forward(self, samples: torch.Tensor) -> tuple[list[torch.Tensor], list[list[torch.Tensor]]]:
        """Verdicts and features of all."""
        said = [discriminator(samples) for discriminator in self.each]
        return [verdict for verdict, _ in said], [features for _, features in said]


def feature_distance(real: Sequence[Sequence[torch.Tensor]], made: Sequence[Sequence[torch.Tensor]]) -> torch.Tensor:
    """Mean L1 between features, each relative to the real one's mean (Kumar et al. 2019)."""
    distances = [
        (r - m).abs().mean() / (r.abs().mean() + 1e-3)
        for theirs, ours in zip(real, made, strict=True)
        for r, m in zip(theirs, ours, strict=True)
    ]
    return torch.stack(distances).mean()
