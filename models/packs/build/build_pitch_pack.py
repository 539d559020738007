"""Builds models/packs/basic-pitch from the TensorFlow.js graph in npm's @spotify/basic-pitch.

The graph takes sound. It is laid out here by hand from the layers' names and weights; the reference values come
from the original graph, run by TensorFlow.js (pitch_reference.mjs).
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnxruntime
from onnx import TensorProto

from graph import OPSET, Graph
from manifest import write_manifest

PACKAGE, VERSION = "@spotify/basic-pitch", "1.0.1"
RATE, HOP, WINDOW = 22050, 256, 43844
"""Hz; samples between two frames; samples of a window (two seconds without a hop)."""
FRAMES, NOTES, BINS = 172, 88, 309
"""Frames of a window; pitches from A0; bins of the constant-Q spectrum, three a semitone from A0."""
USED_BINS, OCTAVES, OCTAVE_BINS = 264, 9, 36
SHIFTS = (-36, 0, 36, 57, 72, 84, 93, 101)
"""Bins by which the spectrum is shifted, so that a note's octave below, itself and its overtones lie above each other."""
SCOPE = "StatefulPartitionedCall/model_1/"
ROWS = 12
"""Of the reference outputs every twelfth frame is kept."""
HERE = Path(__file__).parent


