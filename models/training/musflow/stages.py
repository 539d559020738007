"""The three stages of training (paper §3.3): *align* the adapters, *generate* with the adapters frozen, *joint* with L_G + λ L_A."""

from __future__ import annotations

import dataclasses

import torch
from torch import nn

from .adapters import EMBEDDING, Adapters, alignment_loss
from .config import FIGURES_TEMPERATURE, Config
from .control import NO_STYLE, UNKNOWN
from .corpus import Corpus, Score
from .flow import Velocity, euler, flow_loss, guided, logit_normal_times, transport_pair, uniform_grid
from .masks import CONDITIONS, SUBSETS, NullRates, condition_masks, null_drops, program_drops
from .noise import normal
from .prior import Foretold, prior_loss
from .sketch import sketch_loss
from .sound_parts import draw_indices, held_out_indices
from .trainer import Batch, Part, Readings
from .vae import MelVae, sample_posterior
from .velocity import VelocityNetwork

#: Small, because all gradients are clipped together; the optimizer's steps do not depend on it.
SKETCH_WEIGHT = 0.02


def make_adapters(config: Config, train: Corpus) -> Adapters:
    """Adapters for the widths of ``train``, with its features' means and deviations."""
    adapters = Adapters(train.width("image"), train.width("story"), config.adapters.hidden, config.adapters.dropout)
    for name in CONDITIONS:
        adapters.by_condition[name].standardize.fit(train.all_rows(name))
    return adapters


