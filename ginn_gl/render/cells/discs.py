"""Points, painted over a picture: discs and diamonds with an edge."""

from __future__ import annotations

import numpy as np

from ...compiled import compiled

SLANT = 0.70710678  # of a diamond's sides


@compiled(signatures=["void(uint8[:,:,:], float32[:,:], float32[:,:], float32, float32)"])
def draw_discs(picture: np.ndarray, middles: np.ndarray, inks: np.ndarray, radius: float, edge: float) -> None:
    """In place, one after another. picture: (H, W, 3 or 4) uint8. The others are those of points.Placed and of the
    points' inks: (M, 2) and (M, 6)."""
    rows, columns = picture.shape[0], picture.shape[1]
    for k in range(len(middles)):
        x, y, is_diamond = middles[k, 0], middles[k, 1], inks[k, 5] > 0.5
        reach = (radius + edge) * (1.4143 if is_diamond else 1.0) + 1.0
        for row in range(max(0, int(y - reach)), min(rows, int(y + reach) + 1)):
            for column in range(max(0, int(x - reach)), min(columns, int(x + reach) + 1)):
                across, down = np.float32(abs(column + 0.5 - x)), np.float32(abs(row + 0.5 - y))
                distance = SLANT * (across + down) if is_diamond else np.sqrt(across * across + down * down)
                covered = min(1.0, radius + edge + 0.5 - distance)
                if covered <= 0:
                    continue
                inside = min(1.0, max(0.0, radius + 0.5 - distance))
                covered *= inks[k, 4]
                for part in range(3):
                    ink = inside * inks[k, part] + (1.0 - inside) * inks[k, 3]
                    picture[row, column, part] = np.uint8(
                        (1.0 - covered) * picture[row, column, part] + 255.0 * covered * ink + 0.5)
