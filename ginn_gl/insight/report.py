"""Insights as text, for people, and as plain values that JSON has words for."""

from __future__ import annotations

import math
import textwrap
from dataclasses import asdict

import numpy as np

from .findings import Insight, Track
from .stretches import MotionTable

WIDTH = 100
INDENT = 4 * " "


def as_lines(insight: Insight) -> str:
    """Title and summary, wrapped."""
    return f"\n{insight.title}\n" + textwrap.fill(insight.summary, WIDTH, initial_indent=INDENT,
                                                 subsequent_indent=INDENT)


def as_json(insight: Insight) -> dict:
    """All of it but its name, and what it has not; of a value that is no number, null."""
    optional = {
        "beside": insight.beside and str(insight.beside),
        "motion": insight.motion and _motion(insight.motion),
    }
    return {
        "title": insight.title,
        "summary": insight.summary,
        "tracks": [_track(track) for track in insight.tracks],
        "findings": [asdict(finding) for finding in insight.findings],
    } | {key: value for key, value in optional.items() if value is not None}


def _motion(table: MotionTable) -> dict:
    """Stretches as pairs of steps, and of each line a value for each of them."""
    return {
        "unit": "sides",
        "stretches": [[int(first), int(last)] for first, last in zip(table.ends, table.ends[1:])],
        "lines": [{"neuron": list(neuron), "translation": translation.tolist(), "rotation": rotation.tolist()}
                  for neuron, translation, rotation in zip(table.neurons, table.translation, table.rotation)],
    }


def _track(track: Track) -> dict:
    values = [value if math.isfinite(value) else None for value in np.asarray(track.values, float).tolist()]
    return {"name": track.name, "unit": track.unit, "steps": track.steps.tolist(), "values": values}
