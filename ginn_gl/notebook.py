"""A run as scripts and notebooks use it: what is in its file, and what can be computed from that."""

from __future__ import annotations

from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from . import store
from .activations import Activation
from .config import Mixed, NetworkSpec, TrainingSpec
from .data import data_of, head_for, inputs_of
from .errors import GinnError
from .network import forward, unpack

Layer = tuple[np.ndarray, np.ndarray, Activation | Mixed]


class Run(store.Run):
    """One training of one network from one seed, as kept in a run file; see store.Run for what it holds."""

    def parameters_at(self, step: int) -> np.ndarray:
        """Parameters at any step that the run has passed, (P,) float32, trained again if they are not stored.

        They are exact on the machine that trained the run, where its engine works; else equal up to rounding.
        Takes as long as training does from the last snapshot before that step. Raises GinnError for a step
        outside the run, and for one of a watched run that was not kept.
        """
        index = self.index_of(step)
        if self.steps[index] == step:
            return self.parameters(index)
        from .train.replay import parameters_at  # which loads the compiler

        return parameters_at(self, step)

    def outputs(self, points: ArrayLike, step: int | None = None) -> np.ndarray:
        """What the network gives at points (N, inputs): its outputs (N, k) float64, before softmax or sigmoid.

        step: any that `parameters_at` takes; by default the last. Raises GinnError for points of another shape.
        """
        points = np.asarray(points, np.float64)
        if points.ndim != 2 or points.shape[1] != self.network.inputs:
            raise GinnError(f"points of a {self.network} network are an array of (N, {self.network.inputs}), not "
                            f"{points.shape}")
        return forward(self._at(step), self.network, points)[-1]

    def layers(self, step: int | None = None) -> list[Layer]:
        """The network's layers at a step, first to last: of each (weight (out, in), bias (out,), activation).

        The activation is an Activation, or pairs of one and of how many neurons in turn have it; of the last layer it
        is the identity. step: as in `outputs`.
        """
        parameters = self._at(step)
        activations = (*self.network.activations, Activation("identity"))
        return [(weight, bias, activation)
                for (weight, bias), activation in zip(unpack(parameters, self.network), activations)]

    def _at(self, step: int | None) -> np.ndarray:
        return self.parameters_at(int(self.steps[-1]) if step is None else step)

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


def fit(points: ArrayLike, labels: ArrayLike, path: str | Path, hidden: str = "16,16,16", activation: str = "relu",
        head: str | None = None, device: str = "auto", **training: Any) -> Run:
    """Train a network on arrays, and keep every stage of it in a run file, as `ginn-gl train` does with a table.

    points: (N, inputs). labels: (N,) of whole numbers, truth values or text, which are classes; or of other numbers, or
    (N, 3) of red, green and blue from 0 to 1, which are values. path: of the new .ginn file.
    hidden, activation: as `NetworkSpec.parse` reads them. head: 'classes', 'logit', 'value' or 'rgb'; by default as
    the labels say. training: what `TrainingSpec` takes, such as iterations=50_000, validation=0.2, l2=1e-4, seed=1.
    Raises GinnError where these do not go together, or the file is there already.
    """
    from .train.worker import train_runs  # which loads the compiler

    path = Path(path)
    lesson = data_of(path.stem, points, labels, as_values=(head or "").startswith("value"))
    network = NetworkSpec.parse(hidden, activation, str(head_for(lesson, head)), inputs_of(lesson))
    train_runs([path], network, [TrainingSpec(**training)], lesson, device)
    return Run(path)


class Player:
    """A web page as a notebook shows it. page: its HTML; height: in pixels; title: what it is of."""

    def __init__(self, page: str, height: int, title: str = "GINN-GL") -> None:
        self.page, self.height, self.title = page, height, title

    def _repr_html_(self) -> str:
        style = f"width: 100%; height: {self.height}px; border: 0; break-inside: avoid"
        return (f'<iframe srcdoc="{escape(self.page)}" title="{escape(self.title)}" style="{style}" '
                'allow="fullscreen"></iframe>')
