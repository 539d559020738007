"""The mel autoencoder: log-mel [batch, 1, 1024, 100] ↔ latent [batch, 8, 256, 25] (paper §3.1.2; sizes ours, MusicLDM's are 55 M).

Four times down in time and in frequency, eight channels, without attention: what is near in the latent is near in the mel, so that a
range can be decoded or repainted by itself. The networks see normalized mel and latents; :class:`Normalization` is part of the weights.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import nn

#: How many mel frames and bands one latent cell spans.
REDUCTION = 4


class SingleGroupNorm(nn.GroupNorm):
    """Group norm that stays in single precision: PyTorch 1.13 has none in bfloat16 on a CPU, and sums over an image are better so."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Any shape that ``nn.GroupNorm`` takes → the same in single precision."""
        with torch.autocast(x.device.type, enabled=False):
            return super().forward(x.float())


class ResidualBlock(nn.Module):
    """Two 3×3 convolutions with group norm and SiLU, added to the input; begins as the identity."""

    def __init__(self, channels: int) -> None:
        """Makes a block for ``channels``, a multiple of 8."""
        super().__init__()
        self.norm1 = SingleGroupNorm(8, channels)
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1)
        self.norm2 = SingleGroupNorm(8, channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1)
        nn.init.zeros_(self.conv2.weight)
        nn.init.zeros_(self.conv2.bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """[batch, channels, time, frequency] → the same shape."""
        hidden = self.conv1(F.silu(self.norm1(x)))
        return x + self.conv2(F.silu(self.norm2(hidden)))


class MelVae(nn.Module):
    """Encoder and decoder, and the statistics by which mel and latent are normalized.

    ``mel_mean`` and ``mel_deviation`` are scalars in nat; ``latent_mean`` and ``latent_deviation`` [1, z, 1, bands / 4] are measured over
    the training set after training, so that the flow's data have unit deviation in every row.
    """

    mel_mean: torch.Tensor
    mel_deviation: torch.Tensor
    latent_mean: torch.Tensor
    latent_deviation: torch.Tensor

    def __init__(self, bands: int, outer: int, inner: int, channels: int = 8) -> None:
        """Makes an autoencoder for ``bands`` mel bands with ``outer`` features at half and ``inner`` at quarter resolution."""
        super().__init__()
        if bands % REDUCTION:
            raise ValueError(f"{bands} bands are no multiple of {REDUCTION}")
        self.bands, self.channels = bands, channels
        self.encoder = nn.Sequential(
            nn.PixelUnshuffle(2),
            nn.Conv2d(4, outer, 3, padding=1),
            ResidualBlock(outer),
            nn.Conv2d(outer, inner, 4, 2, 1),
            ResidualBlock(inner),
            ResidualBlock(inner),
            SingleGroupNorm(8, inner),
            nn.SiLU(),
            nn.Conv2d(inner, 2 * channels, 3, padding=1),
        )
        self.decoder = nn.Sequential(
            nn.Conv2d(channels, inner, 3, padding=1),
            ResidualBlock(inner),
            ResidualBlock(inner),
            nn.Conv2d(inner, 4 * outer, 3, padding=1),
            nn.PixelShuffle(2),
            ResidualBlock(outer),
            SingleGroupNorm(8, outer),
            nn.SiLU(),
            nn.Conv2d(outer, 4, 3, padding=1),
            nn.PixelShuffle(2),
        )
        self.register_buffer("mel_mean", torch.zeros(()))
        self.register_buffer("mel_deviation", torch.ones(()))
        self.register_buffer("latent_mean", torch.zeros(1, channels, 1, bands // REDUCTION))
        self.register_buffer("latent_deviation", torch.ones(1, channels, 1, bands // REDUCTION))

    def posterior(self, mel: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Log-mel [batch, 1, time, bands] in nat → mean and log-variance of the raw latent, [batch, 8, time / 4, bands / 4] each."""
        mean, log_variance = self.encoder((mel - self.mel_mean) / self.mel_deviation).chunk(2, dim=1)
        return mean, log_variance.clamp(-12.0, 4.0)

    def decode_raw(self, latent: torch.Tensor) -> torch.Tensor:
        """A raw latent → log-mel in nat."""
        return self.decoder(latent) * self.mel_deviation + self.mel_mean

    def normalize(self, latent: torch.Tensor) -> torch.Tensor:
        """A raw latent → unit deviation."""
        return (latent - self.latent_mean) / self.latent_deviation

    def decode(self, latent: torch.Tensor) -> torch.Tensor:
        """A latent of unit deviation [batch, 8, time / 4, bands / 4] → log-mel [batch, 1, time, bands] in nat."""
        return self.decode_raw(latent * self.latent_deviation + self.latent_mean)

    def forward(self, latent: torch.Tensor) -> torch.Tensor:
        """:meth:`decode`, which is what is exported."""
        return self.decode(latent)


def sample_posterior(mean: torch.Tensor, log_variance: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
    """mean + σ · noise (Kingma and Welling 2014)."""
    return mean + torch.exp(0.5 * log_variance) * noise


def mixed(values: torch.Tensor, shares: torch.Tensor) -> torch.Tensor:
    """Each of ``values`` [batch, …] faded into the next by 1 − ``shares`` [batch].

    Decoding what lies between two latents shall give what lies between their mels: only so is the mel of a latent that is foretold on
    average, or drawn with little noise, the mel that is foretold on average. An autoencoder that was not told decoded such latents to
    mels that were further away (0.90 nat) than those that the same network foretold directly (0.77; 413 steps); one that was told, and
    whose KL weighs less, to 0.61 where it was 0.55 (881 steps). The two changes were not measured apart.
    """
    share = shares.reshape(-1, *([1] * (values.dim() - 1)))
    return share * values + (1.0 - share) * values.roll(1, 0)


def vae_loss(
    mel: torch.Tensor, decoded: torch.Tensor, mean: torch.Tensor, log_variance: torch.Tensor, unit: torch.Tensor
) -> tuple[torch.Tensor, dict[str, float]]:
    """L1 + 0.1 · L2 of the mel in units of its deviation, + 0.002 · KL a latent element; and the readings ``l1`` (nat) and ``kl``.

    MusicLDM's weights (KL 1, summed) blur at small sizes; with 0.01 the mel came to 0.088 nat, and samples were
    further away than with 0.002 (README, decisions).
    """
    error = (decoded.float() - mel) / unit
    mean, log_variance = mean.float(), log_variance.float()
    divergence = 0.5 * (mean.square() + log_variance.exp() - 1.0 - log_variance).mean()
    absolute = error.abs().mean()
    loss = absolute + 0.1 * error.square().mean() + 2e-3 * divergence
    return loss, {"l1": float(absolute.detach() * unit), "kl": float(divergence.detach())}