def make_velocity(config: Config) -> VelocityNetwork:
    """The velocity network of a configuration."""
    return VelocityNetwork(bands=config.latent_bands, **dataclasses.asdict(config.velocity))


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
        score = self.train.score(indices)
        told = torch.cat([score.programs, score.style[:, None]], dim=1)
        told = program_drops(told, self.rates.program, (*UNKNOWN, NO_STYLE), generator)
        raw = self.train.derived("latents", indices)
        latent = sample_posterior(raw[:, 0], raw[:, 1], torch.randn(raw[:, 0].shape, generator=generator))
        batch = draw_conditions(self.train, indices, generator)
        return {
            **batch,
            "latent": latent,
            "noise": torch.randn(latent.shape, generator=generator),
            "time": logit_normal_times(count, generator, flow.time_mean, flow.time_deviation),
            "mel": self.train.mel(indices),
            **score._replace(programs=told[:, :-1], style=told[:, -1])._asdict(),
            "drop": null_drops(count, self.rates, generator),
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

    def generation_loss(
        self, velocity: VelocityNetwork, batch: Batch, embedding: torch.Tensor, foretold: Foretold
    ) -> torch.Tensor:
        """L_G."""
        xt, target = transport_pair(batch["noise"], self.vae.normalize(batch["latent"]), batch["time"])
        return flow_loss(velocity.told(xt, batch["time"], embedding, foretold, batch["drop"]), target)

    def losses(
        self, velocity: VelocityNetwork, batch: Batch, embedding: torch.Tensor
    ) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
        """L_G and what the prior and its sketch learn from; and each by itself: ``mel`` and ``sketch`` in nat."""
        foretold = velocity.prior(score_of(batch))
        parts = {
            "generation": self.generation_loss(velocity, batch, embedding, foretold),
            "prior": prior_loss(foretold, self.vae.normalize(batch["latent"])),
            "mel": (foretold.mel - batch["mel"]).abs().mean(),
            "sketch": sketch_loss(foretold.sketch, batch["mel"]),
        }
        learned = self.config.flow.prior_weight * (parts["prior"] + parts["mel"]) + SKETCH_WEIGHT * parts["sketch"]
        return parts["generation"] + learned, parts

    def loss(self, batch: Batch, adversarial: bool) -> tuple[torch.Tensor, Readings]:
        """:meth:`losses` with the adapters as they are."""
        self._settle(batch["latent"].device)
        with torch.no_grad():
            embedding, _ = self.embedding(self.adapters, batch)
        loss, parts = self.losses(self.velocity, batch, embedding)
        return loss, {name: float(value.detach()) for name, value in parts.items()}

    def _settle(self, device: torch.device) -> None:
        self.vae.to(device)
        self.adapters.to(device)

    def evaluate(self, module: nn.Module, final: bool) -> Readings:
        """L_G with all conditions, without e_f, without the score, without both; and L1 in nat, of what the score foretells (decoded, and as
        the prior's own mel), of its sketch, and at the end of sampled clips.
        """
        return self._evaluate(self.adapters, module, final)

    def _evaluate(self, adapters: nn.Module, velocity: VelocityNetwork, final: bool) -> Readings:
        device = next(velocity.parameters()).device
        self._settle(device)
        batch = {name: value.to(device) for name, value in self._held_out_batch(final).items()}
        batch["hears"] = torch.zeros(len(batch["time"]), device=device)
        embedding, _ = self.embedding(adapters, batch)
        foretold = velocity.prior(score_of(batch))
        figures: Readings = {}
        for label, drop in (("given", (0, 0)), ("no embedding", (1, 0)), ("no score", (0, 1)), ("nothing", (1, 1))):
            batch["drop"] = torch.tensor([drop], dtype=torch.float32, device=device).expand(len(embedding), 2)
            figures[label] = float(self.generation_loss(velocity, batch, embedding, foretold))
        figures |= {
            "foretold": float((self.vae.decode(foretold.mean) - batch["mel"]).abs().mean()),
            "foretold mel": float((foretold.mel - batch["mel"]).abs().mean()),
            "sketch": float(sketch_loss(foretold.sketch, batch["mel"])),
        }
        return figures | (self._sampled(velocity, batch, embedding) if final else {})

    def _held_out_batch(self, final: bool) -> Batch:
        indices = held_out_indices(self.held_out, self.config.run.held_out)
        count = len(indices)
        generator = torch.Generator().manual_seed(5)
        raw = self.held_out.derived("latents", indices)
        batch = draw_conditions(self.held_out, indices, generator)
        batch["given"] = SUBSETS[6].expand(count, 3)
        return {
            **batch,
            "latent": raw[:, 0],
            "mel": self.held_out.mel(indices),
            "noise": torch.from_numpy(normal(5, tuple(raw[:, 0].shape))),
            "time": (torch.arange(count) + 0.5) / count,
            **self.held_out.score(indices)._asdict(),
        }

    def _sampled(self, velocity: VelocityNetwork, batch: Batch, embedding: torch.Tensor) -> Readings:
        """Log-mel L1 in nat, against the clip itself, of what is sampled with guidance, and with a single step; and of two yardsticks.

        ``vae``: the clip through the autoencoder, the floor. ``mean mel``: one constant spectrum, what knowing nothing reaches.
        """
        flow = self.config.flow
        field = guided_field(velocity, batch, embedding, flow.guidance)
        temperature = FIGURES_TEMPERATURE if flow.temperature is None else flow.temperature
        figures = {}
        for label, steps in (("sampled", flow.solver_steps), ("one step", 1)):
            mel = self.vae.decode(euler(field, temperature * batch["noise"], uniform_grid(steps)))
            figures[label] = float((mel - batch["mel"]).abs().mean())
        figures["vae"] = float((self.vae.decode_raw(batch["latent"]) - batch["mel"]).abs().mean())
        figures["mean mel"] = float((batch["mel"] - batch["mel"].mean((0, 2), keepdim=True)).abs().mean())
        return figures


def score_of(batch: Batch) -> Score:
    """The scores of a batch."""
    return Score(*(batch[name] for name in Score._fields))


def guided_field(velocity: VelocityNetwork, batch: Batch, embedding: torch.Tensor, scale: float) -> Velocity:
    """The velocity field of a batch's conditions; guidance exaggerates what e_f adds to the score, for that is followed as it is."""
    foretold = velocity.prior(score_of(batch))

    def run(dropped: float) -> Velocity:
        def field(x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
            drop = torch.tensor([[dropped, 0.0]], device=x.device).expand(len(x), 2)
            return velocity.told(x, t, embedding, foretold, drop)

        return field

    return guided(run(0.0), run(1.0), scale)


class JointPart(GeneratePart):
    """Stage three: adapters and velocity network together, by L_J = L_G + λ L_A."""

    name = "joint"

    def __init__(
        self,
        config: Config,
        train: Corpus,
        held_out: Corpus,
        vae: MelVae,
        adapters: nn.Module,
        velocity: VelocityNetwork,
    ) -> None:
        """Goes on from the adapters of stage one and the network of stage two."""
        super().__init__(config, train, held_out, vae, adapters)
        self.adapters.requires_grad_(True)
        self.velocity = velocity.requires_grad_(True)
        self.module = nn.ModuleDict({"adapters": self.adapters, "velocity": self.velocity})

    def loss(self, batch: Batch, adversarial: bool) -> tuple[torch.Tensor, Readings]:
        """L_J beside what the prior learns from; what e_M stood in for adds nothing to the adapters' share of L_G."""
        self._settle(batch["latent"].device)
        embedding, own = self.embedding(self.adapters, batch)
        loss, parts = self.losses(self.velocity, batch, embedding)
        parts["alignment"] = alignment_loss(batch["music"], own)
        loss = loss + self.config.flow.weight * parts["alignment"]
        return loss, {name: float(value.detach()) for name, value in parts.items()}

    def evaluate(self, module: nn.Module, final: bool) -> Readings:
        """The figures of stage two, and the adapters' ``cosine`` with e_M."""
        figures = self._evaluate(module["adapters"], module["velocity"], final)
        aligned = alignment_figures(module["adapters"], self.held_out, self.config.run.held_out * 16)
        return {**figures, "cosine": aligned["cosine"]}
