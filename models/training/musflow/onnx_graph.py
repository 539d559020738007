"""Writes a torch module as ONNX (opset 17), with its large constants in half precision, and tells how near the graph is to the module.

Half precision is for storage: a Cast beside each constant widens it when the model is loaded, and arithmetic stays in single precision.
"""

from __future__ import annotations

import copy
import inspect
import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

OPSET = 17
#: Constants of fewer elements stay in single precision: they weigh nothing, and norms and the vocoder's table of partials are among them.
_SMALL = 2048


@dataclass(frozen=True)
class Port:
    """An input or output: its name and its axes, a length or the name of one that varies."""

    name: str
    axes: tuple[int | str, ...]


def export_onnx(
    module: nn.Module, inputs: Sequence[torch.Tensor], ins: Sequence[Port], outs: Sequence[Port], path: Path
) -> None:
    """Traces ``module`` with ``inputs`` and writes it to ``path`` in single precision."""
    varying = {p.name: {i: axis for i, axis in enumerate(p.axes) if isinstance(axis, str)} for p in (*ins, *outs)}
    # From PyTorch 2.5 on there are two exporters, and 2.9 prefers the other, whose opset 17 is a conversion.
    old = {"dynamo": False} if "dynamo" in inspect.signature(torch.onnx.export).parameters else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the tracer warns of every shape that is a Python number, and here all may be
        torch.onnx.export(
            module,
            tuple(inputs),
            str(path),
            opset_version=OPSET,
            input_names=[port.name for port in ins],
            output_names=[port.name for port in outs],
            dynamic_axes={name: axes for name, axes in varying.items() if axes},
            do_constant_folding=True,
            **old,
        )


def halve_constants(path: Path) -> None:
    """Rewrites a model's large single-precision constants in half precision, each with a Cast."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    model = onnx.load(str(path))
    graph = model.graph
    casts = []
    for node in graph.node:  # the tracer leaves some tables as Constant nodes
        if node.op_type == "Constant" and node.attribute[0].name == "value":
            tensor = node.attribute[0].t
            if tensor.data_type == TensorProto.FLOAT and np.prod(tensor.dims) >= _SMALL:
                tensor.name = node.output[0]
                graph.initializer.append(tensor)
    moved = {tensor.name for tensor in graph.initializer}
    remaining = [node for node in graph.node if not (node.op_type == "Constant" and node.output[0] in moved)]
    for tensor in graph.initializer:
        wide = tensor.data_type == TensorProto.FLOAT and np.prod(tensor.dims) >= _SMALL
        if not wide:
            continue
        values = numpy_helper.to_array(tensor)
        if np.abs(values).max() > 65000:
            continue
        name = tensor.name
        tensor.CopyFrom(numpy_helper.from_array(values.astype(np.float16), name + "_half"))
        casts.append(helper.make_node("Cast", [name + "_half"], [name], to=TensorProto.FLOAT))
    del graph.node[:]
    graph.node.extend([*casts, *remaining])
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def with_halved_weights(module: nn.Module) -> nn.Module:
    """A copy of ``module`` whose large tensors are rounded as :func:`halve_constants` rounds a graph's."""
    rounded = copy.deepcopy(module)
    for tensor in [*rounded.parameters(), *rounded.buffers()]:
        if tensor.dtype == torch.float32 and tensor.numel() >= _SMALL:
            tensor.data = tensor.data.half().float()
    return rounded


def signal_to_noise(asked: NDArray[np.floating], made: NDArray[np.floating]) -> float:
    """10 log₁₀ of the energy of ``asked`` over that of the difference, in dB."""
    noise = float(np.square(np.asarray(made, np.float64) - np.asarray(asked, np.float64)).sum())
    energy = float(np.square(np.asarray(asked, np.float64)).sum())
    return math.inf if noise == 0.0 else 10.0 * math.log10(max(energy, 1e-300) / noise)


def run_onnx(path: Path, inputs: dict[str, NDArray]) -> list[NDArray] | None:
    """The outputs of the model under onnxruntime on the CPU; None where that is not installed."""
    try:
        import onnxruntime
    except ImportError:
        return None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return session.run(None, inputs)
