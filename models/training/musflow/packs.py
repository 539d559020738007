"""The packs of a trained run: which network goes into which graph, its inputs and outputs, and inputs by which it is checked.

Nothing here writes files; ``export.py`` does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from .adapters import EMBEDDING, Adapters
from .config import Config
from .control import DRUM_WIDTH, ROLE_WIDTH, TONAL_WIDTH, UNKNOWN, control_of, tonal_of_roles
from .corpus import Score
from .encoders import AudioTower, TextProjection
from .noise import normal, uniform
from .onnx_graph import Port
from .trained import adapters_of, encoders_of, is_done, vae_of, velocity_of, vocoder_of

ROWS = 256
FRAMES = 1024
#: The style of the reference inputs: ``strings``.
REFERENCE_STYLE = 3


@dataclass(frozen=True)
class Pack:
    """A graph to be written."""

    id: str
    title: str
    module: nn.Module
    ins: tuple[Port, ...]
    outs: tuple[Port, ...]
    inputs: dict[str, NDArray]
    #: How the reference inputs are made, for whoever makes them again.
    recipe: dict[str, object]
    parts: tuple[str, ...]


class AdaptersGraph(nn.Module):
    """e_f, and what each adapter says."""

    def __init__(self, adapters: Adapters) -> None:
        """Wraps trained adapters."""
        super().__init__()
        self.adapters = adapters

    def forward(
        self, image: torch.Tensor, story: torch.Tensor, caption: torch.Tensor, given: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """``fused`` [batch, 512] and ``each`` [batch, 3, 512]; a condition that is not given is 0 in both."""
        each = self.adapters.each(image, story, caption) * given[:, :, None]
        return each.sum(1) / given.sum(1, keepdim=True).clamp(min=1.0), each


class TowersGraph(nn.Module):
    """e_M of a mel, and the joint space's vector of a sentence embedding."""

    def __init__(self, audio: AudioTower, text: TextProjection) -> None:
        """Wraps the trained towers."""
        super().__init__()
        self.audio, self.text = audio, text

    def forward(self, mel: torch.Tensor, text: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """``music`` [batch, 512] and ``words`` [texts, 512], of unit length."""
        return self.audio(mel), self.text(text)


class VelocityGraph(nn.Module):
    """The velocity network with the score's tensors one by one."""

    def __init__(self, velocity: nn.Module) -> None:
        """Wraps a trained network."""
        super().__init__()
        self.velocity = velocity

    def forward(
        self,
        x: torch.Tensor,
        t: torch.Tensor,
        embedding: torch.Tensor,
        tonal: torch.Tensor,
        drums: torch.Tensor,
        programs: torch.Tensor,
        style: torch.Tensor,
        drop: torch.Tensor,
    ) -> torch.Tensor:
        """As :meth:`musflow.velocity.VelocityNetwork.forward`."""
        return self.velocity(x, t, embedding, Score(tonal, drums, programs, style), drop)


class VocoderGraph(nn.Module):
    """The vocoder without leading context."""

    def __init__(self, vocoder: nn.Module) -> None:
        """Wraps a trained vocoder."""
        super().__init__()
        self.vocoder = vocoder

    def forward(self, mel: torch.Tensor, tonal: torch.Tensor, drums: torch.Tensor, first: torch.Tensor) -> torch.Tensor:
        """Log-mel [batch, 1, frames, bands] → samples [batch, frames · hop]."""
        return self.vocoder(mel[:, 0], tonal, drums, first)


def reference_notes() -> NDArray[np.float32]:
    """Twelve notes for the reference inputs: three a group and three drums, [12, 6]."""
    draw = uniform(41, 12 * 3).reshape(12, 3)
    rows = [
        (
            role,
            (48 + 12 * (role == 0) + int(24 * a)) if role < 3 else (36, 38, 42)[k % 3],
            9.0 * b,
            0.3 + c,
            0.4 + 0.5 * a,
            8 * k,
        )
        for k, (role, (a, b, c)) in enumerate(zip([0, 1, 2, 3] * 3, draw, strict=True))
    ]
    return np.array(rows, np.float32)


def reference_score(rows: int) -> dict[str, NDArray]:
    """Control tensors of :func:`reference_notes` in the style :data:`REFERENCE_STYLE`, with a batch axis."""
    control = control_of(reference_notes(), rows)
    score = {"tonal": control.tonal[None], "drums": control.drums[None], "programs": control.programs[None]}
    return {**score, "style": np.array([REFERENCE_STYLE], np.int64)}


def reference_mel(seed: int, frames: int, bands: int) -> NDArray[np.float32]:
    """A rough log-mel [1, 1, frames, bands]: −4, falling by 4 to the top, with noise of deviation 1."""
    slope = -4.0 - 4.0 * np.arange(bands, dtype=np.float32) / bands
    return (normal(seed, (1, 1, frames, bands)) + slope).astype(np.float32)


def packs_of(config: Config, folder: Path) -> list[Pack]:
    """Every pack whose parts are trained to their end in ``folder``."""
    joint = is_done(folder, "joint")
    adapter_stage, velocity_stage = ("joint", "joint") if joint else ("align", "generate")
    makers: list[tuple[tuple[str, ...], Callable[[], Pack]]] = [
        ((adapter_stage,), lambda: _adapters_pack(config, folder, adapter_stage)),
        ((velocity_stage,), lambda: _velocity_pack(config, folder, velocity_stage)),
        (("vae",), lambda: _decoder_pack(config, folder)),
        (("vocoder",), lambda: _vocoder_pack(config, folder)),
        (("encoders",), lambda: _towers_pack(config, folder)),
    ]
    return [make() for parts, make in makers if all(is_done(folder, part) for part in parts)]


def _adapters_pack(config: Config, folder: Path, stage: str) -> Pack:
    adapters = adapters_of(config, folder, stage)
    image, text = (adapters.by_condition[n].standardize.mean.shape[0] for n in ("image", "story"))
    inputs = {
        "image": normal(1, (1, image)) / np.float32(image**0.5),
        "story": normal(2, (1, text)) / np.float32(text**0.5),
        "caption": normal(3, (1, text)) / np.float32(text**0.5),
        "given": np.array([[1, 0, 1]], np.float32),
    }
    recipe = {"image, story, caption": "normal(seed 1, 2, 3) / sqrt(width)", "given": [1, 0, 1]}
    ins = (Port("image", ("batch", image)), Port("story", ("batch", text)), Port("caption", ("batch", text)))
    return Pack(
        "musflow-adapters",
        "MusFlow: image, story and caption to one embedding",
        AdaptersGraph(adapters),
        (*ins, Port("given", ("batch", 3))),
        (Port("fused", ("batch", EMBEDDING)), Port("each", ("batch", 3, EMBEDDING))),
        inputs,
        recipe,
        (stage,) if stage == "align" else ("align", "joint"),
    )


def _velocity_pack(config: Config, folder: Path, stage: str) -> Pack:
    bands = config.latent_bands
    inputs = {
        "x": normal(11, (1, 8, ROWS, bands)),
        "t": np.array([0.3], np.float32),
        "embedding": normal(12, (1, EMBEDDING)) / np.float32(EMBEDDING**0.5),
        **reference_score(ROWS),
        "drop": np.array([[0, 0]], np.float32),
    }
    ins = (
        Port("x", ("batch", 8, ROWS, bands)),
        Port("t", ("batch",)),
        Port("embedding", ("batch", EMBEDDING)),
        Port("tonal", ("batch", ROWS, TONAL_WIDTH)),
        Port("drums", ("batch", ROWS, DRUM_WIDTH)),
        Port("programs", ("batch", len(UNKNOWN))),
        Port("style", ("batch",)),
        Port("drop", ("batch", 2)),
    )
    recipe = {
        "x": "normal(11)",
        "t": 0.3,
        "embedding": "normal(12) / sqrt(512)",
        "score": "notes",
        "style": REFERENCE_STYLE,
    }
    recipe["drop"] = [0, 0]
    return Pack(
        "musflow-velocity",
        "MusFlow: velocity of the latent, from e_f and the score",
        VelocityGraph(velocity_of(config, folder, stage)),
        ins,
        (Port("velocity", ("batch", 8, ROWS, bands)),),
        inputs,
        recipe,
        ("generate",) if stage == "generate" else ("generate", "joint"),
    )


def _decoder_pack(config: Config, folder: Path) -> Pack:
    bands = config.latent_bands
    return Pack(
        "musflow-decoder",
        "MusFlow: latent to log-mel spectrogram",
        vae_of(config, folder)[0],
        (Port("latent", ("batch", 8, "rows", bands)),),
        (Port("mel", ("batch", 1, "frames", config.mel.bands)),),
        {"latent": normal(21, (1, 8, ROWS, bands))},
        {"latent": "normal(21)"},
        ("vae",),
    )


def _vocoder_pack(config: Config, folder: Path) -> Pack:
    score = reference_score(ROWS // 4)
    inputs = {
        "mel": reference_mel(31, FRAMES // 4, config.mel.bands),
        "tonal": tonal_of_roles(score["tonal"][0])[None],
        "drums": score["drums"],
        "first": np.array([0], np.float32),
    }
    ins = (
        Port("mel", ("batch", 1, "frames", config.mel.bands)),
        Port("tonal", ("batch", "rows", ROLE_WIDTH)),
        Port("drums", ("batch", "rows", DRUM_WIDTH)),
        Port("first", ("batch",)),
    )
    recipe = {"mel": "normal(31) − 4 − 4 · band / bands", "score": "notes, 64 rows", "first": 0}
    return Pack(
        "musflow-vocoder",
        "MusFlow: log-mel spectrogram and score to sound",
        VocoderGraph(vocoder_of(config, folder)),
        ins,
        (Port("samples", ("batch", "samples")),),
        inputs,
        recipe,
        ("vocoder",),
    )


def _towers_pack(config: Config, folder: Path) -> Pack:
    encoders = encoders_of(config, folder)[0]
    text = encoders.text.standardize.mean.shape[0]
    inputs = {
        "mel": reference_mel(51, FRAMES, config.mel.bands),
        "text": normal(52, (1, text)) / np.float32(text**0.5),
    }
    return Pack(
        "musflow-audio-tower",
        "MusFlow: the joint space of music and text",
        TowersGraph(encoders.audio, encoders.text),
        (Port("mel", ("batch", 1, FRAMES, config.mel.bands)), Port("text", ("texts", text))),
        (Port("music", ("batch", EMBEDDING)), Port("words", ("texts", EMBEDDING))),
        inputs,
        {"mel": "normal(51) − 4 − 4 · band / bands", "text": "normal(52) / sqrt(width)"},
        ("encoders",),
    )
