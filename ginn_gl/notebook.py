"""A run as scripts and notebooks use it: what is in its file, and what can be computed from that."""

from __future__ import annotations

from html import escape
from io import BytesIO

import numpy as np

from . import store


class Run(store.Run):
    """One training of one network from one seed, as kept in a run file; see store.Run for what it holds."""

    def parameters_at(self, step: int) -> np.ndarray:
        """Parameters at any step that the run has passed, (P,) float32, trained again if they are not stored.

        They are exact on the machine that trained the run, where its engine works; else equal up to rounding.
        Takes as long as training does from the last snapshot before that step. Raises GinnError for a step
        outside the run, and for one of a watched run that was not kept.
        """
        from .train.replay import parameters_at  # which loads the compiler

        return parameters_at(self, step)

    def player(self, height: int = 720, checkpoints: int | None = None) -> Player:
        """The run as an interactive page, for a notebook's cell: every checkpoint, zoom, pan, all neurons.

        height: of the page in the notebook, in pixels. checkpoints: how many to keep for a smaller notebook,
        at least 2; by default all. Raises GinnError for fewer.
        """
        from .web import page_text

        return Player(page_text([self], checkpoints), height, self.name)

    def _repr_png_(self) -> bytes:
        """What a notebook shows for a run: its last checkpoint, as `ginn_gl.render` draws it."""
        from PIL import Image

        from .render import render

        file = BytesIO()
        Image.fromarray(render(self)).save(file, format="PNG")
        return file.getvalue()


class Player:
    """A web page as a notebook shows it. page: its HTML; height: in pixels; title: what it is of."""

    def __init__(self, page: str, height: int, title: str = "GINN-GL") -> None:
        self.page, self.height, self.title = page, height, title

    def _repr_html_(self) -> str:
        style = f"width: 100%; height: {self.height}px; border: 0; break-inside: avoid"
        return (f'<iframe srcdoc="{escape(self.page)}" title="{escape(self.title)}" style="{style}" '
                'allow="fullscreen"></iframe>')
