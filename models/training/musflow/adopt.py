"""Begins a run with the weights of packs: where the run that made them is gone, or a set of one's own shall go on from what ships.

    python -m musflow.adopt --packs ../packs --config configs/cpu-tune.toml --out <run>
    python -m musflow.train --config configs/cpu-tune.toml --shards <shards> --out <run> --parts vae,vocoder,generate

Packs hold what the runtime needs. The autoencoder's encoder is not among it, and is trained anew for the decoder as it is
(``vae.keeps_decoder``); neither is the prior's own mel, which begins as its sketch. Half precision has rounded weights by up to 1 in 2000.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from . import checkpoint
from .adapters import Adapters
from .config import Config, ConfigError, read_config
from .control import ROLES, TONAL_FEATURES
from .encoders import JointEncoders
from .sketch import SCALE
from .stages import make_velocity
from .storage import StorageError
from .vae import MelVae
from .vocoder import Vocoder

Weights = dict[str, torch.Tensor]


def weights_of_graph(path: Path) -> Weights:
    """The weights of an exported graph by the names of its network's parameters.

    What the exporter left as it is has its name. The weight of a linear layer is transposed, and a group norm's has other axes: they are
    named by the node that takes them. Of what was worked out beforehand see :func:`_sketch_of`.

    Raises:
        CheckpointError: the graph cannot be read.
    """
    import onnx
    from onnx import numpy_helper

    try:
        graph = onnx.load(str(path)).graph
    except Exception as error:
        raise checkpoint.CheckpointError(f"{path} cannot be read: {error}. Name a folder of musflow packs.") from error
    values = {each.name: torch.from_numpy(numpy_helper.to_array(each).astype(np.float32)) for each in graph.initializer}
    for node in graph.node:  # what was kept in half precision is widened by a cast
        if node.op_type == "Cast" and node.input[0] in values:
            values[node.output[0]] = values.pop(node.input[0])
    found = {name: value for name, value in values.items() if not name.startswith(("onnx::", "/"))}
    folded: list[torch.Tensor] = []
    for node in graph.node:
        module = ".".join(node.name.split("/")[1:-1])
        for name in (name for name in node.input if name.startswith("onnx::") and name in values):
            value = values[name]
            if module.endswith(".sketch"):
                folded += [] if any(value is known for known in folded) else [value]
            elif node.op_type == "MatMul":
                found[f"{module}.weight"] = value.T
            elif node.op_type in ("Mul", "Add"):
                found[f"{module}.{'weight' if node.op_type == 'Mul' else 'bias'}"] = value.flatten()
    return {_without_repeats(name): value for name, value in {**found, **_sketch_of(folded)}.items()}


def _without_repeats(name: str) -> str:
    """``decoder.decoder.1`` is ``decoder.1``: nodes name a sequence and then its own place in it."""
    return re.sub(r"(^|\.)(\w+)\.\2\.(?=\d)", r"\1\2.", name)


def _sketch_of(folded: list[torch.Tensor]) -> Weights:
    """The sketch's parameters, which the exporter multiplied by its scale: told by their shapes, the exponents by the order of their use."""
    found: Weights = {}
    exponents: list[torch.Tensor] = []
    for value in folded:
        if value.numel() == 1 or value.shape == (2, 1):
            exponents += value.flatten()
        else:
            name = {3: "drums", 2: "spectra"}.get(value.dim()) or ("times" if value.numel() == 2 else "floor")
            found[f"velocity.prior.sketch.{name}"] = value / SCALE
    if len(exponents) == ROLES * TONAL_FEATURES:
        used = torch.stack(exponents).view(ROLES, TONAL_FEATURES, 1)
        found["velocity.prior.sketch.exponents"] = (
            used.roll(1, 1) / SCALE
        )  # sustain and decay are used before the onset
    return found


def fill(module: nn.Module, weights: Weights, prefix: str = "") -> list[str]:
    """Puts ``weights`` under ``prefix`` into ``module``; gives the names of what they lack or have in another shape."""
    state = module.state_dict()
    own = {name.removeprefix(prefix): value for name, value in weights.items()}
    fitting = {name for name, value in state.items() if name in own and own[name].shape == value.shape}
    module.load_state_dict(
        {name: own[name].to(value.dtype) if name in fitting else value for name, value in state.items()}
    )
    return sorted(set(state) - fitting)


def adopt(packs: Path, config: Config, out: Path) -> dict[str, list[str]]:
    """Writes the checkpoints of a run that begins with ``packs``; gives what each part begins anew.

    ``encoders`` and ``align`` are done with it; ``vae``, ``vocoder`` and ``generate`` are to be trained on.

    Raises:
        CheckpointError: a pack is missing or is none.
        StorageError: the run's folder cannot be written; none of the checkpoints is left there.
    """
    tower, adapters = (
        weights_of_graph(packs / f"musflow-{name}" / "model.onnx") for name in ("audio-tower", "adapters")
    )
    image, text = (adapters[f"adapters.by_condition.{name}.standardize.mean"].shape[0] for name in ("image", "story"))
    bands = config.mel.bands
    shape = config.vocoder
    torch.manual_seed(config.run.seed)
    parts: list[tuple[str, nn.Module, Weights, str, bool]] = [
        ("encoders", JointEncoders(bands, text, config.encoders.width, config.encoders.blocks), tower, "", True),
        ("align", Adapters(image, text, config.adapters.hidden, config.adapters.dropout), adapters, "adapters.", True),
    ]
    for part, pack, module, prefix in (
        ("vae", "decoder", MelVae(bands, config.vae.outer, config.vae.inner), ""),
        ("vocoder", "vocoder", Vocoder(config.mel, shape.width, shape.hidden, shape.blocks), "vocoder."),
        ("generate", "velocity", make_velocity(config), "velocity."),
    ):
        parts.append((part, module, weights_of_graph(packs / f"musflow-{pack}" / "model.onnx"), prefix, False))
    anew = {}
    written: list[Path] = []
    try:
        for part, module, weights, prefix, done in parts:
            anew[part] = fill(module, weights, prefix)
            written.append(out / f"{part}.pt")
            _write(written[-1], part, module, done)
    except BaseException:
        for path in written:
            path.unlink(missing_ok=True)
        raise
    return anew


def _write(path: Path, part: str, module: nn.Module, done: bool) -> None:
    state = module.state_dict()
    progress: dict[str, Any] = {"step": 0, "elapsed": 0.0, "curve": [], "figures": [], "done": done}
    tensors = {"module": state, "average": state, "optimizer": {}}
    plain = {"part": part, "progress": progress, "fingerprint": checkpoint.fingerprint(state)}
    checkpoint.save(path, tensors, plain)


def main(arguments: list[str] | None = None) -> int:
    """The command line; 2 for an error that is told."""
    parser = argparse.ArgumentParser(description="Begins a run with the weights of packs.")
    parser.add_argument("--packs", type=Path, required=True, help="the folder with musflow-velocity and the others")
    parser.add_argument("--config", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="the run's folder, which has no checkpoints yet")
    chosen = parser.parse_args(arguments)
    try:
        if known := sorted(path.name for path in chosen.out.glob("*.pt")):
            raise checkpoint.CheckpointError(f"{chosen.out} is a run already ({known[0]}). Name another folder.")
        for part, names in adopt(chosen.packs, read_config(chosen.config), chosen.out).items():
            print(f"{part}: {f'{len(names)} begin anew, such as {names[0]}' if names else 'all taken up'}", flush=True)
    except (ConfigError, checkpoint.CheckpointError, StorageError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
