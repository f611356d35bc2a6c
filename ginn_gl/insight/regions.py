"""How many linear regions the network cuts the square into, in the course of training."""

from __future__ import annotations

import numpy as np

from ..geometry import count_cells
from ..plane import Plane
from ..store import Run
from .findings import Finding, Insight, Track

TITLE = "Linear regions"
WHY = ("Within a region the network is linear, up to its last function: it can bend only at the edges between "
       "regions. So their number limits the detail that it can draw.")
MOST = 2_000  # checkpoints that are counted
WORK = 5e6    # of these times parameters, in all


def regions(run: Run) -> Insight:
    """Linear regions of the unit square, counted exactly, at every checkpoint or at 2,000 of them.

    Of a large network, fewer are counted. The tracks count, for each hidden layer, the regions that this layer makes
    together with those before it; the last one's are the network's. The finding is when there were most. Of points, the
    square is their window.
    """
    if not run.network.is_piecewise_linear:
        return Insight("regions", TITLE, "None: this network is not piecewise linear.", [], [], why=WHY)
    plane = run.plane or Plane.of_window(run.window)
    most = max(2, int(min(MOST, WORK / run.network.parameter_count)))
    chosen = np.unique(np.linspace(0, len(run) - 1, most).round().astype(int))
    counts = np.array([count_cells(run.network, run.parameters(index), plane) for index in chosen])
    steps = run.steps[chosen]
    depth = counts.shape[1]
    names = [*(f"layers 1 to {layer}" if layer > 1 else "layer 1" for layer in range(1, depth)), "all layers"]
    tracks = [Track(name, "regions", steps, values.astype(float)) for name, values in zip(names, counts.T)]
    most = int(counts[:, -1].argmax())
    at_most, step, at_end = int(counts[most, -1]), int(steps[most]), int(counts[-1, -1])
    by_layer = ", ".join(f"layers 1 to {layer} together {count:,}" if layer > 1 else f"Layer 1 alone makes {count:,}"
                         for layer, count in enumerate(counts[-1][:-1].tolist(), 1))
    finding = Finding(step, step, (), float(at_most), "regions",
                      f"Their number is largest, {at_most:,}, at step {step:,}.")
    layers = f" {by_layer}." if depth > 1 else ""
    return Insight("regions", TITLE, f"At the end the lines cut the square into {at_end:,} regions.{layers}", tracks,
                   [finding], why=WHY)