class BasicPitch:
    """Lays the network into a graph. Layers take the names that they have in the original."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self.weights = weights
        self.graph = Graph("basic-pitch")

    def convolution(
        self, tensor: str, kernel: str, bias: str, name: str, *, pads: list[int], stride: int = 1
    ) -> str:
        """A convolution over [batch, channels, frames, bins]; TensorFlow keeps [frames, bins, in, out]."""
        weight = np.ascontiguousarray(self.weights[kernel].transpose(3, 2, 0, 1))
        return self.graph.node(
            "Conv",
            [
                tensor,
                self.graph.constant(f"{name}.weight", weight),
                self.graph.constant(f"{name}.bias", self.weights[bias]),
            ],
            name,
            kernel_shape=list(weight.shape[2:]),
            pads=pads,
            strides=[1, stride],
        )

    def spectrum(self, sound: str) -> str:
        """The constant-Q magnitudes [batch, 1, frames, bins]: the highest octave first, then of the sound at half the rate, and so on."""
        graph = self.graph
        kernels = [self.weights[f"cq_t2010v2_1/conv1d{i}/ExpandDims_1"] for i in ("", "_1")]
        for name, kernel in zip(("real", "imaginary"), kernels):
            graph.constant(name, np.ascontiguousarray(kernel[0].transpose(2, 1, 0)))
        low_pass = self.weights["cq_t2010v2_1/conv1d_2/ExpandDims_1"]
        graph.constant("low pass", np.ascontiguousarray(low_pass[0].transpose(2, 1, 0)))
        graph.constant("mirror", np.array([0, 0, 128, 0, 0, 128], dtype=np.int64))
        octaves: dict[str, list[str]] = {"real": [], "imaginary": []}
        tensor = sound
        for octave in range(OCTAVES):
            mirrored = graph.node("Pad", [tensor, "mirror"], f"octave {octave}.mirrored", mode="reflect")
            for part, made in octaves.items():
                made.append(
                    graph.node(
                        "Conv", [mirrored, part], f"octave {octave}.{part}", strides=[HOP >> octave]
                    )
                )
            if octave < OCTAVES - 1:
                tensor = graph.node(
                    "Conv", [tensor, "low pass"], f"octave {octave}.halved", strides=[2], pads=[127, 127]
                )
        graph.constant("first bin", np.array([OCTAVES * OCTAVE_BINS - BINS], dtype=np.int64))
        graph.constant("past bins", np.array([OCTAVES * OCTAVE_BINS], dtype=np.int64))
        lengths = graph.constant("lengths", self.weights["cq_t2010v2_1/Sqrt"].reshape(1, BINS, 1))
        squares = []
        for part, made in octaves.items():
            joined = graph.node("Concat", made[::-1], f"{part}.all", axis=1)
            kept = graph.node("Slice", [joined, "first bin", "past bins", "bin axis"], f"{part}.kept")
            scaled = graph.node("Mul", [kept, lengths], f"{part}.scaled")
            squares.append(graph.node("Mul", [scaled, scaled], f"{part}.squared"))
        # The original takes the root and squares it again.
        power = graph.node("Add", squares, "power")
        return graph.node("Transpose", [power], "power.turned", perm=[0, 2, 1])

    def levels(self, power: str) -> str:
        """Decibels, from 0 for the softest of the window to 1 for its loudest, then a trained factor and shift."""
        graph = self.graph
        floor = graph.constant("floor", self.weights["normalized_log_1/add/y"])
        decibels = graph.constant("decibels", self.weights["normalized_log_1/truediv"])
        logs = graph.node("Log", [graph.node("Add", [power, floor], "power.floored")], "power.log")
        level = graph.node("Mul", [logs, decibels], "level")
        axes = graph.constant("frame and bin axes", np.array([1, 2], dtype=np.int64))
        above = graph.node("Sub", [level, graph.node("ReduceMin", [level, axes], "softest")], "level.above")
        # Silence is as loud as its softest: all zeros, and not zero divided by zero.
        span = graph.node("ReduceMax", [above, axes], "span")
        safe = graph.node("Max", [span, graph.constant("least", np.float32(1e-20))], "span.safe")
        share = graph.node("Div", [above, safe], "level.share")
        image = graph.node("Unsqueeze", [share, graph.constant("channel axis", np.array([1]))], "image")
        norm = "batch_normalization/FusedBatchNormV3"
        factor = graph.constant("norm.factor", self.weights[f"{norm}/Scaled"])
        shift = graph.constant("norm.shift", self.weights[f"{norm}/Offset"])
        return graph.node("Add", [graph.node("Mul", [image, factor], "norm.scaled"), shift], "norm")

    def stacked(self, image: str) -> str:
        """Eight channels [batch, 8, frames, 264]; channel k at a bin is the spectrum ``SHIFTS[k]`` bins above it."""
        graph = self.graph
        before, after = -min(SHIFTS), max(SHIFTS) + USED_BINS - BINS
        pads = graph.constant("around", np.array([0, 0, 0, before, 0, 0, 0, after], dtype=np.int64))
        padded = graph.node("Pad", [image, pads], "padded")
        axis = graph.constant("spectrum axis", np.array([3], dtype=np.int64))
        channels = []
        for shift in SHIFTS:
            start = graph.constant(f"from {shift}", np.array([before + shift], dtype=np.int64))
            end = graph.constant(f"to {shift}", np.array([before + shift + USED_BINS], dtype=np.int64))
            channels.append(graph.node("Slice", [padded, start, end, axis], f"harmonic {shift}"))
        return graph.node("Concat", channels, "harmonics", axis=1)

    def build(self) -> Graph:
        graph = self.graph
        graph.constant("bin axis", np.array([1], dtype=np.int64))
        sound = graph.input("sound", TensorProto.FLOAT, ["batch", WINDOW])
        line = graph.node("Unsqueeze", [sound, "bin axis"], "line")
        harmonics = self.stacked(self.levels(self.spectrum(line)))
        first = self.convolution(
            harmonics, "conv2d_1/Conv2D_weights", "conv2d_1/Conv2D_bn_offset", "conv2d_1", pads=[1, 19, 1, 19]
        )
        contours = self.probability(graph.node("Relu", [first], "re_lu_1"), "contours-reduced", [2, 2, 2, 2])
        second = self.plain(contours, "conv2d_2", [3, 2, 3, 2], stride=3)
        notes = self.probability(graph.node("Relu", [second], "re_lu_2"), "conv2d_3", [3, 1, 3, 1])
        fourth = self.convolution(
            harmonics,
            "conv2d_4/Conv2D_weights",
            "conv2d_4/Conv2D_bn_offset",
            "conv2d_4",
            pads=[2, 1, 2, 1],
            stride=3,
        )
        heard = graph.node("Concat", [notes, graph.node("Relu", [fourth], "re_lu_3")], "heard", axis=1)
        onsets = self.probability(heard, "conv2d_5", [1, 1, 1, 1])
        for name, tensor, width in (
            ("notes", notes, NOTES),
            ("onsets", onsets, NOTES),
            ("contours", contours, USED_BINS),
        ):
            graph.output(
                graph.node("Squeeze", [tensor, "bin axis"], f"{name}.flat"), name, ["batch", FRAMES, width]
            )
        return graph

    def plain(self, tensor: str, layer: str, pads: list[int], stride: int = 1) -> str:
        return self.convolution(
            tensor,
            f"{layer}/Conv2D/ReadVariableOp",
            f"{layer}/BiasAdd/ReadVariableOp",
            layer,
            pads=pads,
            stride=stride,
        )

    def probability(self, tensor: str, layer: str, pads: list[int]) -> str:
        return self.graph.node("Sigmoid", [self.plain(tensor, layer, pads)], f"{layer}.sigmoid")


def read_weights(package: Path) -> dict[str, np.ndarray]:
    """The graph's constants by their names without the common scope; what repeats for every octave has to be the same."""
    description = json.loads((package / "model" / "model.json").read_text(encoding="utf-8"))
    content = (package / "model" / "group1-shard1of1.bin").read_bytes()
    weights, offset = {}, 0
    for entry in (entry for group in description["weightsManifest"] for entry in group["weights"]):
        kind = np.dtype({"float32": "<f4", "int32": "<i4"}[entry["dtype"]])
        count = int(np.prod(entry["shape"], dtype=np.int64))
        values = np.frombuffer(content, kind, count, offset).reshape(entry["shape"])
        weights[entry["name"].removeprefix(SCOPE)] = values
        offset += count * kind.itemsize
    if offset != len(content):
        raise SystemExit("The weights are not those of the description")
    kernels = [key for key in weights if key.startswith("cq_t2010v2_1/conv1d") and weights[key].size >= 256]
    distinct = {weights[key].tobytes() for key in kernels}
    if (len(kernels), len(distinct)) != (2 * OCTAVES + OCTAVES - 1, 3):
        raise SystemExit("The octaves do not share their kernels")
    return weights


