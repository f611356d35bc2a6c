"""scikit-learn's networks, from memory: their files can hold any program, and are not read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch

from ..activations import Activation
from ..config import TrainingSpec, Window
from ..errors import GinnError
from ..heads import Head
from ..store import RunWriter
from ..store.schema import IMPORTED
from .data import Data, read_data
from .estimators import ACTIVATIONS
from .importing import Told, read_stage
from .sources import Answer, Source
from .watching import window_of
from .weights import Chain, Layer

ENDINGS = {"identity": torch.nn.Identity, "logistic": torch.nn.Sigmoid, "softmax": lambda: torch.nn.Softmax(dim=1)}
"""By their names there."""


def from_sklearn(model: Any, path: str | Path, X: Any = None, y: Any = None, *,
                 window: Window | None = None) -> Path:
    """Make a run of a fitted MLPClassifier or MLPRegressor; the path of its file.

    model: also a Pipeline that ends in one, of steps before it that are affine, such as StandardScaler or PCA.
    path: NAME.ginn. X: (N, inputs) points to keep with it. y: (N,) their labels, or their values.
    window: (left, top, right, bottom) of the plane that is of interest; by default that of the points.
    Raises GinnError, in one line, where it is no such model, or the file is in the way.
    """
    network, steps = _parts(model)
    data = None if X is None else read_data(X if y is None else (X, _labels(network, y)))
    head = _head(network, data)
    source = Source(_module(network, steps), ((_inputs(network, steps),),), _answer(model, network))
    stage = read_stage(source, Told(head=str(head)))
    kept = data and data.kept().labelled_for(head)
    shown = window_of(window) or (kept.window if kept else Told.window)
    epochs = int(network.n_iter_)
    training = TrainingSpec(iterations=max(1, epochs), batch_size=None, checkpoints=2)
    with RunWriter.create(Path(path), stage.network, training, None, IMPORTED, shown) as writer:
        writer.append(epochs, float(network.loss_), 0.0, stage.parameters)
        for name, array in (("points", kept and kept.points), ("labels", kept and kept.labels)):
            if array is not None:
                writer.keep_data(name, array)
        for epoch, loss in enumerate(getattr(network, "loss_curve_", ()), 1):
            writer.keep_scalar("loss of each epoch", epoch, float(loss))
        writer.set_status("finished")
    return Path(path)


def _parts(model: Any) -> tuple[Any, list[Any]]:
    """The network, and the steps of a Pipeline before it."""
    *steps, (_, network) = getattr(model, "steps", [("", model)])
    if type(network).__name__ not in ("MLPClassifier", "MLPRegressor"):
        raise GinnError(f"a {type(network).__name__} is no network: it takes MLPClassifier or MLPRegressor, or a "
                        "Pipeline that ends in one")
    if not hasattr(network, "coefs_"):
        raise GinnError("it has not been fitted")
    return network, [step for _, step in steps if step not in (None, "passthrough")]


def _labels(network: Any, y: Any) -> np.ndarray:
    """As the network has them: of classes, their numbers."""
    if not hasattr(network, "classes_"):
        return np.asarray(y)
    labels = np.asarray(y)
    if not np.isin(labels, network.classes_).all():
        raise GinnError("y has classes that it was not fitted with")
    return np.searchsorted(network.classes_, labels)


def _head(network: Any, data: Data | None) -> Head:
    match network.out_activation_, network.n_outputs_:
        case "softmax", count:
            return Head("classes", count)
        case "logistic", 1:
            return Head("logit")
        case "identity", 1:
            values = None if data is None or data.labels is None else data.labels
            if values is None or values.min() == values.max():
                return Head("value")
            return Head("value", low=float(values.min()), high=float(values.max()))
    raise GinnError(f"it has {network.n_outputs_} outputs, of which several may hold at once: that has no place here")


def _module(network: Any, steps: list[Any]) -> torch.nn.Module:
    """It with its probabilities, what comes before its layers taken into the first."""
    layers = [Layer(np.asarray(weight, np.float64).T, np.asarray(bias, np.float64))
              for weight, bias in zip(network.coefs_, network.intercepts_)]
    if steps:
        matrix, offset = _affine(steps, _inputs(network, steps))
        first = layers[0]
        layers[0] = Layer(first.weight @ matrix, first.weight @ offset + first.bias)
    activation = Activation(ACTIVATIONS[network.activation])
    return torch.nn.Sequential(Chain(layers, [activation] * (len(layers) - 1)), ENDINGS[network.out_activation_]())


def _inputs(network: Any, steps: list[Any]) -> int:
    return int(steps[0].n_features_in_ if steps else network.n_features_in_)


def _affine(steps: list[Any], inputs: int) -> tuple[np.ndarray, np.ndarray]:
    """What the steps before a network do, as a matrix (out, inputs) and an offset (out,)."""
    def through(points: np.ndarray) -> np.ndarray:
        for step in steps:
            points = np.asarray(step.transform(points), np.float64)
        return points
    offset = through(np.zeros((1, inputs)))[0]
    matrix = (through(np.eye(inputs)) - offset).T
    points = np.random.default_rng(0).normal(size=(64, inputs))
    if not np.allclose(points @ matrix.T + offset, through(points), rtol=1e-9, atol=1e-9):
        raise GinnError(f"{' and '.join(type(step).__name__ for step in steps)} before the network is not affine")
    return matrix, offset


def _answer(model: Any, network: Any) -> Answer:
    def ask(points: list[np.ndarray]) -> np.ndarray:
        wide = points[0].astype(np.float64)
        if network.out_activation_ == "identity":
            return np.asarray(model.predict(wide))
        shares = np.asarray(model.predict_proba(wide))
        return shares if network.out_activation_ == "softmax" else shares[:, 1]
    return ask
