"""A run in a few words, for people and for programs."""

from __future__ import annotations

from dataclasses import asdict
from math import isnan
from typing import Any

from .described import network_to_json
from .reader import Run


def summary(run: Run, regions: int | None) -> dict[str, Any]:
    """What is known about a run without its parameters, in plain values that JSON has words for.

    regions: linear regions of the unit square at the last step; None where they cannot be counted.
    """
    return {
        "path": str(run.path),
        "name": run.name,
        "network": network_to_json(run.network, run.version) | {"parameters": run.network.parameter_count},
        "training": None if run.watched else asdict(run.training),
        "target": run.target and {"name": run.target.name, "width": run.target.width, "height": run.target.height},
        "watched": run.watched,
        "status": asdict(run.status) | ({"state": "killed"} if run.killed else {}),
        "checkpoints": len(run),
        "steps": {"first": int(run.steps[0]), "last": int(run.steps[-1])},
        "final_loss": _known(float(run.losses[-1])),
        "regions": regions,
    }


def _known(loss: float) -> float | None:
    return None if isnan(loss) else loss


def as_text(run: Run, regions: int | None) -> str:
    """The same as lines of a name and a value."""
    lines = {
        "run": f"{run.name} ({run.path})",
        "network": f"{run.network}, {run.network.parameter_count:,} parameters",
        "training": _training(run),
        "target": f"{run.target.name}, {run.target.width} x {run.target.height}" if run.target else "none",
        "status": _standing(run),
        "checkpoints": f"{len(run):,}, from step {run.steps[0]:,} to {run.steps[-1]:,}",
        "final loss": "not known" if isnan(run.losses[-1]) else f"{run.losses[-1]:.3g}",
    }
    if regions is not None:
        lines["regions"] = f"{regions:,} in the square at the last step"
    return "\n".join(f"{name:<12} {value}" for name, value in lines.items())


def _training(run: Run) -> str:
    if run.imported:
        return "imported from files of another program"
    if run.watched:
        return "watched: a loop of another program, with ginn_gl.watch"
    training = run.training
    batches = f"batches of {training.batch_size}" if training.batch_size else "the full batch"
    return (f"seed {training.seed}, {training.iterations:,} iterations, {batches}, "
            f"learning rate {training.learning_rate:g} to 0")


def _standing(run: Run) -> str:
    if run.killed and run.watched:
        return f"its process was killed after step {run.steps[-1]:,}, or this is a copy made before its end"
    if run.killed:
        return f"was killed after step {run.steps[-1]:,}, or this is a copy made before its end: ginn-gl resume goes on"
    status = run.status
    return f"{status.state}: {status.reason}" if status.reason else status.state
