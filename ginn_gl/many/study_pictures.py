"""Pictures of a study: how final losses are spread, and how soon failing can be told."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..record.files import written_whole
from .drawing import COLORS, FAINT, INK, document, line, text, upright

LEFT, TOP, WIDE, HIGH, BELOW, RIGHT = 62, 34, 560, 190, 64, 24  # pixels: of the chart, and around it
MARKS = (0.02, 0.05, 0.1, 0.2, 0.5)  # losses that are written on an axis


def save_histogram(numbers: dict[str, Any], path: Path) -> None:
    """Of final losses, with what they are measured by, as SVG. numbers: of `study`."""
    with written_whole(path) as part:
        part.write_text(_histogram(numbers), encoding="utf-8")


def save_errors(numbers: dict[str, Any], path: Path) -> None:
    """Of predictors by step, as SVG; none where nothing could be predicted."""
    told = numbers["predicting"]["failed"]
    if "errors" in told:
        with written_whole(path) as part:
            part.write_text(_errors(told), encoding="utf-8")


def _histogram(numbers: dict[str, Any]) -> str:
    edges, counts, limits = numbers["losses"]["edges"], numbers["losses"]["runs"], numbers["limits"]
    most = max(counts)

    def x(loss: float) -> float:
        return LEFT + WIDE * math.log(loss / edges[0]) / math.log(edges[-1] / edges[0])

    def y(count: float) -> float:
        return TOP + HIGH * (1 - count / most)

    parts = _levels([(count, f"{count}") for count in _round_numbers(most)], y)
    parts += [f'<rect x="{x(left) + 0.5:.2f}" y="{y(count):.2f}" width="{x(right) - x(left) - 1:.2f}" '
              f'height="{TOP + HIGH - y(count):.2f}" fill="{COLORS[5 if left > 0.99 * limits["failed"] else 0]}"/>'
              for left, right, count in zip(edges, edges[1:], counts) if count]
    parts += [line(x(limits[name]), TOP - 8, x(limits[name]), TOP + HIGH, INK, ' stroke-dasharray="4 3"')
              for name in ("failed", "outline", "constant")]
    parts += [text(x(limits["failed"]) - 4, TOP - 12, "failed above this", "end"),
              text(x(limits["outline"]) + 3, TOP - 12, "the outline alone"),
              text(x(limits["constant"]) + 3, TOP - 12, "a constant", "middle")]
    parts += [text(x(loss), TOP + HIGH + 18, f"{loss:g}", "middle") for loss in MARKS]
    parts += [text(LEFT + WIDE / 2, TOP + HIGH + 38, "final loss, nats", "middle"), upright(14, TOP + HIGH / 2, "runs")]
    return document(LEFT + WIDE + RIGHT, TOP + HIGH + BELOW - 12, parts)


def _errors(told: dict[str, Any]) -> str:
    steps, blind = told["steps"], told["without_looking"]["share"]
    *_, last = told["errors"].values()
    highest = max(0.5, *(one["share"] for errors in told["errors"].values() for one in errors),
                  *(one["to"] for one in last))

    def x(step: float) -> float:
        return LEFT + WIDE * math.log(step / steps[0]) / math.log(steps[-1] / steps[0])

    def y(share: float) -> float:
        return TOP + HIGH * (1 - share / highest)

    parts = _levels([(share / 100, f"{share}%") for share in range(0, round(100 * highest) + 1, 10)], y)
    parts += [line(LEFT, y(blind), LEFT + WIDE, y(blind), INK, ' stroke-dasharray="4 3"'),
              text(LEFT + WIDE - 2, y(blind) - 6, "without looking", "end")]
    for color, (_, errors) in zip(COLORS, told["errors"].items()):
        points = " ".join(f"{x(step):.2f},{y(one['share']):.2f}" for step, one in zip(steps, errors))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="2"/>')
    parts += [line(x(step), y(one["from"]), x(step), y(one["to"]), COLORS[len(told["errors"]) - 1],
                   ' stroke-opacity="0.45"') for step, one in zip(steps, last)]
    powers = range(math.ceil(math.log10(steps[0])), math.floor(math.log10(steps[-1])) + 1)
    parts += [text(x(10**power), TOP + HIGH + 18, f"{10**power:,}", "middle") for power in powers]
    parts += [text(LEFT + WIDE / 2, TOP + HIGH + 38, "step at which a run is looked at", "middle"),
              upright(14, TOP + HIGH / 2, "wrong about runs not seen")]
    return document(LEFT + WIDE + RIGHT, TOP + HIGH + BELOW + 12, parts + _names(list(told["errors"])))


def _names(names: Sequence[str]) -> list[str]:
    parts, left, base = [], float(LEFT), TOP + HIGH + 62
    for color, name in zip(COLORS, names):
        parts += [line(left, base - 4, left + 18, base - 4, color, ' stroke-width="2"'), text(left + 24, base, name)]
        left += 60 + 7 * len(name)
    return parts


def _levels(levels: Sequence[tuple[float, str]], y) -> list[str]:
    """Lines across, and what they are."""
    return [part for at, words in levels
            for part in (line(LEFT, y(at), LEFT + WIDE, y(at), FAINT), text(LEFT - 6, y(at) + 4, words, "end"))]


def _round_numbers(most: int) -> range:
    step = next(size for size in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000) if most <= 6 * size)
    return range(0, most + 1, step)
