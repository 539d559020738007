"""How the autoencoder and the vocoder are trained: what a batch is, the loss, the figures on held-out clips."""

from __future__ import annotations

import torch
from torch import nn

from .config import Config
from .control import FRAME_SECONDS
from .corpus import Corpus
from .discriminators import Discriminators, feature_distance
from .mel import CLIP_FRAMES, LogMel, hann, spectrum_magnitude
from .trainer import Batch, Part, Readings
from .vae import MelVae, mixed, sample_posterior, vae_loss
from .vocoder import FRAMES_PER_ROW, RINGING_ROWS, Vocoder

#: (window, hop) in samples of the spectra that are compared: 16, 32 and 64 ms, and 128 ms for the low notes.
RESOLUTIONS = ((512, 128), (1024, 256), (2048, 512), (4096, 1024))

#: Windows of the spectra in which attacks are compared: 16 and 32 ms.
ATTACK_WINDOWS = (512, 1024)
#: Rises are some tenths of a nat, and rare.
ATTACK_WEIGHT = 2.0


def rises(magnitude: torch.Tensor) -> torch.Tensor:
    """How much the level rises within a window's length, in nat: [batch, bins, frames] → [batch, frames − 4].

    Mean over 64 bands of equal width of what each is above itself four frames ago: spectral flux. A distance of spectra forgives soft
    attacks, for they are few frames; here nothing else counts.
    """
    bands = nn.functional.avg_pool1d(magnitude.transpose(1, 2), magnitude.shape[1] // 64)
    level = torch.log(bands + 1e-2)
    return torch.relu(level[:, 4:] - level[:, :-4]).mean(2)


def fit_mel(module: nn.Module, corpus: Corpus, clips: int = 64) -> None:
    """Sets ``mel_mean`` and ``mel_deviation`` of ``module`` from evenly spaced clips of ``corpus``."""
    mel = corpus.mel(torch.linspace(0, len(corpus) - 1, min(clips, len(corpus))).long().tolist())
    module.mel_mean.copy_(mel.mean())
    module.mel_deviation.copy_(mel.std())


def held_out_indices(corpus: Corpus, count: int) -> list[int]:
    """Up to ``count`` evenly spaced clips, always the same."""
    return sorted(set(torch.linspace(0, len(corpus) - 1, min(count, len(corpus))).long().tolist()))


def draw_indices(corpus: Corpus, count: int, generator: torch.Generator) -> list[int]:
    """Random clips, with replacement."""
    return torch.randint(len(corpus), (count,), generator=generator).tolist()


class VaePart(Part):
    """The autoencoder, on crops of the mel."""

    name = "vae"
    half = half_on_cpu = True

    def __init__(self, config: Config, train: Corpus, held_out: Corpus) -> None:
        """Makes the network and measures mean and deviation of the mel."""
        self.config, self.train, self.held_out = config, train, held_out
        self.module = MelVae(config.mel.bands, config.vae.outer, config.vae.inner)
        fit_mel(self.module, train)
        self.module.decoder.requires_grad_(not config.vae.keeps_decoder)

    def draw(self, generator: torch.Generator, count: int) -> Batch:
        """Crops [count, 1, frames, bands], the latent's noise, and shares: half of the crops are faded into the next (see ``mixed``)."""
        frames = self.config.vae.frames
        starts = torch.randint(CLIP_FRAMES - frames + 1, (count,), generator=generator).tolist()
        mel = self.train.mel(draw_indices(self.train, count, generator), starts, frames)
        shape = (count, self.module.channels, frames // 4, self.config.latent_bands)
        shares = torch.rand(count, generator=generator)
        shares[torch.rand(count, generator=generator) < 0.5] = 1.0
        return {"mel": mel, "noise": torch.randn(shape, generator=generator), "shares": shares}

    def loss(self, batch: Batch, adversarial: bool) -> tuple[torch.Tensor, Readings]:
        """Reconstruction and divergence."""
        mean, log_variance = self.module.posterior(batch["mel"])
        latent = mixed(sample_posterior(mean, log_variance, batch["noise"]), batch["shares"])
        asked = mixed(batch["mel"], batch["shares"])
        return vae_loss(asked, self.module.decode_raw(latent), mean, log_variance, self.module.mel_deviation)

    def evaluate(self, module: nn.Module, final: bool) -> Readings:
        """``l1``: mean absolute error of whole clips in nat, from the latent's mean."""
        count = self.config.run.held_out * (4 if final else 1)
        errors = []
        for index in held_out_indices(self.held_out, count):
            mel = self.held_out.mel([index]).to(module.mel_mean.device)
            errors.append(float((module.decode_raw(module.posterior(mel)[0]) - mel).abs().mean()))
        return {"l1": sum(errors) / len(errors)}

    def finish(self, module: nn.Module) -> None:
        """Measures the latent's mean and deviation, row by row, and keeps them in the weights; those of a kept decoder stay."""
        if self.config.vae.keeps_decoder:
            return
        device = module.mel_mean.device
        latents = []
        generator = torch.Generator().manual_seed(0)
        with torch.no_grad():
            for index in held_out_indices(self.train, 256):
                mean, log_variance = module.posterior(self.train.mel([index]).to(device))
                noise = torch.randn(mean.shape, generator=generator).to(device)
                latents.append(sample_posterior(mean, log_variance, noise))
        rows = torch.cat(latents)
        for target in (module, self.module):
            target.latent_mean.copy_(rows.mean((0, 2), keepdim=True))
            target.latent_deviation.copy_(rows.std((0, 2), keepdim=True).clamp(min=1e-4))


class SpectralLoss(nn.Module):
    """Mel and multi-resolution STFT distance of two waveforms (Yamamoto et al. 2020): magnitudes' relative L2 and logarithms' L1."""

    def __init__(self, mel: LogMel) -> None:
        """Prepares the windows of :data:`RESOLUTIONS`."""
        super().__init__()
        self.mel = mel
        for size, _ in RESOLUTIONS:
            self.register_buffer(f"window{size}", torch.from_numpy(hann(size)).float(), persistent=False)

    def forward(self, made: torch.Tensor, asked: torch.Tensor) -> tuple[torch.Tensor, Readings]:
        """Both [batch, samples]. The mel's first and last frames, which reach over the crop's ends, do not count."""
        edge = self.mel.form.fft_size // (2 * self.mel.form.hop) + 1
        mel = (self.mel(made) - self.mel(asked))[:, edge:-edge].abs().mean()
        spectral = attacks = torch.zeros((), device=made.device)
        for size, hop in RESOLUTIONS:
            window = getattr(self, f"window{size}")
            ours, theirs = spectrum_magnitude(made, size, hop, window), spectrum_magnitude(asked, size, hop, window)
            logarithmic = ((ours + 1e-3).log() - (theirs + 1e-3).log()).abs().mean()
            distance = (ours - theirs).square().sum((1, 2)).sqrt() / (theirs.square().sum((1, 2)).sqrt() + 1e-1)
            spectral = spectral + (logarithmic + distance.mean()) / len(RESOLUTIONS)
            if size in ATTACK_WINDOWS:
                attacks = attacks + (rises(ours) - rises(theirs)).abs().mean() / len(ATTACK_WINDOWS)
        readings = {"mel": float(mel.detach()), "stft": float(spectral.detach()), "attacks": float(attacks.detach())}
        return mel + spectral + ATTACK_WEIGHT * attacks, readings


class VocoderPart(Part):
    """The vocoder, on crops of the mel with the score that leads to them."""

    name = "vocoder"

    def __init__(self, config: Config, train: Corpus, held_out: Corpus) -> None:
        """Makes the network, its losses, and discriminators if the plan has a share for them."""
        self.config, self.train, self.held_out = config, train, held_out
        shape = config.vocoder
        if shape.frames % FRAMES_PER_ROW or shape.frames > CLIP_FRAMES:
            raise ValueError(
                f"vocoder.frames must be a multiple of {FRAMES_PER_ROW} up to {CLIP_FRAMES}, not {shape.frames}"
            )
        self.module = Vocoder(config.mel, shape.width, shape.hidden, shape.blocks)
        fit_mel(self.module, train)
        self.losses = SpectralLoss(LogMel(config.mel))
        self.adversary_from = shape.adversarial_from
        self.adversary = Discriminators() if shape.adversarial_from < 1.0 else None
        self._made: torch.Tensor | None = None

    def draw(self, generator: torch.Generator, count: int) -> Batch:
        """Crops that begin on a control row, with 0.64 s of score before them."""
        frames = self.config.vocoder.frames
        rows = frames // FRAMES_PER_ROW
        starts = torch.randint(CLIP_FRAMES // FRAMES_PER_ROW - rows + 1, (count,), generator=generator).tolist()
        return self._crops(self.train, draw_indices(self.train, count, generator), starts, frames)

    def _crops(self, corpus: Corpus, indices: list[int], starts: list[int], frames: int) -> Batch:
        """``starts`` are control rows."""
        hop = self.config.mel.hop
        first = [start * FRAMES_PER_ROW for start in starts]
        tonal, drums = corpus.roles(indices, starts, frames // FRAMES_PER_ROW, RINGING_ROWS)
        return {
            "mel": corpus.mel(indices, first, frames)[:, 0],
            "audio": corpus.audio(indices, [frame * hop for frame in first], frames * hop),
            "tonal": tonal,
            "drums": drums,
            "first": torch.tensor(first, dtype=torch.float32),
        }

    @staticmethod
    def _run(module: nn.Module, batch: Batch) -> torch.Tensor:
        return module(batch["mel"], batch["tonal"], batch["drums"], batch["first"], RINGING_ROWS)

    def loss(self, batch: Batch, adversarial: bool) -> tuple[torch.Tensor, Readings]:
        """Spectral distances, and what the discriminators say once they have joined."""
        self.losses.to(batch["mel"].device)
        made = self._run(self.module, batch)
        self._made = made.detach()
        loss, readings = self.losses(made, batch["audio"])
        if adversarial and self.adversary is not None:
            verdict, seen = self.adversary(made)
            with torch.no_grad():
                _, real = self.adversary(batch["audio"])
            fooled = -torch.stack([v.mean() for v in verdict]).mean()
            likeness = feature_distance(real, seen)
            loss = 2.0 * loss + 0.5 * fooled + likeness
            readings |= {"fooled": float(fooled.detach()), "likeness": float(likeness.detach())}
        return loss, readings

    def adversary_loss(self, batch: Batch) -> torch.Tensor:
        """Hinge loss of the discriminators (Lim and Ye 2017)."""
        assert self.adversary is not None and self._made is not None
        real, _ = self.adversary(batch["audio"])
        made, _ = self.adversary(self._made)
        losses = [torch.relu(1 - r).mean() + torch.relu(1 + m).mean() for r, m in zip(real, made, strict=True)]
        return torch.stack(losses).sum()

    def evaluate(self, module: nn.Module, final: bool) -> Readings:
        """``mel`` (nat) and ``stft`` distances over 2.56 s of held-out clips, or over whole ones at the end."""
        device = module.mel_mean.device
        self.losses.to(device)
        frames = CLIP_FRAMES if final else 256
        sums: Readings = {}
        indices = held_out_indices(self.held_out, self.config.run.held_out * (4 if final else 1))
        for index in indices:
            start = 0 if final else index % (CLIP_FRAMES // FRAMES_PER_ROW - 64)
            batch = {
                name: value.to(device) for name, value in self._crops(self.held_out, [index], [start], frames).items()
            }
            _, readings = self.losses(self._run(module, batch), batch["audio"])
            sums = {name: sums.get(name, 0.0) + value / len(indices) for name, value in readings.items()}
        return sums


assert round(FRAME_SECONDS * 1000) == FRAMES_PER_ROW * 10, "mel frames are 10 ms in both formats"
