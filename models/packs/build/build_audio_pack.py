"""Builds models/packs/musicnn-mtt from the TensorFlow 1 checkpoint in PyPI's musicnn.

The graph takes log-mel patches. It is laid out here by hand from musicnn/models.py; the reference values come
from that file itself, run by TensorFlow on the same checkpoint.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from pathlib import Path

import numpy as np
import onnxruntime
import tensorflow as tf
from onnx import TensorProto

from graph import OPSET, Graph
from manifest import write_json, write_manifest
from musicnn_sounds import FRAMES, MELS, SOUNDS, original_patch, rounded_patch, samples_of

PACKAGE, VERSION, MODEL = "musicnn", "0.1.0", "MTT_musicnn"
TAGS, EMBEDDING = 50, 200
BATCH_NORM_EPSILON = 1e-3
MEL_ROWS = 8
"""Of the reference spectrograms every eighth row is kept."""
HERE = Path(__file__).parent


class Musicnn:
    """Lays the network into a graph. Layers take the names that TensorFlow counted out for them."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self.weights = weights
        self.graph = Graph("musicnn-mtt")
        self.convolutions = 0
        self.denses = 0
        self.norms = 0

    def norm(self, tensor: str, rank: int, axis: int) -> str:
        """A trained batch normalization over ``axis``: one factor and one shift a channel, kept in fp32."""
        name = counted("batch_normalization", self.norms)
        self.norms += 1
        part = {key: self.weights[f"{name}/{key}"].astype(np.float64) for key in NORM_PARTS}
        factor = part["gamma"] / np.sqrt(part["moving_variance"] + BATCH_NORM_EPSILON)
        shift = part["beta"] - part["moving_mean"] * factor
        shape = [1] * rank
        shape[axis] = factor.size
        scale = self.graph.constant(f"{name}.factor", factor.astype(np.float32).reshape(shape))
        offset = self.graph.constant(f"{name}.shift", shift.astype(np.float32).reshape(shape))
        scaled = self.graph.node("Mul", [tensor, scale], f"{name}.scaled")
        return self.graph.node("Add", [scaled, offset], name)

    def convolution(self, tensor: str, pads: list[int], *, lines: bool) -> tuple[str, str]:
        """A convolution with its ReLU over [batch, 1, time, mels], or [batch, channels, time] for ``lines``."""
        name = counted("conv2d", self.convolutions)
        self.convolutions += 1
        # TensorFlow keeps [time, mels, in, out].
        kernel = self.weights[f"{name}/kernel"]
        kernel = kernel[:, :, 0, :].transpose(2, 1, 0) if lines else kernel.transpose(3, 2, 0, 1)
        stored = self.graph.half(f"{name}.weight", np.ascontiguousarray(kernel))
        bias = self.graph.constant(f"{name}.bias", self.weights[f"{name}/bias"])
        made = self.graph.node(
            "Conv", [tensor, stored, bias], name, kernel_shape=list(kernel.shape[2:]), pads=pads
        )
        return self.graph.node("Relu", [made], f"{name}.relu"), name

    def front(self, image: str, pads: list[int]) -> str:
        """One block of the front end: convolution, then the loudest along frequency; [batch, filters, time]."""
        tensor, name = self.convolution(image, pads, lines=False)
        return self.graph.node(
            "ReduceMax", [self.norm(tensor, 4, 1), "mel axis"], f"{name}.pool", keepdims=0
        )

    def middle(self, lines: str) -> str:
        return self.norm(self.convolution(lines, [3, 3], lines=True)[0], 3, 1)

    def dense(self, tensor: str) -> str:
        name = counted("dense", self.denses)
        self.denses += 1
        weight = self.graph.half(f"{name}.weight", self.weights[f"{name}/kernel"])
        product = self.graph.node("MatMul", [tensor, weight], f"{name}.product")
        return self.graph.node(
            "Add", [product, self.graph.constant(f"{name}.bias", self.weights[f"{name}/bias"])], name
        )

    def pooled(self, lines: list[str]) -> str:
        """Loudest and mean over time, channel by channel beside each other: [batch, 2 channels]."""
        graph = self.graph
        features = graph.node("Concat", lines, "features", axis=1)
        both = [
            graph.node("ReduceMax", [features, "time axis"], "max pool", keepdims=1),
            graph.node("ReduceMean", [features, "time axis"], "mean pool", keepdims=1),
        ]
        return graph.node("Flatten", [graph.node("Concat", both, "pools", axis=2)], "pool", axis=1)

    def build(self) -> Graph:
        graph = self.graph
        graph.constant("channel axis", np.array([1], dtype=np.int64))
        graph.constant("time axis", np.array([2], dtype=np.int64))
        graph.constant("mel axis", np.array([3], dtype=np.int64))
        mel = graph.input("mel", TensorProto.FLOAT, ["batch", FRAMES, MELS])
        image = self.norm(graph.node("Unsqueeze", [mel, "channel axis"], "image"), 4, 1)
        # Padding is [time before, mels before, time after, mels after]; SAME puts the odd one after.
        timbral, temporal = [[3, 0, 3, 0]] * 2, [[size // 2 - 1, 0, size // 2, 0] for size in (128, 64, 32)]
        front = graph.node("Concat", [self.front(image, p) for p in timbral + temporal], "front", axis=1)
        first = self.middle(front)
        second = graph.node("Add", [self.middle(first), first], "second")
        third = graph.node("Add", [self.middle(second), second], "third")
        pool = self.norm(self.pooled([front, first, second, third]), 2, 1)
        embedding = self.norm(graph.node("Relu", [self.dense(pool)], "dense.relu"), 2, 1)
        tags = graph.node("Sigmoid", [self.dense(embedding)], "sigmoid")
        graph.output(tags, "tags", ["batch", TAGS])
        graph.output(embedding, "embedding", ["batch", EMBEDDING])
        return graph


NORM_PARTS = ("gamma", "beta", "moving_mean", "moving_variance")


def counted(name: str, index: int) -> str:
    """TensorFlow's name for the layer of this kind that was made after ``index`` others."""
    return name if index == 0 else f"{name}_{index}"


def package_folder() -> Path:
    spec = importlib.util.find_spec("musicnn")
    if spec is None or spec.origin is None:
        raise SystemExit("musicnn is not installed; see README.md")
    return Path(spec.origin).parent


def read_weights(prefix: str) -> dict[str, np.ndarray]:
    """The trained variables, without what the optimizer kept beside them."""
    reader = tf.compat.v1.train.NewCheckpointReader(prefix)
    names = [name for name in reader.get_variable_to_shape_map() if "Adam" not in name]
    return {name: reader.get_tensor(name) for name in names}


def original_outputs(prefix: str, patches: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Tags [n, 50] and penultimate [n, 200] of the original model definition for fp32 [n, 187, 96]."""
    from musicnn import models

    tf.compat.v1.disable_eager_execution()
    mel = tf.compat.v1.placeholder(tf.float32, [None, FRAMES, MELS])
    training = tf.compat.v1.placeholder(tf.bool)
    outputs = models.define_model(mel, training, MODEL, TAGS)
    wanted = [tf.nn.sigmoid(outputs[0]), outputs[-1]]
    one_thread = tf.compat.v1.ConfigProto(intra_op_parallelism_threads=1, inter_op_parallelism_threads=1)
    with tf.compat.v1.Session(config=one_thread) as session:
        tf.compat.v1.train.Saver().restore(session, prefix)
        return tuple(session.run(wanted, feed_dict={mel: patches, training: False}))


def reference_entry(
    name: str, samples: np.ndarray, patch: np.ndarray, tags: np.ndarray, embedding: np.ndarray
) -> dict:
    return {
        "name": name,
        "samples": [round(float(v), 7) for v in samples[1000:1008]],
        "mel": [[round(float(v), 6) for v in row] for row in patch[::MEL_ROWS]],
        "tags": [round(float(v), 7) for v in tags],
        "embedding": [round(float(v), 6) for v in embedding],
    }


def manifest_fields(date: str) -> dict:
    return {
        "id": "musicnn-mtt",
        "kind": "audio-encoder",
        "version": "1.0.0",
        "title": "Music tags and embedding (musicnn, MTT_musicnn)",
        "inputs": [{"name": "mel", "type": "float32", "shape": ["batch", FRAMES, MELS]}],
        "outputs": [
            {"name": "tags", "type": "float32", "shape": ["batch", TAGS]},
            {"name": "embedding", "type": "float32", "shape": ["batch", EMBEDDING]},
        ],
        "precision": "fp16 weights, widened to fp32 at load; fp32 normalizations and arithmetic",
        "opset": OPSET,
        "preprocessing": {
            "sampleRate": 16000,
            "channels": "mono",
            "fftSize": 512,
            "hop": 256,
            "window": "Hann, periodic; frames centred, edges reflected",
            "mels": MELS,
            "melScale": "Slaney, 0 to 8000 Hz, area-normalized",
            "level": "log10(10000 * power + 1)",
            "frames": FRAMES,
            "labels": "labels.json",
        },
        "origin": {"package": PACKAGE, "version": VERSION, "registry": "PyPI"},
        "licence": {"code": "ISC", "weights": "ISC", "text": "LICENSE"},
        "commercialUse": True,
        "musicMayBeSold": "Yes: the licence of these weights puts no terms on what is made with them.",
        "made": {"script": "models/packs/build/build_audio_pack.py", "date": date},
    }


def report_agreement(model: Path, patches: np.ndarray, tags: np.ndarray, embedding: np.ndarray) -> None:
    """Prints how far the packed model is from the original. The last half of ``tags`` is of rounded patches."""
    session = onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    ours, vector = session.run(["tags", "embedding"], {"mel": patches})
    plain, rounded = tags[: len(patches)], tags[len(patches) :]
    wanted = embedding[: len(patches)]
    norms = np.linalg.norm(vector, axis=1) * np.linalg.norm(wanted, axis=1)
    print(
        f"tags apart by at most {np.abs(ours - plain).max():.2e}, "
        f"embedding cosine at least {((vector * wanted).sum(axis=1) / norms).min():.7f}"
    )
    print(f"the original's own fp16 rounding moves tags by at most {np.abs(plain - rounded).max():.2e}")
    print(f"{model.name} {model.stat().st_size:,} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE.parent / "musicnn-mtt")
    parser.add_argument("--date", required=True, help="the day that the manifest states, YYYY-MM-DD")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    prefix = f"{package_folder() / MODEL}/"

    Musicnn(read_weights(prefix)).build().save(options.out / "model.onnx")
    from musicnn.configuration import MTT_LABELS

    origin = {"package": PACKAGE, "version": VERSION, "registry": "PyPI"}
    write_json(options.out / "labels.json", {"schema": 1, "origin": origin, "tags": MTT_LABELS})

    samples = {name: samples_of(name) for name in SOUNDS}
    patches = np.stack([original_patch(sound) for sound in samples.values()])
    rounded = np.stack([rounded_patch(sound) for sound in samples.values()])
    tags, embedding = original_outputs(prefix, np.concatenate([patches, rounded]))
    rows = ",\n".join(
        json.dumps(reference_entry(name, sound, *values), separators=(",", ":"))
        for (name, sound), *values in zip(samples.items(), patches, tags, embedding)
    )
    header = {
        "framework": f"tensorflow {tf.__version__} running musicnn {VERSION}/models.py, fp32",
        "tolerance": {"mel": 1e-4, "tag": 0.01, "cosine": 0.9999},
        "melRows": MEL_ROWS,
    }
    text = json.dumps(header, indent=2)[:-2]
    (options.out / "reference.json").write_text(
        f'{text},\n  "sounds": [\n{rows}\n  ]\n}}\n', encoding="utf-8"
    )
    write_manifest(options.out, manifest_fields(options.date), ["model.onnx", "labels.json", "LICENSE"])

    report_agreement(options.out / "model.onnx", patches, tags, embedding)


if __name__ == "__main__":
    main()
