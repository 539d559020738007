"""Writes the packs of a trained run: graph, manifest, card and reference tensors; each folder beside and renamed.

    python -m musflow.export --run <folder> --out <folder> [--date 2026-11-25] [--version 0.1.0] [--unchecked]

A pack's constants are kept in half precision where its outputs stay within 60 dB of the network's; else in single precision, and the
manifest says so. The graph that is written is run by onnxruntime and held to that. Without onnxruntime nothing is written, unless
``--unchecked`` is given: then the rounding alone is held to it, and the pack says that it was not checked.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime
import hashlib
import json
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from .checkpoint import CheckpointError
from .config import Config, ConfigError, read_config
from .corpus import tally
from .onnx_graph import OPSET, export_onnx, halve_constants, run_onnx, signal_to_noise, with_halved_weights
from .packs import Pack, packs_of, reference_notes
from .storage import StorageError, written_beside
from .trained import progress_of, vae_of

#: What half precision has to keep, and what a graph in single precision has to, in dB.
HALF_DECIBELS, SINGLE_DECIBELS = 60.0, 80.0
#: How many values of an output the reference keeps, evenly spaced.
KEPT_VALUES = 512
_EVALUATION = "npm run evaluate -- musflow --set FOLDER --packs FOLDER"
_LICENCE = Path(__file__).resolve().parents[3] / "LICENSE"


class ExportError(Exception):
    """A graph that is not what the network is, or of which that cannot be found out."""


class Nearness(NamedTuple):
    """How near a graph is to its network: in dB, and whether the graph itself was run (else the network with rounded weights was)."""

    decibels: float
    checked: bool


def export_pack(
    pack: Pack, config: Config, run: Path, out: Path, date: str, version: str, unchecked: bool
) -> dict[str, Any]:
    """Writes one pack under ``out/<id>``; gives its size in bytes, its :class:`Nearness` and its precision.

    Raises:
        ExportError: the graph is not what the network is; or it cannot be run, and ``unchecked`` does not allow for that.
        StorageError: the pack cannot be written.
    """
    folder = out / pack.id
    with written_beside(folder) as part:
        part.mkdir()
        outputs = _outputs_of(pack)
        graph = part / "model.onnx"
        tensors = [torch.from_numpy(value) for value in pack.inputs.values()]
        precision, nearness = "", Nearness(0.0, False)
        for half in (True, False):
            export_onnx(pack.module, tensors, pack.ins, pack.outs, graph)
            if half:
                halve_constants(graph)
            nearness = _nearness(graph, pack, outputs, half)
            if not nearness.checked and not unchecked:
                raise ExportError(
                    f"{pack.id}: the graph cannot be held against its network without onnxruntime, and was not written. Install it "
                    "(pip install -r requirements.lock), or give --unchecked: the packs then say that they were not checked."
                )
            precision = "fp16 weights, widened to fp32 at load; fp32 arithmetic" if half else "fp32"
            if nearness.decibels >= (HALF_DECIBELS if half else SINGLE_DECIBELS):
                break
        else:
            raise ExportError(f"{pack.id}: the graph is only within {nearness.decibels:.1f} dB of the network")
        if not nearness.checked:
            precision += "; not checked: no runtime held this graph against its network"
        shutil.copyfile(_LICENCE, part / "LICENSE")
        _write_json(part / "reference.json", _reference(pack, outputs, nearness))
        (part / "card.md").write_text(_card(pack, config, run, graph.stat().st_size, nearness), encoding="utf-8")
        _write_json(part / "manifest.json", _manifest(pack, config, run, part, precision, date, version))
    return {"bytes": (folder / "model.onnx").stat().st_size, "nearness": nearness, "precision": precision}


def _outputs_of(pack: Pack) -> list[NDArray[np.float32]]:
    with torch.no_grad():
        made = pack.module.eval()(*(torch.from_numpy(value) for value in pack.inputs.values()))
    return [value.numpy() for value in (made if isinstance(made, tuple) else (made,))]


def _nearness(graph: Path, pack: Pack, outputs: list[NDArray[np.float32]], half: bool) -> Nearness:
    """The worst output's signal-to-noise ratio: of the graph, or without onnxruntime of the network with rounded weights."""
    made = run_onnx(graph, pack.inputs)
    checked = made is not None
    if made is None:
        module = with_halved_weights(pack.module) if half else pack.module
        made = _outputs_of(dataclasses.replace(pack, module=module))
    return Nearness(min(signal_to_noise(asked, found) for asked, found in zip(outputs, made, strict=True)), checked)


