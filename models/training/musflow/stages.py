"""The three stages of training (paper §3.3): *align* the adapters, *generate* with the adapters frozen, *joint* with L_G + λ L_A."""

from __future__ import annotations

import torch
from torch import nn

from .adapters import EMBEDDING, Adapters, alignment_loss
from .config import Config
from .control import NO_PROGRAM
from .corpus import Corpus
from .flow import Velocity, euler, flow_loss, guided, logit_normal_times, spread, transport_pair, uniform_grid
from .masks import CONDITIONS, SUBSETS, NullRates, condition_masks, null_drops, program_drops
from .noise import normal
from .sketch import sketch_loss
from .sound_parts import draw_indices, held_out_indices
from .trainer import Batch, Part, Readings
from .vae import REDUCTION, MelVae, sample_posterior
from .velocity import VelocityNetwork

#: Small, because all gradients are clipped together; the optimizer's steps do not depend on it.
SKETCH_WEIGHT = 0.02
#: What of a batch is decoded for L_M: a stretch as long as those that the autoencoder was trained on, of two clips, a quarter of a step's time.
DECODED_ROWS, DECODED_CLIPS = 64, 2


def make_adapters(config: Config, train: Corpus) -> Adapters:
    """Adapters for the widths of ``train``, with its features' means and deviations."""
    adapters = Adapters(train.width("image"), train.width("story"), config.adapters.hidden, config.adapters.dropout)
    for name in CONDITIONS:
        adapters.by_condition[name].standardize.fit(train.all_rows(name))
    return adapters


def make_velocity(config: Config) -> VelocityNetwork:
    """The velocity network of a configuration."""
    shape = config.velocity
    return VelocityNetwork(8, 256, config.latent_bands, shape.width, shape.layers, shape.heads)


def draw_conditions(corpus: Corpus, indices: list[int], generator: torch.Generator) -> Batch:
    """One variant of each condition, and which of them the sample is shown."""
    batch = {name: corpus.features(name, indices, torch.rand(len(indices), generator=generator)) for name in CONDITIONS}
    return {**batch, "given": condition_masks(len(indices), generator), "music": corpus.derived("music", indices)}


def fused(adapters: nn.Module, batch: Batch) -> torch.Tensor:
    """e_f [batch, 512] of the conditions that are given."""
    return adapters(batch["image"], batch["story"], batch["caption"], batch["given"])


class AlignPart(Part):
    """Stage one: the adapters alone, by L_A."""

    name = "align"

    def __init__(self, config: Config, train: Corpus, held_out: Corpus) -> None:
        """Needs e_M of both corpora, derived under ``music``."""
        self.config, self.train, self.held_out = config, train, held_out
        self.module = make_adapters(config, train)

    def draw(self, generator: torch.Generator, count: int) -> Batch:
        """Conditions, masks and e_M."""
        return draw_conditions(self.train, draw_indices(self.train, count, generator), generator)

    def loss(self, batch: Batch, adversarial: bool) -> tuple[torch.Tensor, Readings]:
        """L_A."""
        return alignment_loss(batch["music"], fused(self.module, batch)), {}

    def evaluate(self, module: nn.Module, final: bool) -> Readings:
        """Alignment of the held-out clips; see :func:`alignment_figures`."""
        return alignment_figures(module, self.held_out, self.config.run.held_out * 16)


def alignment_figures(adapters: nn.Module, corpus: Corpus, clips: int) -> Readings:
    """L_A for each single condition and for all, L_A of the clips' own mean e_M (``mean``: what knowing nothing reaches), and the cosine."""
    device = next(adapters.parameters()).device
    indices = held_out_indices(corpus, clips)
    zero = torch.zeros(len(indices))
    batch = {name: corpus.features(name, indices, zero).to(device) for name in CONDITIONS}
    music = corpus.derived("music", indices).to(device)
    figures: Readings = {}
    for label, subset in (("image", 0), ("story", 1), ("caption", 3), ("all", 6)):
        batch["given"] = SUBSETS[subset].expand(len(indices), 3).to(device)
        figures[label] = float(alignment_loss(music, fused(adapters, batch)))
    figures["cosine"] = float(torch.cosine_similarity(music, fused(adapters, batch)).mean())
    figures["mean"] = float(alignment_loss(music, music.mean(0, keepdim=True).expand_as(music)))
    return figures


