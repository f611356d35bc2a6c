"""What draws, for tests: both ways by one name."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from ginn_gl.config import NetworkSpec
from ginn_gl.render.cells import Painter
from ginn_gl.render.pixels import PixelRenderer
from ginn_gl.target import Target, load_target

Drawing = Painter | PixelRenderer


@pytest.fixture
def drawing(context) -> Iterator[Callable[..., Drawing]]:
    """Makes what draws given parameters in one of the ways, "cells" or "pixels"; released in the end."""
    made = []

    def make(way: str, network: NetworkSpec, parameters: np.ndarray, target: Target | None = None) -> Drawing:
        target = target or load_target()
        if way == "cells":
            drawing = Painter(network, target)
        else:
            drawing = PixelRenderer(context, network, target)
            made.append(drawing)
        drawing.set_parameters(parameters)
        return drawing

    yield make
    for one in made:
        one.release()
