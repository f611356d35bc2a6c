"""scikit-learn's networks become runs, which give what the models give."""

import numpy as np
import pytest

import ginn_gl
from ginn_gl.errors import GinnError

datasets = pytest.importorskip("sklearn.datasets")
from sklearn.decomposition import PCA  # noqa: E402 - once it is known to be there
from sklearn.ensemble import RandomForestClassifier  # noqa: E402
from sklearn.neural_network import MLPClassifier, MLPRegressor  # noqa: E402
from sklearn.pipeline import make_pipeline  # noqa: E402
from sklearn.preprocessing import MinMaxScaler, PolynomialFeatures, StandardScaler  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")

MOONS = datasets.make_moons(200, noise=0.1, random_state=0)
DIGITS = datasets.load_digits(return_X_y=True)


@pytest.mark.parametrize("activation", ["logistic", "tanh", "relu"])
def test_two_classes_are_a_logit(activation, tmp_path):
    points, labels = MOONS
    model = MLPClassifier((8, 6), activation=activation, random_state=0, max_iter=30).fit(points, labels)
    run = ginn_gl.Run(ginn_gl.from_sklearn(model, tmp_path / "a.ginn", points, labels))
    assert run.network.head.kind == "logit" and run.network.widths == (2, 8, 6, 1)
    shares = 1 / (1 + np.exp(-run.outputs(points)[:, 0]))
    np.testing.assert_allclose(shares, model.predict_proba(points)[:, 1], atol=1e-5)
    np.testing.assert_array_equal(run.data("labels"), labels)
    np.testing.assert_allclose(run.data("points"), points, rtol=1e-6)
    assert run.losses[-1] == model.loss_ and run.steps[-1] == model.n_iter_
    left, top, right, bottom = run.window
    assert left < points[:, 0].min() and bottom > points[:, 1].max() and right - left == pytest.approx(bottom - top)


def test_layers_without_activations_stay_as_they_are(tmp_path):
    model = MLPClassifier((8, 6), activation="identity", random_state=0, max_iter=30).fit(*DIGITS)
    run = ginn_gl.Run(ginn_gl.from_sklearn(model, tmp_path / "a.ginn", *DIGITS))
    np.testing.assert_array_equal(run.outputs(DIGITS[0]).argmax(axis=1), model.predict(DIGITS[0]))
    assert str(run.network) == "64-8-6-10 identity"


def test_a_pipeline_of_affine_steps_is_one_network_of_what_goes_into_it(tmp_path):
    points, labels = DIGITS
    model = make_pipeline(MinMaxScaler(), PCA(12), StandardScaler(), MLPClassifier((16,), random_state=0, max_iter=20))
    model.fit(points, labels)
    run = ginn_gl.Run(ginn_gl.from_sklearn(model, tmp_path / "a.ginn", points, labels))
    assert run.network.widths == (64, 16, 10)
    np.testing.assert_array_equal(run.outputs(points).argmax(axis=1), model.predict(points))


def test_values_have_the_range_that_there_was(tmp_path):
    points, _ = DIGITS
    values = points[:, 20] * 2 - 3
    model = MLPRegressor(hidden_layer_sizes=(10,), random_state=0, max_iter=20).fit(points[:, :4], values)
    run = ginn_gl.Run(ginn_gl.from_sklearn(model, tmp_path / "a.ginn", points[:, :4], values, window=(0, 0, 16, 16)))
    assert (run.network.head.low, run.network.head.high) == (-3, 29) and run.window == (0, 0, 16, 16)
    np.testing.assert_allclose(run.outputs(points[:, :4])[:, 0], model.predict(points[:, :4]), atol=1e-4)


def test_classes_of_any_names_are_numbered(tmp_path):
    points, labels = MOONS
    model = MLPClassifier((4,), random_state=0, max_iter=5).fit(points, np.where(labels, "b", "a"))
    run = ginn_gl.Run(ginn_gl.from_sklearn(model, tmp_path / "a.ginn", points, np.where(labels, "b", "a")))
    np.testing.assert_array_equal(run.data("labels"), labels)


def test_the_points_may_be_left_out(tmp_path):
    model = MLPClassifier((4,), random_state=0, max_iter=5).fit(*MOONS)
    run = ginn_gl.Run(ginn_gl.from_sklearn(model, tmp_path / "a.ginn"))
    assert run.data("points") is None and run.window == (0, 0, 1, 1)
    steps, values = run.scalars()["loss of each epoch"]
    assert steps.tolist() == [1, 2, 3, 4, 5] and values.tolist() == model.loss_curve_


@pytest.mark.parametrize("make, said", [
    (lambda: RandomForestClassifier(3).fit(*MOONS), "RandomForestClassifier is no network"),
    (lambda: MLPClassifier((4,)), "not been fitted"),
    (lambda: make_pipeline(PolynomialFeatures(), MLPClassifier((4,), max_iter=5)).fit(*MOONS), "is not affine"),
    (lambda: MLPClassifier((4,), max_iter=5).fit(MOONS[0], np.stack([MOONS[1], MOONS[1]], 1)), "ends in sigmoid"),
    (lambda: 5, "int is no network"),
])
def test_what_is_none_is_refused(make, said, tmp_path):
    with pytest.raises(GinnError, match=said):
        ginn_gl.from_sklearn(make(), tmp_path / "a.ginn", MOONS[0])
    assert not list(tmp_path.iterdir())


def test_labels_of_others_are_refused(tmp_path):
    model = MLPClassifier((4,), random_state=0, max_iter=5).fit(*MOONS)
    with pytest.raises(GinnError, match="labels"):
        ginn_gl.from_sklearn(model, tmp_path / "a.ginn", MOONS[0], MOONS[1] + 5)
