"""scikit-learn's networks, while they are fitted bit by bit."""

import numpy as np
import pytest

import ginn_gl
from ginn_gl.store import Run

neural_network = pytest.importorskip("sklearn.neural_network", reason="scikit-learn is not installed")
from sklearn.datasets import load_digits, make_moons  # noqa: E402 - where it is
from sklearn.linear_model import LogisticRegression  # noqa: E402


@pytest.mark.parametrize("activation", ["relu", "tanh", "logistic", "identity"])
def test_digits_are_watched_with_what_it_says_at_the_end(tmp_path, activation):
    points, labels = load_digits(return_X_y=True)
    model = neural_network.MLPClassifier((12, 7), activation=activation, random_state=0)
    model.partial_fit(points, labels, classes=range(10))
    with ginn_gl.watch(model, tmp_path / "digits.ginn", data=(points, labels)) as log:
        for step in range(5):
            model.partial_fit(points, labels)
            log(step, model.loss_, accuracy=model.score(points, labels))
    run = ginn_gl.Run(tmp_path / "digits.ginn")
    assert str(run.network).startswith("64-12-7-10") and len(run) == 5
    logits = run.outputs(points[:50])
    shares = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(shares, model.predict_proba(points[:50]), atol=1e-4)
    np.testing.assert_array_equal(run.data("labels"), labels)
    assert set(run.scalars()) == {"accuracy"}


def test_labels_of_any_kind_are_numbered_as_the_model_does(tmp_path):
    points, labels = make_moons(80, random_state=0)
    words = np.array(["no", "yes"])[labels]
    model = neural_network.MLPClassifier((8,)).partial_fit(points, words, classes=["no", "yes"])
    with ginn_gl.watch(model, tmp_path / "moons.ginn", data=(points, words)) as log:
        log(0, model.loss_)
    with Run(tmp_path / "moons.ginn") as run:
        assert str(run.network) == "2-8-1 logit"
        np.testing.assert_array_equal(run.data("labels"), labels)
    with pytest.raises(ginn_gl.GinnError, match="labels are of no, yes"):
        ginn_gl.watch(model, tmp_path / "other.ginn", data=(points, np.where(labels, "yes", "perhaps")))


def test_a_regressor_gives_a_value(tmp_path):
    points = np.random.default_rng(0).uniform(-1, 1, (90, 3))
    values = points.sum(axis=1)
    model = neural_network.MLPRegressor(hidden_layer_sizes=(8,)).partial_fit(points, values)
    with ginn_gl.watch(model, tmp_path / "sum.ginn", data=(points, values)) as log:
        log(0, model.loss_)
    run = ginn_gl.Run(tmp_path / "sum.ginn")
    assert run.network.head.kind == "value" and run.network.head.low == pytest.approx(values.min())
    np.testing.assert_allclose(run.outputs(points)[:, 0], model.predict(points), atol=1e-5)


def test_others_are_refused(tmp_path):
    for model, said in ((neural_network.MLPClassifier(), "call partial_fit once before"),
                        (LogisticRegression(), "MLPClassifier and MLPRegressor can, and it is a LogisticRegression")):
        with pytest.raises(ginn_gl.GinnError, match=said):
            ginn_gl.watch(model, tmp_path / "mine.ginn")