def _reference(pack: Pack, outputs: list[NDArray[np.float32]], nearness: Nearness) -> dict[str, Any]:
    """Inputs by their recipe, and of each output evenly spaced values with their flat indices, mean and root mean square."""
    kept = []
    for port, values in zip(pack.outs, outputs, strict=True):
        flat = values.reshape(-1).astype(np.float64)
        stride = max(1, len(flat) // KEPT_VALUES)
        kept.append(
            {
                "name": port.name,
                "shape": list(values.shape),
                "stride": stride,
                "values": [float(f"{v:.6g}") for v in flat[::stride]],
                "mean": float(flat.mean()),
                "rms": float(np.sqrt(np.square(flat).mean())),
            }
        )
    return {
        "framework": f"PyTorch {torch.__version__}, fp32",
        "decibels": round(min(nearness.decibels, 200.0), 1),
        "checked": nearness.checked,
        "noise": "normal(seed) of models/training/musflow/noise.py over bridge/protocol/seededRandom.ts",
        "inputs": {name: {"shape": list(value.shape), "type": str(value.dtype)} for name, value in pack.inputs.items()},
        "recipe": pack.recipe,
        "notes": np.round(reference_notes().astype(np.float64), 7).tolist(),
        "outputs": kept,
    }


def _manifest(
    pack: Pack, config: Config, run: Path, folder: Path, precision: str, date: str, version: str
) -> dict[str, Any]:
    def described(ports: tuple, types: dict[str, str]) -> list[dict[str, Any]]:
        return [{"name": p.name, "type": types.get(p.name, "float32"), "shape": list(p.axes)} for p in ports]

    files = []
    for name in ("model.onnx", "reference.json", "LICENSE"):
        content = (folder / name).read_bytes()
        files.append({"path": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()})
    return {
        "schema": 1,
        "id": pack.id,
        "kind": pack.id,
        "version": version,
        "title": pack.title,
        "inputs": described(pack.ins, {n: str(v.dtype) for n, v in pack.inputs.items()}),
        "outputs": described(pack.outs, {}),
        "precision": precision,
        "opset": OPSET,
        "preprocessing": _preprocessing(config, run),
        "origin": {"package": "leitmotif", "version": version, "registry": "none: trained by models/training"},
        "licence": {"code": "MIT", "weights": "MIT", "text": "LICENSE"},
        "commercialUse": True,
        "musicMayBeSold": "Yes: the licence of these weights puts no terms on what is made with them.",
        "made": {"script": "models/training/musflow/export.py", "date": date},
        "files": files,
    }


def _preprocessing(config: Config, run: Path) -> dict[str, Any]:
    """The mel format and its normalization, plain values as the manifest's schema wants them."""
    vae, _ = vae_of(config, run)
    form = config.mel
    return {
        "mel": form.name,
        "sampleRate": form.sample_rate,
        "channels": "mono",
        "fftSize": form.fft_size,
        "hop": form.hop,
        "window": "Hann, periodic; frames centred, edges reflected, the last frame left out",
        "mels": form.bands,
        "melScale": f"Slaney, {form.low:.0f} to {form.high:.0f} Hz, area-normalized, of the magnitude",
        "level": "ln(max(x, 1e-5))",
        "frames": 1024,
        "melMean": round(float(vae.mel_mean), 6),
        "melDeviation": round(float(vae.mel_deviation), 6),
        "controlSeconds": 0.04,
    }


def _card(pack: Pack, config: Config, run: Path, size: int, nearness: Nearness) -> str:
    """A card with what the run knows: its networks, figures and clips."""
    near = f"{nearness.decibels:.1f} dB" if nearness.checked else "not checked: there was no onnxruntime"
    parameters = sum(p.numel() for p in pack.module.parameters()) / 1e6
    machine = (run / "machine.txt").read_text().strip() if (run / "machine.txt").exists() else "not recorded"
    lines = [f"# {pack.title}", "", "| | |", "|---|---|"]
    lines += [
        f"| Weights | {parameters:.2f} million, {size / 1e6:.2f} MB |",
        f"| Graph against network | {near} |",
    ]
    lines += [f"| Mel format | {config.mel.name} |", f"| Trained on | {machine} |", "| Licence | MIT |"]
    lines += ["", "## Training", "", "| part | steps | seconds | held-out figures |", "|---|---|---|---|"]
    for name in pack.parts:
        progress = progress_of(run, name)
        last = progress["figures"][-1] if progress["figures"] else {}
        told = ", ".join(f"{key} {value:.3g}" for key, value in last.items() if key not in ("step", "seconds"))
        lines.append(f"| {name} | {progress['step']} | {progress['elapsed']:.0f} | {told} |")
    lines += ["", "## Data", "", *_data(run), ""]
    lines += ["## What it cannot do", "", f"Not evaluated yet: `{_EVALUATION}` tells what it reaches.", ""]
    return "\n".join(lines)


def _data(run: Path) -> list[str]:
    """What the prepared shards record of the clips that were trained on and of those held out."""
    learned, held_out = (tally(run / "corpus", split) for split in ("train", "validation"))
    both = learned + held_out
    if not both.clips:
        return ["Not recorded: the run's folder holds no prepared shards any more."]
    return [
        f"{', '.join(both.sets)}: {learned.clips:,} clips of 10.24 s to learn from (shards: {len(learned.shards)}) and "
        f"{held_out.clips:,} to look at meanwhile (shards: {len(held_out.shards)}), as they lie in the run's folder.",
        f"Licences of the clips: {_counted(both.licences)}. Where they came from: {_counted(both.kinds)}.",
    ]


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{name} ({count:,})" for name, count in counts.most_common())


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """The command line; 2 for an error that is told."""
    parser = argparse.ArgumentParser(description="Writes the packs of a trained run.")
    parser.add_argument("--run", type=Path, required=True, help="the folder that train.py wrote")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--date", default=datetime.date.today().isoformat())
    parser.add_argument("--version", default="0.1.0")
    parser.add_argument(
        "--unchecked", action="store_true", help="write packs where onnxruntime is missing, and say so in them"
    )
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(1)
    try:
        config = read_config(chosen.run / "config.toml")
        packs = packs_of(config, chosen.run)
        if not packs:
            raise ExportError(
                f"No part in {chosen.run} is trained to its end: go on with musflow.train, then export again."
            )
        total = 0
        for pack in packs:
            told = export_pack(pack, config, chosen.run, chosen.out, chosen.date, chosen.version, chosen.unchecked)
            total += told["bytes"]
            near = f"{told['nearness'].decibels:.1f} dB, " if told["nearness"].checked else ""
            print(f"{pack.id}: {told['bytes'] / 1e6:.2f} MB, {near}{told['precision']}", flush=True)
        print(f"{len(packs)} packs, {total / 1e6:.1f} MB")
        return 0
    except (ConfigError, CheckpointError, ExportError, StorageError, OSError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
