"""What others take for the network over a grid of pixels: torch, numpy, and an animation by matplotlib.

Each contender is a function that evaluates all there is to one frame; it is made for given parameters and a
number of lines, and the square's pixels are the grid.
"""

# What it compares with is not among the dependencies.
# pyright: reportMissingImports=false, reportAttributeAccessIssue=false

from __future__ import annotations

import os
import time
from collections.abc import Callable

import numpy as np
import torch

from ..config import NetworkSpec
from ..network import unpack
from ..target import pixel_centers

BLOCKS = (4096, 16384, 65536)  # points at a time, to choose from
TRIES = 2                      # of each way
BEYOND = 60.0                  # logits, from which on the probability is 0 or 1

Frame = Callable[[], object]


def torch_forward(parameters: np.ndarray, network: NetworkSpec, lines: int) -> tuple[Frame, str]:
    """The fastest of several ways, and which that is. Rows are points, as torch.nn.Linear has them."""
    points = torch.from_numpy(pixel_centers(lines, lines))
    layers = [(weight.t().contiguous(), bias) for weight, bias in _tensors(parameters, network)]
    bend = _bend(network)

    def block(start: int, count: int) -> torch.Tensor:
        values = points[start:start + count]
        for weight, bias in layers[:-1]:
            values = bend(torch.addmm(bias, values, weight))
        logits = torch.addmm(layers[-1][1], values, layers[-1][0])
        return torch.sigmoid(logits[:, 1] - logits[:, 0])

    return _fastest(block, len(points))


def torch_forward_by_neurons(parameters: np.ndarray, network: NetworkSpec, lines: int) -> tuple[Frame, str]:
    """The same with rows of neurons, which nobody writes by default, but is faster for layers so narrow."""
    points = torch.from_numpy(np.ascontiguousarray(pixel_centers(lines, lines).T))
    *hidden, (weight, bias) = _tensors(parameters, network)
    white, offset = weight[1] - weight[0], bias[1] - bias[0]
    bend = _bend(network)

    def block(start: int, count: int) -> torch.Tensor:
        values = points[:, start:start + count]
        for weight, bias in hidden:
            values = bend((weight @ values).add_(bias[:, None]))
        return torch.sigmoid(white @ values + offset)

    return _fastest(block, points.shape[1])


def numpy_forward(parameters: np.ndarray, network: NetworkSpec, lines: int) -> Frame:
    """In float32, block by block."""
    points = pixel_centers(lines, lines)
    result, layers = np.empty(len(points), np.float32), unpack(parameters, network)

    def frame() -> np.ndarray:
        for start in range(0, len(points), BLOCKS[0]):
            values = points[start:start + BLOCKS[0]]
            for weight, bias in layers[:-1]:
                values = values @ weight.T
                values += bias
                np.maximum(values, 0, out=values)
            logits = values @ layers[-1][0].T + layers[-1][1]
            result[start:start + BLOCKS[0]] = 1 / (1 + np.exp(np.clip(logits[:, 0] - logits[:, 1], -BEYOND, BEYOND)))
        return result

    return frame


def matplotlib_frame(parameters: np.ndarray, network: NetworkSpec, lines: int) -> Frame:
    """Field and all boundaries: set_data on an image, contour lines into one collection per layer, blitting.

    Raises ImportError where matplotlib is not installed.
    """
    from contourpy import contour_generator
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.collections import LineCollection
    from matplotlib.figure import Figure

    canvas = FigureCanvasAgg(Figure(figsize=(lines / 100, lines / 100), dpi=100))
    axes = canvas.figure.add_axes((0, 0, 1, 1))
    axes.axis("off")
    field = axes.imshow(np.zeros((lines, lines)), "gray", vmin=0, vmax=1, animated=True)
    collections = [axes.add_collection(LineCollection([], colors=f"C{i}", linewidths=1.0, animated=True))
                   for i in range(len(network.hidden))]
    canvas.draw()
    ground = canvas.copy_from_bbox(canvas.figure.bbox)
    points, tensors = torch.from_numpy(pixel_centers(lines, lines)), _tensors(parameters, network)

    def frame() -> memoryview:
        canvas.restore_region(ground)
        *hidden, logits = _all_layers(points, tensors)
        field.set_data(torch.sigmoid(logits[:, 1] - logits[:, 0]).numpy().reshape(lines, lines))
        axes.draw_artist(field)
        for z, collection in zip(hidden, collections):
            grids = z.T.numpy().reshape(-1, lines, lines)
            collection.set_segments([line for grid in grids if grid.min() < 0 < grid.max()
                                     for line in contour_generator(z=grid).lines(0.0)])
            axes.draw_artist(collection)
        return canvas.buffer_rgba()

    return frame


def _bend(network: NetworkSpec) -> Callable[[torch.Tensor], torch.Tensor]:
    """What all hidden neurons do with their values, in place: ReLU or tanh."""
    return torch.relu_ if network.is_piecewise_linear else torch.tanh_


def _all_layers(points: torch.Tensor, tensors: list[tuple[torch.Tensor, torch.Tensor]]) -> list[torch.Tensor]:
    values, layers = points, []
    for weight, bias in tensors:
        layers.append(torch.nn.functional.linear(values, weight, bias))
        values = layers[-1].relu()
    return layers


def _tensors(parameters: np.ndarray, network: NetworkSpec) -> list[tuple[torch.Tensor, torch.Tensor]]:
    layers = unpack(np.array(parameters), network)
    return [(torch.from_numpy(weight), torch.from_numpy(bias)) for weight, bias in layers]


def _fastest(block: Callable[[int, int], torch.Tensor], count: int) -> tuple[Frame, str]:
    """Of 1 and 2 threads and all sizes of blocks."""
    result = torch.empty(count)

    def frame(threads: int, size: int) -> torch.Tensor:
        torch.set_num_threads(threads)
        with torch.inference_mode():
            for start in range(0, count, size):
                result[start:start + size] = block(start, size)
        return result

    ways = [(threads, size) for threads in range(1, min(2, os.cpu_count() or 1) + 1) for size in BLOCKS]
    threads, size = min(ways, key=lambda way: min(seconds(lambda: frame(*way)) for _ in range(TRIES)))
    return (lambda: frame(threads, size)), f"{threads} threads, {size:,} points at a time"


def seconds(frame: Frame) -> float:
    """What a frame takes."""
    began = time.perf_counter()
    frame()
    return time.perf_counter() - began