def values_of(folder: Path, name: str, shape: list[int]) -> np.ndarray:
    return np.fromfile(folder / f"{name}.f32", dtype="<f4").reshape(shape)


def reference_entry(folder: Path, name: str) -> dict:
    """Samples as a check of the twin, and every twelfth frame of the original's notes and onsets."""
    samples = values_of(folder, f"{name}.samples", [WINDOW])
    outputs = {
        output: values_of(folder, f"{name}.{output}", [FRAMES, NOTES])[::ROWS]
        for output in ("notes", "onsets")
    }
    return {
        "name": name,
        "samples": [round(float(v), 7) for v in samples[1000:1008]],
        **{output: [[round(float(v), 6) for v in row] for row in rows] for output, rows in outputs.items()},
    }


def manifest_fields(date: str) -> dict:
    outputs = (("notes", NOTES), ("onsets", NOTES), ("contours", USED_BINS))
    return {
        "id": "basic-pitch",
        "kind": "pitch-detector",
        "version": "1.0.0",
        "title": "Notes in sung and played audio (Basic Pitch)",
        "inputs": [{"name": "sound", "type": "float32", "shape": ["batch", WINDOW]}],
        "outputs": [
            {"name": name, "type": "float32", "shape": ["batch", FRAMES, width]} for name, width in outputs
        ],
        "precision": "fp32 weights and arithmetic",
        "opset": OPSET,
        "preprocessing": {
            "sampleRate": RATE,
            "channels": "mono",
            "hop": HOP,
            "window": WINDOW,
            "frames": FRAMES,
            "lowestPitch": 21,
            "pitches": NOTES,
        },
        "origin": {"package": PACKAGE, "version": VERSION, "registry": "npm"},
        "licence": {"code": "Apache-2.0", "weights": "Apache-2.0", "text": "LICENSE"},
        "commercialUse": True,
        "musicMayBeSold": "Yes: the licence of these weights puts no terms on what is made with them.",
        "made": {"script": "models/packs/build/build_pitch_pack.py", "date": date},
    }


def report_agreement(model: Path, folder: Path, names: list[str]) -> None:
    """Prints how far the packed model is from the original, over all frames."""
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    for name in names:
        sound = values_of(folder, f"{name}.samples", [1, WINDOW])
        ours = dict(zip(("notes", "onsets", "contours"), session.run(None, {"sound": sound})))
        apart = {
            output: np.abs(
                values[0] - values_of(folder, f"{name}.{output}", list(values.shape[1:]))
            ).max()
            for output, values in ours.items()
        }
        print(name, ", ".join(f"{output} apart by at most {most:.2e}" for output, most in apart.items()))
    print(f"{model.name} {model.stat().st_size:,} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--package", type=Path, required=True, help="the unpacked npm package")
    parser.add_argument("--reference", type=Path, required=True, help="what pitch_reference.mjs wrote")
    parser.add_argument("--out", type=Path, default=HERE.parent / "basic-pitch")
    parser.add_argument("--date", required=True, help="the day that the manifest states, YYYY-MM-DD")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)

    BasicPitch(read_weights(options.package)).build().save(options.out / "model.onnx")
    shutil.copyfile(options.package / "LICENSE", options.out / "LICENSE")

    names = ["melody", "chord", "noise", "silence"]
    rows = ",\n".join(
        json.dumps(reference_entry(options.reference, name), separators=(",", ":")) for name in names
    )
    framework = (options.reference / "framework.txt").read_text(encoding="utf-8")
    header = {
        "framework": f"{framework}, running the graph of {PACKAGE} {VERSION}, fp32",
        "tolerance": {"probability": 1e-3},
        "rows": ROWS,
    }
    text = json.dumps(header, indent=2)[:-2]
    (options.out / "reference.json").write_text(
        f'{text},\n  "sounds": [\n{rows}\n  ]\n}}\n', encoding="utf-8"
    )
    write_manifest(options.out, manifest_fields(options.date), ["model.onnx", "LICENSE"])
    report_agreement(options.out / "model.onnx", options.reference, names)


if __name__ == "__main__":
    main()
