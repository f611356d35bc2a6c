"""Curves of many points, thinned out."""

import numpy as np

from ginn_gl.app.panels.thinning import thinned


def test_each_column_keeps_its_highest_and_its_lowest_value():
    steps, columns = np.arange(100_000), 700
    values = np.random.default_rng(0).normal(size=len(steps))
    edges = np.linspace(0, 100_000, columns + 1)
    x, y = thinned(steps, values, edges)
    assert len(x) == len(y) <= 2 * (columns + 1)
    column = np.searchsorted(edges, steps, "right")
    found = np.searchsorted(edges, x, "right")
    for number in (1, 2, 350, columns):
        assert y[found == number].max() == values[column == number].max()
        assert y[found == number].min() == values[column == number].min()


def test_a_part_is_exact_where_points_are_few_and_joined_to_what_is_beyond():
    steps = np.arange(0, 100_000, 10)
    x, y = thinned(steps, steps / 7, np.geomspace(105, 215, 301))
    assert x.tolist() == list(range(100, 221, 10)) and (y == x / 7).all()


def test_gaps_stay_gaps():
    values = np.zeros(10_000)
    values[2000:4000] = np.nan
    x, y = thinned(np.arange(10_000), values, np.linspace(0, 10_000, 101))
    assert (np.isnan(y) == ((x >= 2000) & (x < 4000))).all()
