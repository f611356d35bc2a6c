"""Where axes of steps and losses are marked, and what is written there."""

from __future__ import annotations

import numpy as np
from imgui_bundle import implot


def set_steps(first: float, last: float, logarithmic: bool) -> None:
    """Powers of ten, or round steps at equal distances where a few of them fit in."""
    if logarithmic and last > 20 * first:
        ticks = [10.0 ** power for power in range(int(np.log10(last)) + 1) if 10.0 ** power >= first]
    else:
        ticks = _even(first, last)
    implot.setup_axis_ticks(implot.ImAxis_.x1, ticks, [short(tick) for tick in ticks])


def set_losses(low: float, high: float, axis: implot.ImAxis_ = implot.ImAxis_.y1) -> None:
    """Powers of ten, and what lies between them where there is room; or else losses at equal distances."""
    powers = [10.0 ** power for power in range(-6, 3)]
    parts = (1, 2, 5) if high < 50 * low else (1,)
    ticks = [part * power for power in powers for part in parts if low <= part * power <= high]
    if len(ticks) < 2:
        ticks = _even(low, high, most=4)
    implot.setup_axis_ticks(axis, ticks, [f"{tick:.4g}" for tick in ticks])


def _even(first: float, last: float, most: int = 8) -> list[float]:
    """At equal, round distances."""
    unit = 10.0 ** np.floor(np.log10(last - first))
    spacing = next(unit * part for part in (0.1, 0.2, 0.5, 1.0, 2.0, 5.0) if (last - first) / (unit * part) <= most)
    return list(np.arange(np.ceil(first / spacing), last / spacing) * spacing)


def short(step: float) -> str:
    """1000000 as 1M, 20000 as 20k, 20010 as 20,010."""
    for size, unit in ((1_000_000, "M"), (1_000, "k")):
        if step >= size and step % (size / 10) == 0:
            return f"{step / size:g}{unit}"
    return f"{step:,.0f}"
