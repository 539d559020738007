"""The networks of a run's folder, as their checkpoints left them (averaged weights, ready for use)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from torch import nn

from . import checkpoint
from .adapters import Adapters
from .config import Config, Plan
from .encoders import JointEncoders
from .stages import make_velocity
from .vae import MelVae
from .velocity import VelocityNetwork
from .vocoder import Vocoder


def weights_of(folder: Path, part: str) -> tuple[dict[str, torch.Tensor], str]:
    """The averaged weights of a part that is trained to its end, and their fingerprint."""
    state = checkpoint.load(folder / f"{part}.pt")
    if not state["progress"]["done"]:
        raise checkpoint.CheckpointError(f"{part} is not trained to its end in {folder}: run the same command again.")
    return state["average"], state["fingerprint"]


def is_done(folder: Path, part: str, plan: Plan | None = None) -> bool:
    """Whether a part is trained to its end, and with ``plan`` to the end of that plan, which may be longer than the one it had."""
    path = folder / f"{part}.pt"
    if not path.exists():
        return False
    progress = checkpoint.load(path)["progress"]
    longer = plan is not None and (progress["step"] < plan.steps if plan.steps else progress["elapsed"] < plan.seconds)
    return bool(progress["done"]) and not longer


def progress_of(folder: Path, part: str) -> dict[str, Any]:
    """Steps, seconds, curve and figures of a part."""
    return checkpoint.load(folder / f"{part}.pt")["progress"]


def vae_of(config: Config, folder: Path) -> tuple[MelVae, str]:
    """The autoencoder and its fingerprint."""
    weights, mark = weights_of(folder, "vae")
    return _filled(MelVae(config.mel.bands, config.vae.outer, config.vae.inner), weights), mark


def encoders_of(config: Config, folder: Path) -> tuple[JointEncoders, str]:
    """The joint space's towers and their fingerprint."""
    weights, mark = weights_of(folder, "encoders")
    width = weights["text.standardize.mean"].shape[0]
    return _filled(JointEncoders(config.mel.bands, width, config.encoders.width, config.encoders.blocks), weights), mark


def vocoder_of(config: Config, folder: Path) -> Vocoder:
    """The vocoder."""
    shape = config.vocoder
    return _filled(Vocoder(config.mel, shape.width, shape.hidden, shape.blocks), weights_of(folder, "vocoder")[0])


def adapters_of(config: Config, folder: Path, stage: str) -> Adapters:
    """The adapters after stage ``align`` or ``joint``."""
    weights = weights_of(folder, stage)[0]
    if stage == "joint":
        weights = _below(weights, "adapters.")
    widths = [weights[f"by_condition.{name}.standardize.mean"].shape[0] for name in ("image", "story")]
    return _filled(Adapters(widths[0], widths[1], config.adapters.hidden, config.adapters.dropout), weights)


def velocity_of(config: Config, folder: Path, stage: str) -> VelocityNetwork:
    """The velocity network after stage ``generate`` or ``joint``."""
    weights = weights_of(folder, stage)[0]
    return _filled(make_velocity(config), _below(weights, "velocity.") if stage == "joint" else weights)


def _below(weights: dict[str, torch.Tensor], prefix: str) -> dict[str, torch.Tensor]:
    return {name[len(prefix) :]: value for name, value in weights.items() if name.startswith(prefix)}


def _filled(module: Any, weights: dict[str, torch.Tensor]) -> Any:
    try:
        module.load_state_dict(weights)
    except RuntimeError as error:
        raise checkpoint.CheckpointError(f"The checkpoint is of another configuration: {str(error)[:300]}") from error
    assert isinstance(module, nn.Module)
    return module.eval()
