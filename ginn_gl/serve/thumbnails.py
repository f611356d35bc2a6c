"""A run's last checkpoint as a small picture: a sketch, which numpy makes in a few milliseconds."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from PIL import Image

from ..config import View
from ..network import network_on, parameters_on
from ..render.ground import ground_of
from ..render.sketch import sketch
from ..store import Run
from .shelf import Entry

SIDE = 112  # pixels of the longer side


def thumbnail(entry: Entry) -> bytes:
    """As PNG. Raises what reading a run may raise."""
    with Run(entry.require()) as run:
        ground = ground_of(run)
        network, aspect = network_on(ground.plane, run.network), ground.aspect
        parameters = parameters_on(ground.plane, run.network, run.parameters(-1)).astype(np.float32)
        size = round(SIDE * min(1.0, aspect)) or 1, round(SIDE / max(1.0, aspect)) or 1
        view = View(neurons=frozenset(network.neurons), line_width=1.0)
        pixels = sketch(network, parameters, ground, view, size)
    file = BytesIO()
    colours = np.ascontiguousarray(pixels, "<i4").view(np.uint8).reshape(*pixels.shape, 4)[..., :3]
    Image.fromarray(np.ascontiguousarray(colours)).save(file, format="PNG")
    return file.getvalue()
