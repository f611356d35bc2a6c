"""Straight pieces of lines, painted over a picture; as shaders/ghosts.frag has them."""

from __future__ import annotations

import numpy as np

from ...compiled import compiled

ZERO, HALF, ONE, FULL = np.float32(0), np.float32(0.5), np.float32(1), np.float32(255)


@compiled(signatures=["void(uint8[:,:,:], float32[:,:], float32[:,:], float32)"], fastmath=True)
def draw_segments(picture: np.ndarray, lines: np.ndarray, inks: np.ndarray, half: float) -> None:
    """In place, one after another. picture: (H, W, 3 or 4) uint8. lines: (K, 4), ends in pixels. inks: (K, 5), as
    render.ghosts.Ghosts has them. half: of a boundary's width, in pixels."""
    rows, columns = picture.shape[0], picture.shape[1]
    for k in range(len(lines)):
        x, y, x_end, y_end = lines[k, 0], lines[k, 1], lines[k, 2], lines[k, 3]
        length = np.sqrt((x_end - x) ** 2 + (y_end - y) ** 2)
        if length < np.float32(1e-6):
            continue
        along_x, along_y = (x_end - x) / length, (y_end - y) / length
        reach = half * inks[k, 4] + HALF
        for row in range(max(0, int(min(y, y_end) - reach)), min(rows, int(max(y, y_end) + reach) + 1)):
            down = np.float32(row) + HALF - y
            for column in range(max(0, int(min(x, x_end) - reach)), min(columns, int(max(x, x_end) + reach) + 1)):
                across = np.float32(column) + HALF - x
                on = across * along_x + down * along_y
                if on < ZERO or on > length:
                    continue
                off = abs(across * along_y - down * along_x)
                covered = min(ONE, max(ZERO, reach - off)) * inks[k, 3]
                if covered <= ZERO:
                    continue
                for part in range(3):
                    below = (ONE - covered) * np.float32(picture[row, column, part])
                    picture[row, column, part] = np.uint8(below + FULL * covered * inks[k, part] + HALF)
