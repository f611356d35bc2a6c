"""How many linear regions the network cuts the square into, in the course of training."""

from __future__ import annotations

import numpy as np

from ..geometry import count_cells
from ..plane import Plane
from ..store import Run
from .findings import Finding, Insight, Track

MOST = 2_000  # checkpoints that are counted
WORK = 5e6    # of these times parameters, in all


def regions(run: Run) -> Insight:
    """Linear regions of the unit square, counted exactly, at every checkpoint or at 2,000 of them.

    Of a large network, fewer are counted. The tracks count, for each hidden layer, the regions that this layer makes
    together with those before it; the last one's are the network's. The finding is when there were most. Of points, the
    square is their window.
    """
    if not run.network.is_piecewise_linear:
        return Insight("regions", "Linear regions", "None: this network is not piecewise linear.", [], [])
    plane = run.plane or Plane.of_window(run.window)
    most = max(2, int(min(MOST, WORK / run.network.parameter_count)))
    chosen = np.unique(np.linspace(0, len(run) - 1, most).round().astype(int))
    counts = np.array([count_cells(run.network, run.parameters(index), plane) for index in chosen])
    steps = run.steps[chosen]
    depth = counts.shape[1]
    names = [f"to layer {layer}" for layer in range(1, depth)] + ["all layers"]
    tracks = [Track(name, "regions", steps, values.astype(float)) for name, values in zip(names, counts.T)]
    most = int(counts[:, -1].argmax())
    at_most, step, at_end = int(counts[most, -1]), int(steps[most]), int(counts[-1, -1])
    by_layer = ", ".join(f"{count:,}" for count in counts[-1])
    finding = Finding(step, step, (), float(at_most), "regions", f"Most regions, {at_most:,}, at step {step:,}.")
    return Insight("regions", "Linear regions",
                   f"{at_end:,} regions at the end, layer by layer {by_layer}; at most {at_most:,}.", tracks, [finding])
