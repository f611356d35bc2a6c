"""How long the exact cells take, beside the partition, a plain Python clipper, and Regioncam, which give the same
regions; and on planes of networks with many inputs, which take none but cells and Regioncam."""

# What it compares with is not among the dependencies.
# pyright: reportMissingImports=false, reportAttributeAccessIssue=false

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np

from ..config import NetworkSpec, TrainingSpec
from ..data.planes import typical_points
from ..geometry import UNIT_SQUARE, cells, partition
from ..geometry.contours import between_classes
from ..heads import Head
from ..network import initialise, network_on, parameters_on, unpack
from ..paths import bundled_runs
from ..plane import Plane
from ..store import Run
from ..target import load_target
from ..train.engines.numba_engine import NumbaEngine
from ..train.state import State
from .clipper import clip_regions
from .report import machine

ROUNDS = 7
SECONDS = 0.2  # of each measurement in each round; one call of the clipper may take longer
WIDE = (64, 64, 64)
WIDE_STEPS = 10_000  # of training, from seed 0
WIDEST = (128, 128, 128)  # as it starts; the plain clipper would take a minute
ON_PLANES = ((64, 128, 128, 10), (784, 512, 512, 10))  # trained on digits, on the plane through three of them
PLANE_STEPS, PLANE_ROUNDS = 300, 5
SIDE = 8  # pixels of a digit's

Counted = Callable[[], int]
"""Cuts the unit square, and tells into how many regions."""


def measure() -> dict:
    """Figures for the last step of each bundled run and for wider networks, in turns: see `as_text`."""
    networks = {path.stem: _last_step(path) for path in sorted(bundled_runs().glob("bottle-*.ginn"))}
    wide, widest = NetworkSpec(WIDE), NetworkSpec(WIDEST)
    networks[f"{wide}, step {WIDE_STEPS:,}"] = wide, _trained(wide, WIDE_STEPS)
    networks[f"{widest}, step 0"] = widest, initialise(widest, 0)
    left_out: list[str] = []
    rows = [{"network": name} | _compare(*what, left_out) for name, what in networks.items()]
    planes = _compare_on_planes(left_out)
    return {"machine": machine(), "partitions": rows, "planes": planes, "left_out": list(dict.fromkeys(left_out))}


def as_text(figures: dict) -> str:
    """The figures as a table."""
    names = [name for name in figures["partitions"][0]["ms"] if name != "cells"]
    lines = [f"{figures['machine']['cpu']}, {figures['machine']['cores']} cores",
             f"{'regions of the unit square':<30} {'number':>7} {'cells, ms':>10}"
             + "".join(f"{name + ', ms':>18} {'ratio':>7}" for name in names)]
    for row in figures["partitions"]:
        others = "".join(f"{row['ms'][name]:>18.2f} {row['times_longer'][name]:>5.1f} x"
                         if name in row["ms"] else " " * 26 for name in names)
        lines.append(f"{row['network']:<30} {row['regions']:>7,} {row['ms']['cells']:>10.3f}{others}")
    if figures["planes"]:
        lines.append(f"{'on a plane, processor time':<30} {'number':>7} {'cells, ms':>10} {'of it folding, ms':>18} "
                     f"{'class boundaries besides, ms':>29} {'Regioncam, ms':>18} {'ratio':>7}")
    for row in figures["planes"]:
        ms, ratio = row["ms"], row["times_longer"]["Regioncam"]
        lines.append(f"{row['network']:<30} {row['regions']:>7,} {ms['cells']:>10.2f} {ms['folding']:>18.2f} "
                     f"{ms['class boundaries']:>29.2f} {ms['Regioncam']:>18.1f} {ratio:>5.1f} x")
    return "\n".join(lines + [f"left out: {reason}" for reason in figures["left_out"]])


def _last_step(path: Path) -> tuple[NetworkSpec, np.ndarray]:
    with Run(path) as run:
        return run.network, run.parameters(-1)


def _trained(network: NetworkSpec, steps: int) -> np.ndarray:
    engine = NumbaEngine(network, TrainingSpec(), load_target())
    return engine.advance(State.initial(network, [0]), steps).parameters[0]


def _compare(network: NetworkSpec, parameters: np.ndarray, left_out: list[str]) -> dict:
    """Medians over all rounds but the first, which compiles; ratios to cells within each round, and their median."""
    calls: dict[str, Counted] = {
        "cells": lambda: cells(network, parameters).regions,
        "partition": lambda: partition(network, parameters).regions,
    }
    try:
        calls["Regioncam"] = _regioncam(network, parameters)
    except ImportError as error:
        left_out.append(f"Regioncam ({error})")
    if network.hidden != WIDEST:
        calls["plain clipper"] = lambda: len(clip_regions(network, parameters, UNIT_SQUARE))
    counts = {name: call() for name, call in calls.items()}
    rounds = [{name: _milliseconds(call) for name, call in calls.items()} for _ in range(ROUNDS + 1)][1:]
    return {"regions": counts["cells"], "counts": counts,
            "ms": {name: float(np.median([times[name] for times in rounds])) for name in calls},
            "times_longer": {name: float(np.median([times[name] / times["cells"] for times in rounds]))
                             for name in calls if name != "cells"}}


