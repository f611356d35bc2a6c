"""What an alignment found, in words and for programs."""

from __future__ import annotations

from math import isnan
from pathlib import Path
from typing import Any

from .alignment import Alignment

RunAt = tuple[Path, int]
"""A run, and the step at which it was looked at."""


def as_text(found: Alignment, first: RunAt, second: RunAt) -> str:
    """A line for each pair of neurons, LAYER:NEURON of A and of B; then how alike layers and networks are."""
    lines = [f"{name}  {path}, step {step:,}" for name, (path, step) in zip("AB", (first, second))]
    lines += ["", f"{'A':>8}  {'B':>8}  agreement"]
    lines += [f"{pair['a']:>8}  {pair['b']:>8}  {percent(pair['agreement']):>9}"
              f"{'' if pair['counts'] else '  never switch: not counted'}" for pair in _pairs(found)]
    lines += ["", *(f"layer {layer}: {percent(share)}" for layer, share in enumerate(found.by_layer, 1))]
    return "\n".join([*lines, f"alike: {percent(found.alike)} (neurons paired by their numbers: "
                              f"{percent(found.unmatched)})"])


def as_json(found: Alignment, first: RunAt, second: RunAt) -> dict[str, Any]:
    """The same in plain values that JSON has words for; shares from 0 to 1, null where nothing counts."""
    return {
        **{name: {"path": str(path), "step": step} for name, (path, step) in zip("ab", (first, second))},
        "alike": _known(found.alike),
        "unmatched": _known(found.unmatched),
        "layers": [_known(share) for share in found.by_layer],
        "neurons": _pairs(found),
    }


def _pairs(found: Alignment) -> list[dict[str, Any]]:
    layers = enumerate(zip(found.order, found.agreement, found.counted), 1)
    return [{"a": f"{layer}:{place}", "b": f"{layer}:{other + 1}", "agreement": share, "counts": counts}
            for layer, (order, agreement, counted) in layers
            for place, (other, share, counts) in enumerate(
                zip(order.tolist(), agreement.tolist(), counted.tolist()), 1)]


def _known(share: float) -> float | None:
    return None if isnan(share) else share


def percent(share: float, digits: int = 1) -> str:
    """A share, 0 to 1, as people read it; '-' where there is none."""
    return "-" if isnan(share) else f"{100 * share:.{digits}f} %"
