"""ONNX files, read by their graphs. Loads onnx and torch."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from .onnx_functions import with_activations
from .onnx_graph import Module, load_model, read_graph
from .sources import Answer, Source, of_module


def read_onnx(path: Path, is_only: bool) -> Source:
    """The network of an .onnx file. is_only: there is no other stage of it, so that slopes of PReLUs stay as they are.

    Raises GinnError, without the file's name, where it is none that can be read.
    """
    graph = with_activations(read_graph(path))
    shapes = tuple(shape for _, shape in graph.inputs)
    return of_module(Module(graph, is_only), shapes, _answer(path, graph.inputs, graph.batch))


def _answer(path: Path, inputs: tuple[tuple[str, tuple[int, ...]], ...], batch: int) -> Answer:
    """By ONNX Runtime where it is installed, and else by the onnx package's reference implementation."""
    def ask(points: list[np.ndarray]) -> np.ndarray:
        run = _runner(path)
        count = batch or len(points[0])
        parts = [run({name: one[start:start + count] for (name, _), one in zip(inputs, points)})
                 for start in range(0, len(points[0]) // count * count, count)]
        return np.concatenate(parts)
    return ask


def _runner(path: Path) -> Callable[[dict[str, np.ndarray]], Any]:
    """What gives the output for inputs by name."""
    try:
        import onnxruntime
    except ImportError:
        from onnx.reference import ReferenceEvaluator

        evaluator = ReferenceEvaluator(load_model(path))
        return lambda feeds: next(iter(evaluator.run(None, feeds)))
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4  # fatal errors alone: others are raised, too
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return lambda feeds: session.run(None, feeds)[0]