def _compare_on_planes(left_out: list[str]) -> list[dict]:
    """Processor time of one call in turns; of Regioncam, which takes networks of two inputs, without the folding."""
    try:
        import regioncam  # noqa: F401 - so that nothing is trained where it is missing
        from sklearn.datasets import load_digits
    except ImportError as error:
        left_out.append(f"planes ({error})")
        return []
    digits, labels = load_digits(return_X_y=True)
    rows: list[dict] = []
    for widths in ON_PLANES:
        network, parameters, points = _trained_on_digits(widths, digits / 16, labels)
        plane = Plane.through(*points[typical_points(points, labels.astype(np.int32))])
        on_plane = network_on(plane, network), parameters_on(plane, network, parameters)
        found = cells(network, parameters, plane=plane)
        calls: dict[str, Counted] = {
            "cells": lambda: cells(network, parameters, plane=plane).regions,  # noqa: B023 - called at once
            "folding": lambda: len(parameters_on(plane, network, parameters)),  # noqa: B023
            "class boundaries": lambda: len(between_classes(found.corners, found.starts, found.affine)[0]),  # noqa: B023
            "Regioncam": _regioncam(*on_plane),
        }
        counts = {name: call() for name, call in calls.items()}
        rounds = [{name: _processor_milliseconds(call) for name, call in calls.items()} for _ in range(PLANE_ROUNDS)]
        rows.append({
            "network": str(network), "regions": counts["cells"], "counts": counts,
            "ms": {name: float(np.median([times[name] for times in rounds])) for name in calls},
            "times_longer": {"Regioncam": float(np.median([times["Regioncam"] / times["cells"] for times in rounds]))}})
    return rows


def _trained_on_digits(widths: tuple[int, ...], digits: np.ndarray,
                       labels: np.ndarray) -> tuple[NetworkSpec, np.ndarray, np.ndarray]:
    """A network, its parameters after PLANE_STEPS of Adam, and the points: digits enlarged to its number of inputs."""
    import torch

    torch.manual_seed(0)
    side = round(widths[0] ** 0.5)
    images = torch.tensor(digits, dtype=torch.float32).reshape(-1, 1, SIDE, SIDE)
    inputs = torch.nn.functional.interpolate(images, size=(side, side), mode="bilinear").flatten(1)
    layers = [torch.nn.Linear(before, after) for before, after in pairwise(widths)]
    model = torch.nn.Sequential(*(part for layer in layers for part in (layer, torch.nn.ReLU())))[:-1]
    optimiser, wanted = torch.optim.Adam(model.parameters()), torch.tensor(labels)
    for _ in range(PLANE_STEPS):
        batch = torch.randint(len(inputs), (64,))
        optimiser.zero_grad()
        torch.nn.functional.cross_entropy(model(inputs[batch]), wanted[batch]).backward()
        optimiser.step()
    network = NetworkSpec(widths[1:-1], widths[0], head=Head("classes", widths[-1]))
    parameters = torch.cat([part.detach().ravel() for part in model.parameters()]).numpy()
    return network, parameters, inputs.numpy()


def _regioncam(network: NetworkSpec, parameters: np.ndarray) -> Counted:
    """The fastest peer there is: a library in Rust, which computes in float32. Raises ImportError where it is missing.

    Its window is the square from -1 to 1.
    """
    from regioncam import Regioncam

    (weight, bias), *others = unpack(np.asarray(parameters, np.float64), network)
    layers = [(np.ascontiguousarray(weight.T, np.float32), bias.astype(np.float32))
              for weight, bias in [(weight / 2, bias + weight @ (0.5, 0.5)), *others]]

    def count() -> int:
        plane = Regioncam(size=1)
        for weight, bias in layers[:-1]:
            plane.linear(weight, bias)
            plane.relu()
        plane.linear(*layers[-1])
        return plane.num_faces

    return count


def _processor_milliseconds(call: Counted) -> float:
    """Of one call, of all threads; the mean over as many as fit."""
    began, calls, seconds = time.process_time(), 0, 0.0
    while seconds < SECONDS:
        call()
        calls, seconds = calls + 1, time.process_time() - began
    return 1e3 * seconds / calls


def _milliseconds(call: Counted) -> float:
    """Of one call, the mean over as many as fit."""
    began, calls, seconds = time.perf_counter(), 0, 0.0
    while seconds < SECONDS:
        call()
        calls, seconds = calls + 1, time.perf_counter() - began
    return 1e3 * seconds / calls