class GeneratePart(Part):
    """Stage two: the velocity network by L_G, conditioned on e_f of frozen adapters and on the score."""

    name = "generate"
    half = half_on_cpu = True

    def __init__(self, config: Config, train: Corpus, held_out: Corpus, vae: MelVae, adapters: nn.Module) -> None:
        """Needs ``music`` and ``latents`` derived for both corpora; ``adapters`` are the aligned ones."""
        self.config, self.train, self.held_out = config, train, held_out
        self.vae = vae.eval().requires_grad_(False)
        self.adapters = adapters.eval().requires_grad_(False)
        self.velocity = make_velocity(config)
        self.module: nn.Module = self.velocity
        flow = config.flow
        self.rates = NullRates(flow.drop_both, flow.drop_embedding, flow.drop_score, flow.drop_program)
        generator = torch.Generator().manual_seed(512)
        widths = {name: train.width(name) for name in CONDITIONS}
        self._projections = {n: torch.randn(w, EMBEDDING, generator=generator) / w**0.5 for n, w in widths.items()}

    def draw(self, generator: torch.Generator, count: int) -> Batch:
        """Latents, noise, times, score, conditions and which of it all is dropped."""
        flow = self.config.flow
        indices = draw_indices(self.train, count, generator)
        tonal, drums, programs = self.train.control(indices)
        raw = self.train.derived("latents", indices)
        latent = sample_posterior(raw[:, 0], raw[:, 1], torch.randn(raw[:, 0].shape, generator=generator))
        batch = draw_conditions(self.train, indices, generator)
        return {
            **batch,
            "latent": latent,
            "noise": torch.randn(latent.shape, generator=generator),
            "time": logit_normal_times(count, generator, flow.time_mean, flow.time_deviation),
            "mel": self.train.mel(indices),
            "tonal": tonal,
            "drums": drums,
            "programs": program_drops(programs, self.rates.program, NO_PROGRAM, generator),
            "drop": null_drops(count, self.rates, generator),
            "stretch": torch.rand(count, generator=generator),
            "hears": (torch.rand(count, generator=generator) < flow.music_share).float(),
        }

    def embedding(self, adapters: nn.Module, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """What stands for e_f, and the adapters' e_f itself, [batch, 512] both."""
        own = fused(adapters, batch)
        source = self.config.flow.source
        if source == "music":
            return batch["music"], own
        if source == "raw":
            raw = [batch[name] @ self._projections[name].to(own.device) for name in CONDITIONS]
            weights = batch["given"] / batch["given"].sum(1, keepdim=True)
            return torch.nn.functional.normalize((torch.stack(raw, 1) * weights[:, :, None]).sum(1), dim=1), own
        hears = batch["hears"][:, None]
        return own + hears * (batch["music"] - own), own

    def _predicted(
        self, velocity: nn.Module, batch: Batch, embedding: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """x_t, the velocity that is predicted there, and the true one."""
        xt, target = transport_pair(batch["noise"], self.vae.normalize(batch["latent"]), batch["time"])
        predicted = velocity(
            xt, batch["time"], embedding, batch["tonal"], batch["drums"], batch["programs"], batch["drop"]
        )
        return xt, predicted, target

    def generation_loss(self, velocity: nn.Module, batch: Batch, embedding: torch.Tensor) -> torch.Tensor:
        """L_G."""
        _, predicted, target = self._predicted(velocity, batch, embedding)
        return flow_loss(predicted, target)

    def generation_losses(
        self, velocity: nn.Module, batch: Batch, embedding: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """L_G and L_M: how far the mel is, in its deviations, where the predicted velocity leads (x_t + (1 − t) v, decoded).

        Every element of the latent weighs the same in L_G, heard or not; L_M weighs what is heard. It is taken from a stretch of the
        first :data:`DECODED_CLIPS` clips, the same in all.
        """
        xt, predicted, target = self._predicted(velocity, batch, embedding)
        rows = min(DECODED_ROWS, xt.shape[2])
        first = int(batch["stretch"][0] * (xt.shape[2] - rows + 1))
        end = (xt + (1.0 - spread(batch["time"], xt)) * predicted)[:DECODED_CLIPS, :, first : first + rows]
        frames = slice(first * REDUCTION, (first + rows) * REDUCTION)
        error = self.vae.decode(end).float() - batch["mel"][:DECODED_CLIPS, :, frames]
        return flow_loss(predicted, target), (error / self.vae.mel_deviation).abs().mean()

    def sketch_loss(self, velocity: VelocityNetwork, batch: Batch) -> torch.Tensor:
        """How far the sketch of the score is from the spectrum, in nat."""
        score = (batch["tonal"], batch["drums"], batch["programs"])
        return sketch_loss(velocity.score.sketch, batch["mel"], score)

    def loss(self, batch: Batch, adversarial: bool) -> tuple[torch.Tensor, Readings]:
        """L_G and L_M with the adapters as they are, and the sketch's loss, which moves nothing but the sketch."""
        self._settle(batch["latent"].device)
        with torch.no_grad():
            embedding, _ = self.embedding(self.adapters, batch)
        generation, mel = self.generation_losses(self.velocity, batch, embedding)
        sketch = self.sketch_loss(self.velocity, batch)
        readings = {"generation": generation, "mel": mel, "sketch": sketch}
        loss = generation + self.config.flow.mel_weight * mel + SKETCH_WEIGHT * sketch
        return loss, {name: float(value.detach()) for name, value in readings.items()}

    def _settle(self, device: torch.device) -> None:
        self.vae.to(device)
        self.adapters.to(device)

    def evaluate(self, module: nn.Module, final: bool) -> Readings:
        """L_G with all conditions, without e_f, without the score, without both; at the end also figures of sampled clips."""
        return self._evaluate(self.adapters, module, final)

    def _evaluate(self, adapters: nn.Module, velocity: nn.Module, final: bool) -> Readings:
        device = next(velocity.parameters()).device
        self._settle(device)
        batch = {name: value.to(device) for name, value in self._held_out_batch(final).items()}
        batch["hears"] = torch.zeros(len(batch["time"]), device=device)
        embedding, _ = self.embedding(adapters, batch)
        figures: Readings = {}
        for label, drop in (("given", (0, 0)), ("no embedding", (1, 0)), ("no score", (0, 1)), ("nothing", (1, 1))):
            batch["drop"] = torch.tensor([drop], dtype=torch.float32, device=device).expand(len(embedding), 2)
            figures[label] = float(self.generation_loss(velocity, batch, embedding))
        if final:
            figures |= self._sampled(velocity, batch, embedding)
            figures["sketch"] = float(self.sketch_loss(velocity, batch))
        return figures

    def _held_out_batch(self, final: bool) -> Batch:
        indices = held_out_indices(self.held_out, self.config.run.held_out)
        count = len(indices)
        generator = torch.Generator().manual_seed(5)
        tonal, drums, programs = self.held_out.control(indices)
        raw = self.held_out.derived("latents", indices)
        batch = draw_conditions(self.held_out, indices, generator)
        batch["given"] = SUBSETS[6].expand(count, 3)
        return {
            **batch,
            "latent": raw[:, 0],
            "mel": self.held_out.mel(indices),
            "noise": torch.from_numpy(normal(5, tuple(raw[:, 0].shape))),
            "time": (torch.arange(count) + 0.5) / count,
            "tonal": tonal,
            "drums": drums,
            "programs": programs,
        }

    def _sampled(self, velocity: nn.Module, batch: Batch, embedding: torch.Tensor) -> Readings:
        """Log-mel L1 in nat, against the clip itself, of what is sampled with guidance, and with a single step; and of two yardsticks.

        ``vae``: the clip through the autoencoder, the floor. ``mean mel``: one constant spectrum, what knowing nothing reaches.
        """
        flow = self.config.flow
        field = guided_field(velocity, batch, embedding, flow.guidance)
        figures = {}
        for label, steps in (("sampled", flow.solver_steps), ("one step", 1)):
            mel = self.vae.decode(euler(field, flow.temperature * batch["noise"], uniform_grid(steps)))
            figures[label] = float((mel - batch["mel"]).abs().mean())
        figures["vae"] = float((self.vae.decode_raw(batch["latent"]) - batch["mel"]).abs().mean())
        figures["mean mel"] = float((batch["mel"] - batch["mel"].mean((0, 2), keepdim=True)).abs().mean())
        return figures


def guided_field(velocity: nn.Module, batch: Batch, embedding: torch.Tensor, scale: float) -> Velocity:
    """The velocity field of a batch's conditions under guidance; without conditions means neither e_f nor score."""

    def run(dropped: float) -> Velocity:
        def field(x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
            drop = torch.full((len(x), 2), dropped, device=x.device)
            return velocity(x, t, embedding, batch["tonal"], batch["drums"], batch["programs"], drop)

        return field

    return guided(run(0.0), run(1.0), scale)


class JointPart(GeneratePart):
    """Stage three: adapters and velocity network together, by L_J = L_G + λ L_A."""

    name = "joint"

    def __init__(
        self, config: Config, train: Corpus, held_out: Corpus, vae: MelVae, adapters: nn.Module, velocity: nn.Module
    ) -> None:
        """Goes on from the adapters of stage one and the network of stage two."""
        super().__init__(config, train, held_out, vae, adapters)
        self.adapters.requires_grad_(True)
        self.velocity = velocity.requires_grad_(True)
        self.module = nn.ModuleDict({"adapters": self.adapters, "velocity": self.velocity})

    def loss(self, batch: Batch, adversarial: bool) -> tuple[torch.Tensor, Readings]:
        """L_J and L_M; what e_M stood in for adds nothing to the adapters' share of L_G."""
        self._settle(batch["latent"].device)
        embedding, own = self.embedding(self.adapters, batch)
        generation, mel = self.generation_losses(self.velocity, batch, embedding)
        alignment = alignment_loss(batch["music"], own)
        sketch = self.sketch_loss(self.velocity, batch)
        flow = self.config.flow
        loss = generation + flow.mel_weight * mel + flow.weight * alignment + SKETCH_WEIGHT * sketch
        readings = {"generation": generation, "mel": mel, "alignment": alignment, "sketch": sketch}
        return loss, {name: float(value.detach()) for name, value in readings.items()}

    def evaluate(self, module: nn.Module, final: bool) -> Readings:
        """The figures of stage two, and the adapters' ``cosine`` with e_M."""
        figures = self._evaluate(module["adapters"], module["velocity"], final)
        aligned = alignment_figures(module["adapters"], self.held_out, self.config.run.held_out * 16)
        return {**figures, "cosine": aligned["cosine"]}
