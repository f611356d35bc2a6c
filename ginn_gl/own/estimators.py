"""scikit-learn's networks, which say themselves what they are."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..activations import Activation
from ..config import NetworkSpec
from ..errors import GinnError
from ..heads import Head
from ..network import forward

KINDS = ("MLPClassifier", "MLPRegressor")
ACTIVATIONS = {"relu": "relu", "tanh": "tanh", "logistic": "sigmoid", "identity": "identity"}
"""Ours, by their names there."""

ENDINGS = {"softmax": "softmax", "logistic": "sigmoid", "identity": ""}

CHECKED = 64
"""Points at which what was read is compared with the estimator's own answer."""

TOLERANCE = 1e-4
"""Of the largest of its answers."""


def is_estimator(model: Any) -> bool:
    """Whether this is something of scikit-learn's, which need not be installed."""
    return any(kind.__module__.startswith("sklearn.") for kind in type(model).__mro__)


class EstimatorReader:
    """Reads an MLPClassifier or an MLPRegressor, now and after every step of its training.

    inputs, outputs, hidden, activations, ending: as of reading.Reader. classes: what its labels are, in the order of
    their numbers; None of a regressor.
    Raises GinnError for any other, and for one that has not been fitted.
    """

    ends_in_sigmoid = False  # which is its head's

    def __init__(self, model: Any) -> None:
        if not {kind.__name__ for kind in type(model).__mro__} & {*KINDS}:
            raise GinnError(f"this model cannot be watched: of scikit-learn, {' and '.join(KINDS)} can, and it is a "
                            f"{type(model).__name__}")
        if not hasattr(model, "coefs_"):
            raise GinnError("this model cannot be watched yet: call partial_fit once before, and it has a network")
        if model.out_activation_ not in ENDINGS:
            raise GinnError(f"this model cannot be watched: {model.out_activation_} follows its outputs")
        self._model = model
        self.inputs, *hidden, self.outputs = (len(model.coefs_[0]), *map(len, model.intercepts_))
        self.hidden = tuple(hidden)
        self.activations = (Activation(ACTIVATIONS[model.activation]),) * len(hidden)
        self.ending = ENDINGS[model.out_activation_]
        self.classes: np.ndarray | None = getattr(model, "classes_", None)
        self._compare()

    def leave_out_sigmoid(self) -> None:
        """It is no part of what is read."""

    def parameters(self) -> np.ndarray:
        """Layer by layer the weight (out, in) row by row, then the bias: (P,) float32."""
        layers = zip(self._model.coefs_, self._model.intercepts_)
        return np.concatenate([part.ravel() for weight, bias in layers for part in (weight.T, bias)], dtype=np.float32)

    def _compare(self) -> None:
        points = np.random.default_rng(3).uniform(-2, 2, (CHECKED, self.inputs)).astype(self._model.coefs_[0].dtype)
        model = self._model
        answer = np.asarray(model.predict(points) if self.classes is None else model.predict_proba(points))
        head = Head("classes", self.outputs) if self.outputs > 1 else Head("logit")
        values = forward(self.parameters(), NetworkSpec(self.hidden, self.inputs, self.activations, head), points)[-1]
        if self.ending == "sigmoid":
            values = 1 / (1 + np.exp(-values))
            answer = answer[:, -1:] if self.outputs == 1 else answer
        if self.ending == "softmax":
            values = np.exp(values - values.max(axis=1, keepdims=True))
            values /= values.sum(axis=1, keepdims=True)
        difference = np.abs(values - answer.reshape(values.shape)).max()
        if not difference <= TOLERANCE * max(np.abs(answer).max(), 1e-9):
            raise GinnError(f"this model cannot be watched: its answer differs from what was read, by {difference:.1e}")
