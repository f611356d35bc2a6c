"""scikit-learn's networks made into runs, from memory: their files can hold any program, and are not read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from ..config import UNIT_SQUARE, NetworkSpec, TrainingSpec, Window
from ..errors import GinnError
from ..network import unpack
from ..store import RunWriter
from ..store.schema import IMPORTED
from .data import numbered, read_data
from .estimators import KINDS, EstimatorReader
from .meaning import describe
from .watching import window_of
from .writing import Subject

CHECKED = 64


def from_sklearn(model: Any, path: str | Path, X: Any = None, y: Any = None, *,
                 window: Window | None = None) -> Path:
    """Make a run of a fitted MLPClassifier or MLPRegressor; the path of its file.

    model: also a Pipeline that ends in one, of steps before it that are affine, such as StandardScaler or PCA.
    path: NAME.ginn. X: (N, inputs) points to keep with it. y: (N,) their labels, or their values.
    window: (left, top, right, bottom) of the plane that is of interest; by default that of the points.
    Raises GinnError, in one line, where it is no such model, or the file is in the way.
    """
    fitted, steps = _parts(model)
    reader = EstimatorReader(fitted)
    data = None if X is None else read_data(X if y is None else numbered((X, y), reader.classes))
    network = describe(reader, "value" if reader.classes is None else None, data, False)
    parameters = reader.parameters()
    if steps:
        network, parameters = _with_steps(network, parameters, *_affine(steps))
    if data and data.flat.shape[1] != network.inputs:
        raise GinnError(f"points of {data.flat.shape[1]} inputs, and a network of {network.inputs}")
    kept = data and data.kept().labelled_for(network.head)
    subject = Subject(network, None, kept, window_of(window) or (kept.window if kept else UNIT_SQUARE))
    _write(Path(path), subject, parameters, fitted)
    return Path(path)


def _write(path: Path, subject: Subject, parameters: np.ndarray, fitted: Any) -> None:
    epochs = int(fitted.n_iter_)
    training = TrainingSpec(iterations=max(1, epochs), batch_size=None, checkpoints=2)
    with RunWriter.create(path, subject.network, training, None, IMPORTED, subject.window) as writer:
        writer.append(epochs, float(fitted.loss_), 0.0, parameters)
        if subject.data:
            writer.keep_data("points", subject.data.points)
            if subject.data.labels is not None:
                writer.keep_data("labels", subject.data.labels)
        for epoch, loss in enumerate(getattr(fitted, "loss_curve_", ()), 1):
            writer.keep_scalar("loss of each epoch", epoch, float(loss))
        writer.set_status("finished")


def _parts(model: Any) -> tuple[Any, list[Any]]:
    """The network, and the steps of a Pipeline before it."""
    *steps, (_, fitted) = getattr(model, "steps", [("", model)])
    if not {kind.__name__ for kind in type(fitted).__mro__} & {*KINDS}:
        raise GinnError(f"a {type(fitted).__name__} is no network: {' or '.join(KINDS)} is, and so is a Pipeline that "
                        "ends in one")
    if not hasattr(fitted, "coefs_"):
        raise GinnError("it has not been fitted")
    return fitted, [step for _, step in steps if step not in (None, "passthrough")]


def _with_steps(network: NetworkSpec, parameters: np.ndarray, matrix: np.ndarray,
                offset: np.ndarray) -> tuple[NetworkSpec, np.ndarray]:
    """The network of what goes into the steps, which are taken into its first layer."""
    weight, bias = unpack(parameters.astype(np.float64), network)[0]
    first = np.concatenate([(weight @ matrix).ravel(), weight @ offset + bias])
    rest = parameters[weight.size + bias.size:]
    return replace(network, inputs=matrix.shape[1]), np.concatenate([first, rest], dtype=np.float32)


def _affine(steps: list[Any]) -> tuple[np.ndarray, np.ndarray]:
    """What the steps before a network do, as a matrix (out, inputs) and an offset (out,)."""
    inputs = int(steps[0].n_features_in_)

    def through(points: np.ndarray) -> np.ndarray:
        for step in steps:
            points = np.asarray(step.transform(points), np.float64)
        return points
    offset = through(np.zeros((1, inputs)))[0]
    matrix = (through(np.eye(inputs)) - offset).T
    points = np.random.default_rng(0).normal(size=(CHECKED, inputs))
    if not np.allclose(points @ matrix.T + offset, through(points), rtol=1e-9, atol=1e-9):
        raise GinnError(f"{' and '.join(type(step).__name__ for step in steps)} before the network is not affine")
    return matrix, offset
