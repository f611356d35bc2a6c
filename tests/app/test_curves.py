"""Loss curves of many runs, painted over each other."""

import numpy as np

from ginn_gl.app.panels.all_runs.curves import painted

LIMITS, SIZE = (1.0, 1e4, 0.01, 1.0), (80, 40)


def curves(*ones: tuple[list[float], list[float]]) -> tuple[np.ndarray, np.ndarray]:
    parts = [np.append(np.array(one, float), [[np.nan], [np.nan]], axis=1) for one in ones]
    steps, losses = np.concatenate(parts, axis=1)
    return steps, losses


def test_a_level_curve_is_one_pixel_high_and_two_of_them_are_darker():
    level = [1, 1e4], [0.1, 0.1]
    one, two = (painted(*curves(*[level] * count), LIMITS, SIZE, 0.5).astype(int) for count in (1, 2))
    assert np.abs(one.sum(axis=0) - 0.5 * 255).max() <= 2 and np.abs(two.sum(axis=0) - 0.75 * 255).max() <= 2
    assert one[:18].max() == one[22:].max() == 0, "half-way down, both axes being logarithmic"


def test_a_steep_curve_has_no_gap_and_one_that_ends_early_ends_there():
    steep = painted(*curves(([1, 9.9, 10, 100], [1, 1, 0.01, 0.01])), LIMITS, SIZE, 1.0)
    assert steep[1:-1, 15:25].max(axis=1).min() > 200
    assert steep[:, 42:].max() == 0, "its last step is half-way"


def test_a_loss_that_is_no_number_is_passed_over():
    steps, losses = curves(([1, 10, 1e4], [0.1, np.nan, 0.1]), ([1, 1e4], [np.nan, np.nan]))
    assert (painted(steps, losses, LIMITS, SIZE, 1.0).sum(axis=0) > 240).all()
