"""A sweep in a picture: how good its runs are in the end, by width, depth and batch size.

For each batch size one column: above, the final loss of each run, a dot; below, the share of bad runs with its 95 %
interval (Wilson 1927). Widths lie side by side, and each depth has a colour.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from ..config import BAD_LOSS
from ..errors import GinnError
from ..record.files import written_whole
from .drawing import COLORS, FAINT, INK, document, line, text, upright
from .summary import Row

COLUMN, GAP, LEFT, TOP = 250, 26, 62, 44  # pixels: of a column, between two, beside and above them
HIGH, LOW, BETWEEN, BELOW = 190, 120, 34, 78
CONFIDENCE = 1.96  # standard deviations: 95 %


def save_picture(rows: Sequence[Row], path: Path, limit: float = BAD_LOSS) -> None:
    """As SVG. limit: the loss above which a run is bad, to be shown. Raises GinnError where no run is finished."""
    finished = [row for row in rows if row.state == "finished" and row.loss > 0]
    if not finished:
        raise GinnError(f"{path}: no run of this sweep is finished")
    with written_whole(path) as part:
        part.write_text(picture_of(finished, limit), encoding="utf-8")


def picture_of(rows: Sequence[Row], limit: float = BAD_LOSS) -> str:
    """The same as text. rows: at least one, of finished runs."""
    batches = sorted({row.batch_size for row in rows}, key=_batch_order)
    widths, depths = sorted({row.width for row in rows}), sorted({row.depth for row in rows})
    width = LEFT + len(batches) * (COLUMN + GAP)
    height = TOP + HIGH + BETWEEN + LOW + BELOW
    scale = _Scale(rows, limit)
    parts = [part for number, batch in enumerate(batches)
             for part in _column([row for row in rows if row.batch_size == batch], batch,
                                 LEFT + number * (COLUMN + GAP), widths, depths, scale, first=number == 0)]
    parts += _legend(depths, height - 16)
    return document(width, height, parts)


class _Scale:
    """Of losses, logarithmic, in whole powers of ten; with the one above which runs are bad."""

    def __init__(self, rows: Sequence[Row], limit: float) -> None:
        self.limit = limit
        self.low = math.floor(math.log10(min(row.loss for row in rows)))
        self.high = max(math.ceil(math.log10(max(row.loss for row in rows))), self.low + 1)

    def y(self, loss: float) -> float:
        return TOP + HIGH * (self.high - math.log10(loss)) / (self.high - self.low)


def _column(rows: Sequence[Row], batch: str, left: float, widths: list[int], depths: list[int], scale: _Scale,
            first: bool) -> list[str]:
    bottom = TOP + HIGH + BETWEEN
    what = "the full batch" if batch == "full" else f"batches of {batch}"
    parts = [text(left + COLUMN / 2, TOP - 16, what, "middle", "bold")]
    for power in range(scale.low, scale.high + 1):
        parts += [line(left, scale.y(10.0**power), left + COLUMN, scale.y(10.0**power), FAINT)]
        parts += [text(left - 6, scale.y(10.0**power) + 4, f"{10.0**power:g}", "end")] if first else []
    if scale.low <= math.log10(scale.limit) <= scale.high:
        y = scale.y(scale.limit)
        parts.append(line(left, y, left + COLUMN, y, INK, ' stroke-dasharray="4 3"'))
        parts += [text(left + 4, y + 14, "bad above this")] if first else []
    for share in (0.0, 0.5, 1.0):
        y = bottom + LOW * (1 - share)
        parts += [line(left, y, left + COLUMN, y, FAINT)]
        parts += [text(left - 6, y + 4, f"{share:.0%}", "end")] if first else []
    if first:
        parts += [upright(14, TOP + HIGH / 2, "final loss"), upright(14, bottom + LOW / 2, "bad runs")]
    step = COLUMN / len(widths)
    for place, width in enumerate(widths):
        parts.append(text(left + (place + 0.5) * step, bottom + LOW + 18, str(width), "middle"))
        for number, depth in enumerate(depths):
            cell = [row for row in rows if (row.width, row.depth) == (width, depth)]
            x = left + (place + (number + 1) / (len(depths) + 1)) * step
            parts += _dots(cell, x, step / (len(depths) + 1), COLORS[number % len(COLORS)], scale, bottom)
    parts.append(text(left + COLUMN / 2, bottom + LOW + 36, "neurons in a layer", "middle"))
    return parts


def _dots(rows: Sequence[Row], x: float, room: float, color: str, scale: _Scale, bottom: float) -> list[str]:
    """The losses of alike runs, and how many of them are bad."""
    parts = [f'<circle cx="{x + room * 0.3 * _scatter(row.seed):.2f}" cy="{scale.y(row.loss):.2f}" r="1.6" '
             f'fill="{color}" fill-opacity="0.55"/>' for row in rows]
    judged = [row.bad for row in rows if row.bad is not None]
    if judged:
        low, share, high = interval(sum(judged), len(judged))
        y = [bottom + LOW * (1 - part) for part in (low, share, high)]
        parts += [line(x, y[0], x, y[2], color, ' stroke-width="2"'),
                  f'<circle cx="{x:.2f}" cy="{y[1]:.2f}" r="3.5" fill="{color}"/>']
    return parts


def interval(count: float, of: int) -> tuple[float, float, float]:
    """The lower end of a share's 95 % interval, the share, and the upper end (Wilson 1927)."""
    share, z = count / of, CONFIDENCE
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    reach = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(middle - reach, 0.0), share, min(middle + reach, 1.0)


def _scatter(seed: int) -> float:
    """-1 to 1, so that dots of one height do not hide each other: the golden ratio's multiples lie far apart."""
    return 2 * (seed * 0.6180339887 % 1) - 1


def _legend(depths: list[int], y: float) -> list[str]:
    parts, x = [], float(LEFT)
    for number, depth in enumerate(depths):
        parts.append(f'<circle cx="{x}" cy="{y - 4}" r="4" fill="{COLORS[number % len(COLORS)]}"/>')
        words = f"{depth} hidden layer{'s' if depth > 1 else ''}"
        parts.append(text(x + 9, y, words))
        x += 24 + 7 * len(words)
    return parts


def _batch_order(batch: str) -> float:
    return math.inf if batch == "full" else float(batch)
