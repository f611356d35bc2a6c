"""A run in a few words, for people and for programs."""

from __future__ import annotations

from dataclasses import asdict
from math import isnan
from typing import Any

from ..words import plural
from .reader import Run
from .specs import network_to_json

SHOWN = 10
"""Names of classes, at most."""


def summary(run: Run, regions: int | None) -> dict[str, Any]:
    """What is known about a run without its parameters, in plain values that JSON has words for.

    regions: linear regions of the unit square, or of that of the plane that is looked at first, at the last step; None
    where they cannot be counted.
    """
    return {
        "path": str(run.path),
        "name": run.name,
        "network": network_to_json(run.network, run.version) | {"parameters": run.network.parameter_count},
        "training": None if run.watched else asdict(run.training),
        "target": run.target and {"name": run.target.name, "width": run.target.width, "height": run.target.height},
        "data": _data(run),
        "watched": run.watched,
        "parent": run.parent and asdict(run.parent),
        "status": asdict(run.status) | ({"state": "killed"} if run.killed else {}),
        "checkpoints": len(run),
        "steps": {"first": int(run.steps[0]), "last": int(run.steps[-1])},
        "final_loss": _known(float(run.losses[-1])),
        "final_validation_loss": _known(float(run.held_out[-1])),
        "regions": regions,
    }


def _data(run: Run) -> dict[str, Any] | None:
    data = run.dataset
    if data is None:
        return None
    size = {"height": data.image.shape[0], "width": data.image.shape[1]} if data.image is not None else {}
    return {"name": data.name, "points": len(data.points), "inputs": data.points.shape[1],
            "classes": list(data.classes) or (data.class_count if data.is_labelled else None),
            "window": list(run.window)} | size


def _known(loss: float) -> float | None:
    return None if isnan(loss) else loss


def as_text(run: Run, regions: int | None) -> str:
    """The same as lines of a name and a value."""
    lines = {
        "run": f"{run.name} ({run.path})",
        "network": f"{run.network}, {run.network.parameter_count:,} parameters",
        "training": _training(run),
        **({"branch of": str(run.parent)} if run.parent else {}),
        **_learnt(run),
        "status": _standing(run),
        "checkpoints": f"{len(run):,}, from step {run.steps[0]:,} to {run.steps[-1]:,}",
        "final loss": "not known" if isnan(run.losses[-1]) else f"{run.losses[-1]:.3g}",
    }
    if not isnan(run.held_out[-1]):
        lines["validation"] = f"{run.held_out[-1]:.3g}, the loss over the {run.training.validation:.3g} held out"
    if regions is not None:
        where = "the square of its first plane" if run.plane else "the square"
        lines["regions"] = f"{regions:,} in {where} at the last step"
    return "\n".join(f"{name:<12} {value}" for name, value in lines.items())


def _learnt(run: Run) -> dict[str, str]:
    """The target, or the data and where they are."""
    data = run.dataset
    if run.target or data is None:
        return {"target": f"{run.target.name}, {run.target.width} x {run.target.height}" if run.target else "none"}
    if data.image is not None:
        height, width = data.image.shape[:2]
        kind = "colours" if data.image.ndim == 3 else "shades of grey"
        return {"target": f"{data.name}, {width} x {height}, in {kind}"}
    says = f"{data.class_count} classes" if data.is_labelled else "values"
    if data.classes and len(data.classes) <= SHOWN:
        says = ", ".join(data.classes)
    inputs = "" if data.points.shape[1] == 2 else f" of {data.points.shape[1]:,} numbers"
    window = ", ".join(f"{edge:.3g}" for edge in run.window)
    return {"data": f"{data.name}, {plural(len(data.points), 'point')}{inputs}, {says}", "window": window}


def _training(run: Run) -> str:
    if run.imported:
        return "imported from files of another program"
    if run.watched:
        return "watched: a loop of another program, with ginn_gl.watch"
    training = run.training
    batches = f"batches of {training.batch_size}" if training.batch_size else "the full batch"
    return (f"seed {training.seed}, {training.iterations:,} iterations, {batches}, "
            f"learning rate {training.learning_rate:g} to 0{f', l2 {training.l2:g}' if training.l2 else ''}")


def _standing(run: Run) -> str:
    if run.killed and run.watched:
        return f"its process was killed after step {run.steps[-1]:,}, or this is a copy made before its end"
    if run.killed:
        return f"was killed after step {run.steps[-1]:,}, or this is a copy made before its end: ginn-gl resume goes on"
    status = run.status
    return f"{status.state}: {status.reason}" if status.reason else status.state
