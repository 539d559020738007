"""What a run is told: a TOML file, read into frozen tables. An unknown or missing field is an error with its name."""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .mel import FORMATS, MelFormat


class ConfigError(Exception):
    """A configuration that cannot be used; says which field and why."""


@dataclass(frozen=True)
class Plan:
    """How long and how fast one part is trained.

    Either ``seconds`` (wall clock, over all runs together) or ``steps`` bounds it; the learning rate rises over ``warmup`` steps to
    ``learning_rate`` and falls as a cosine of the share that is spent. ``batch`` is a process's share of the batch.
    """

    batch: int
    learning_rate: float
    seconds: float = 0.0
    steps: int = 0
    warmup: int = 60
    beta2: float = 0.98
    weight_decay: float = 0.01
    clip: float = 1.0

    def __post_init__(self) -> None:
        """Refuses plans without a definite end."""
        if (self.seconds > 0) == (self.steps > 0):
            raise ConfigError("a plan has either seconds or steps, not both and not none")
        if self.batch < 1 or self.learning_rate <= 0:
            raise ConfigError("batch and learning_rate must be positive")


@dataclass(frozen=True)
class Run:
    """What holds for all parts.

    ``processes``: how many single-threaded CPU processes average their gradients (ignored on a GPU and under torchrun).
    ``loaders``: threads that make batches ahead, and processes that prepare shards.
    ``ema``: share of the averaged weights that is kept at each step. ``held_out``: clips per evaluation.
    """

    seed: int = 1
    processes: int = 1
    loaders: int = 0
    ema: float = 0.998
    mel: str = "leitmotif-32k"
    checkpoint_seconds: float = 60.0
    evaluate_seconds: float = 300.0
    held_out: int = 16

    def __post_init__(self) -> None:
        """Refuses an unknown mel format."""
        if self.mel not in FORMATS:
            raise ConfigError(f"run.mel is {self.mel!r}; known are {', '.join(FORMATS)}")


@dataclass(frozen=True)
class VaeShape:
    """Features at half and quarter resolution, and mel frames of a training crop.

    ``keeps_decoder``: only the encoder is trained, against a decoder that is there already (``adopt.py``), whose latents' statistics stay.
    """

    outer: int = 32
    inner: int = 96
    frames: int = 256
    keeps_decoder: bool = False


@dataclass(frozen=True)
class EncoderShape:
    """The audio tower's width and its blocks at each of two resolutions."""

    width: int = 192
    blocks: int = 2


@dataclass(frozen=True)
class VocoderShape:
    """Width, inner width and number of blocks; mel frames of a training crop; when discriminators join (share of the plan, 1: never)."""

    width: int = 288
    hidden: int = 864
    blocks: int = 5
    frames: int = 64
    adversarial_from: float = 1.0


@dataclass(frozen=True)
class AdapterShape:
    """Inner width and dropout of the adapters."""

    hidden: int = 512
    dropout: float = 0.1


@dataclass(frozen=True)
class VelocityShape:
    """Width, number of blocks, attention heads; blocks of the score's prior, and their dropout."""

    width: int = 256
    layers: int = 6
    heads: int = 4
    prior_layers: int = 4
    dropout: float = 0.1


#: The deviation of the noise that the engine begins with unless a person asks for another (bridge/protocol/musflow.ts).
ENGINE_TEMPERATURE = 0.33
#: That of the figures on held-out clips, kept as it was so that they can be compared with those in cards and README.
FIGURES_TEMPERATURE = 0.67


@dataclass(frozen=True)
class Flow:
    """What the flow is trained on.

    ``weight`` is λ of L_J = L_G + λ L_A; ``prior_weight`` that of what the score foretells (``prior.py``). ``source`` is what stands for
    e_f: ``adapters`` (the paper's), or for its ablation ``music`` (e_M itself), ``raw`` (the mean of the given raw features, projected at
    random to 512). ``music_share``: share of samples that see e_M in e_f's place, so that one network also serves as the ceiling. The drops
    are rates of ``masks.NullRates``. ``solver_steps``, ``guidance`` and ``temperature`` (the starting noise's deviation) are for sampling of
    held-out clips: without a temperature figures take :data:`FIGURES_TEMPERATURE`, and pictures :data:`ENGINE_TEMPERATURE`.
    """

    weight: float = 0.1
    prior_weight: float = 0.5
    source: str = "adapters"
    music_share: float = 0.1
    time_mean: float = -0.3
    time_deviation: float = 1.0
    drop_both: float = 0.06
    drop_embedding: float = 0.04
    drop_score: float = 0.06
    drop_program: float = 0.12
    solver_steps: int = 5
    guidance: float = 1.0
    temperature: float | None = None

    def __post_init__(self) -> None:
        """Refuses an unknown source."""
        if self.source not in ("adapters", "music", "raw"):
            raise ConfigError(f"flow.source is {self.source!r}; known are adapters, music, raw")


@dataclass(frozen=True)
class Config:
    """A whole configuration; ``plans`` are by part."""

    run: Run
    vae: VaeShape
    encoders: EncoderShape
    vocoder: VocoderShape
    adapters: AdapterShape
    velocity: VelocityShape
    flow: Flow
    plans: dict[str, Plan] = field(default_factory=dict)

    @property
    def mel(self) -> MelFormat:
        """The mel format."""
        return FORMATS[self.run.mel]

    @property
    def latent_bands(self) -> int:
        """Rows of the latent in frequency."""
        return self.mel.bands // 4


#: The parts in the order in which they are trained.
PARTS = ("vae", "encoders", "vocoder", "align", "generate", "joint")


def read_config(path: Path) -> Config:
    """Reads ``path``: the tables of :class:`Config`, and ``[plan.<part>]`` for every part."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    plans = tables.pop("plan", {})
    if missing := [part for part in PARTS if part not in plans]:
        raise ConfigError(f"{path}: no plan for {', '.join(missing)}")
    kinds = {"run": Run, "vae": VaeShape, "encoders": EncoderShape, "vocoder": VocoderShape}
    kinds |= {"adapters": AdapterShape, "velocity": VelocityShape, "flow": Flow}
    if unknown := [*(tables.keys() - kinds.keys()), *(plans.keys() - set(PARTS))]:
        raise ConfigError(f"{path}: unknown {', '.join(unknown)}")
    made = {name: _table(path, name, kind, tables.get(name, {})) for name, kind in kinds.items()}
    return Config(**made, plans={part: _table(path, f"plan.{part}", Plan, plans[part]) for part in PARTS})


def _table(path: Path, name: str, kind: type, values: dict[str, Any]) -> Any:
    known = {f.name for f in dataclasses.fields(kind)}
    if unknown := values.keys() - known:
        raise ConfigError(f"{path}: [{name}] knows no {', '.join(sorted(unknown))}")
    try:
        return kind(**values)
    except (TypeError, ConfigError) as error:
        raise ConfigError(f"{path}: [{name}]: {error}") from error
