"""An ONNX graph under construction, and the narrow forms in which its weights are kept.

Weights are stored narrow (int8 with fp16 scales, or fp16) and widened to fp32 by nodes that
a runtime folds into constants when it opens the session. Arithmetic is fp32 throughout, so the result does
not depend on which integer kernels a processor has.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 20
IR_VERSION = 10


def quantize(weight: np.ndarray, shared: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Quantizes to symmetric int8 with one fp16 scale for all indices along the ``shared`` axes.

    A scale is the one of a small grid below the peak that leaves the least squared error.

    Args:
        weight: any shape, fp32.
        shared: the axes along which one scale serves.

    Returns:
        The int8 array in the shape of ``weight``, and fp16 scales that broadcast against it.
    """
    peak = np.maximum(np.abs(weight).max(axis=shared, keepdims=True), 1e-4)
    best_error = np.full(peak.shape, np.inf, dtype=np.float64)
    best_scale = np.ones(peak.shape, dtype=np.float32)
    for share in np.linspace(0.75, 1.0, 26):
        scale = (peak * share / 127).astype(np.float16).astype(np.float32)
        restored = np.clip(np.rint(weight / scale), -127, 127) * scale
        error = np.square(weight - restored, dtype=np.float64).sum(axis=shared, keepdims=True)
        better = error < best_error
        best_error = np.where(better, error, best_error)
        best_scale = np.where(better, scale, best_scale)
    quantized = np.clip(np.rint(weight / best_scale), -127, 127).astype(np.int8)
    return quantized, best_scale.astype(np.float16)


class Graph:
    """Collects nodes and initializers in order; every method returns the name of the tensor it made."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []
        self.inputs: list[onnx.ValueInfoProto] = []
        self.outputs: list[onnx.ValueInfoProto] = []

    def input(self, name: str, kind: int, shape: Sequence[int | str]) -> str:
        """Declares a graph input."""
        self.inputs.append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def output(self, tensor: str, name: str, shape: Sequence[int | str]) -> None:
        """Gives ``tensor`` the public name ``name`` as an fp32 output."""
        self.nodes.append(helper.make_node("Identity", [tensor], [name], name=f"output/{name}"))
        self.outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))

    def node(self, op: str, inputs: Sequence[str], name: str, **attributes: object) -> str:
        """Adds one node with one output, which bears the node's name."""
        self.nodes.append(helper.make_node(op, list(inputs), [name], name=name, **attributes))
        return name

    def constant(self, name: str, values: np.ndarray) -> str:
        """Keeps an array as it is."""
        self.initializers.append(numpy_helper.from_array(np.asarray(values, order="C"), name))
        return name

    def half(self, name: str, values: np.ndarray) -> str:
        """Keeps fp32 values as fp16 and widens them at load."""
        self.constant(f"{name}.fp16", values.astype(np.float16))
        return self.node("Cast", [f"{name}.fp16"], name, to=TensorProto.FLOAT)

    def int8(self, name: str, values: np.ndarray, axis: int) -> str:
        """Keeps fp32 values as int8 with a scale for each index of ``axis`` and widens them at load."""
        quantized, scale = quantize(values, tuple(i for i in range(values.ndim) if i != axis))
        return self._widened(
            name, self.constant(f"{name}.int8", quantized), self.constant(f"{name}.scale", scale)
        )

    def int8_blocks(self, name: str, matrix: np.ndarray, block: int) -> str:
        """Keeps an fp32 matrix [in, out] as int8 with a scale for each ``block`` inputs of each output."""
        rows, columns = matrix.shape
        quantized, scale = quantize(matrix.reshape(rows // block, block, columns), (1,))
        blocks = self._widened(
            f"{name}.blocks", self.constant(f"{name}.int8", quantized), self.constant(f"{name}.scale", scale)
        )
        shape = self.constant(f"{name}.shape", np.array([rows, columns], dtype=np.int64))
        return self.node("Reshape", [blocks, shape], name)

    def int8_rows(self, name: str, table: np.ndarray, indices: str) -> str:
        """Looks rows up in an int8 table and widens only those, so that the table stays narrow in memory."""
        quantized, scale = quantize(table, (1,))
        rows = self.node(
            "Gather", [self.constant(f"{name}.int8", quantized), indices], f"{name}.rows", axis=0
        )
        scales = self.node(
            "Gather", [self.constant(f"{name}.scale", scale), indices], f"{name}.scales", axis=0
        )
        return self._widened(name, rows, scales)

    def _widened(self, name: str, narrow: str, scale: str) -> str:
        wide = self.node("Cast", [narrow], f"{name}.wide", to=TensorProto.FLOAT)
        factor = self.node("Cast", [scale], f"{name}.factor", to=TensorProto.FLOAT)
        return self.node("Mul", [wide, factor], name)

    def save(self, path: Path) -> None:
        """Checks the graph and writes it."""
        graph = helper.make_graph(self.nodes, self.name, self.inputs, self.outputs, self.initializers)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)])
        model.ir_version = IR_VERSION
        model.producer_name = "leitmotif-packs"
        onnx.checker.check_model(model, full_check=True)
        path.write_bytes(model.SerializeToString(deterministic=True))
