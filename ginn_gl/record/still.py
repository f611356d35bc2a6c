"""Single pictures: PNG for people, NPY for programs."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
from PIL import Image

from .files import written_whole


def save_png(path: Path, frame: np.ndarray) -> None:
    """Save an (H, W, 3) uint8 picture. Raises GinnError where it cannot be written."""
    with written_whole(path) as part:
        Image.fromarray(frame).save(part, format="PNG")


def save_npy(path: Path, field: np.ndarray) -> None:
    """Save an (H, W) float32 field in numpy's own format. Raises GinnError where it cannot be written."""
    with written_whole(path) as part, part.open("wb") as file:
        # To a file that it knows as one, numpy writes by means of C, whose last error it does not look at.
        np.save(cast(Any, SimpleNamespace(write=file.write)), field, allow_pickle=False)
