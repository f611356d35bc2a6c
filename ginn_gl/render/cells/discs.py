"""Points, painted over a picture: discs and diamonds with an edge."""

from __future__ import annotations

import numpy as np

from ...compiled import compiled

SLANT = np.float32(0.70710678)  # of a diamond's sides
ONE, ZERO, HALF, FULL = np.float32(1), np.float32(0), np.float32(0.5), np.float32(255)


@compiled(signatures=["void(uint8[:,:,:], float32[:,:], float32[:,:], float32, float32)"], fastmath=True)
def draw_discs(picture: np.ndarray, middles: np.ndarray, inks: np.ndarray, radius: float, edge: float) -> None:
    """In place, one after another. picture: (H, W, 3 or 4) uint8. The others are those of points.Placed and of the
    points' inks: (M, 2) and (M, 6)."""
    rows, columns = picture.shape[0], picture.shape[1]
    outer = radius + edge + HALF
    for k in range(len(middles)):
        x, y, is_diamond = middles[k, 0], middles[k, 1], inks[k, 5] > HALF
        reach = outer * np.float32(1.4143) if is_diamond else outer
        for row in range(max(0, int(y - reach)), min(rows, int(y + reach) + 1)):
            down = abs(np.float32(row) + HALF - y)
            for column in range(max(0, int(x - reach)), min(columns, int(x + reach) + 1)):
                across = abs(np.float32(column) + HALF - x)
                distance = SLANT * (across + down) if is_diamond else np.sqrt(across * across + down * down)
                if distance >= outer:
                    continue
                covered = min(ONE, outer - distance) * inks[k, 4]
                inside = min(ONE, max(ZERO, radius + HALF - distance))
                edged = FULL * covered * (ONE - inside) * inks[k, 3] + HALF
                for part in range(3):
                    below = (ONE - covered) * np.float32(picture[row, column, part])
                    picture[row, column, part] = np.uint8(below + FULL * covered * inside * inks[k, part] + edged)
