"""Pages have the window's colours, and what is written in them can be read."""

import re

import pytest

from ginn_gl.app import theme
from ginn_gl.web import page_source

from ..app.test_theme import contrast

LEAST = 4.5
GROUNDS = {"text": ("window", "panel", "control", "hover", "active", "surround"),
           "faint": ("window", "panel", "control", "surround"), "error": ("panel",), "held-out": ("window",),
           "on-next": ("next",)}


@pytest.mark.parametrize("selector, light", [(":root", False), (".light", True)])
def test_colours_are_the_windows_and_stand_out(selector, light):
    block = re.search(rf"{re.escape(selector)} {{(.*?)}}", page_source("theme.css"), re.DOTALL)[1]
    named = dict(re.findall(r"--([a-z-]+): #([0-9a-f]+)", block))
    shared = {name: theme.colour(name, light) for name in named if name in theme._DARK}
    assert len(shared) >= 8
    colors = {name: theme._vector(int(color * 2 if len(color) == 3 else color, 16), 1) for name, color in named.items()}
    for name, color in shared.items():
        assert all(abs(one - other) < 1e-6 for one, other in zip(color, colors[name], strict=True)), name
    low = {(ink, ground): contrast(colors[ink], colors[ground]) for ink, grounds in GROUNDS.items()
           for ground in grounds if contrast(colors[ink], colors[ground]) < LEAST}
    assert not low
