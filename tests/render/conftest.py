"""Renderers for tests."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from ginn_gl.config import NetworkSpec
from ginn_gl.render import Renderer
from ginn_gl.target import Target, load_target


@pytest.fixture
def renderer(context) -> Iterator[Callable[..., Renderer]]:
    """Makes renderers that show given parameters, and releases them in the end."""
    made = []

    def make(network: NetworkSpec, parameters: np.ndarray, target: Target | None = None,
             patch_side: int | None = None) -> Renderer:
        made.append(Renderer(context, network, target or load_target(), patch_side))
        made[-1].set_parameters(parameters)
        return made[-1]

    yield make
    for one in made:
        one.release()
