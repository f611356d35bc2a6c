"""A target as the compiled engines read it."""

from __future__ import annotations

import numpy as np

from ...target import Target, pixel_centers


def labelled_pixels(target: Target) -> np.ndarray:
    """x, y and label (0 black, 1 white) of each pixel, row by row, (3, N) float32."""
    points = pixel_centers(target.height, target.width)
    return np.column_stack([points, target.pixels.ravel()]).T.astype(np.float32, order="C")
