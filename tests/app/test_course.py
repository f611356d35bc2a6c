"""The first minute's pace, and steps as they are typed."""

import numpy as np
import pytest

from ginn_gl.app.forms.step import step_of
from ginn_gl.app.state.course import Course
from ginn_gl.errors import GinnError

STEPS = np.unique(np.geomspace(1, 1_270_000, 300).astype(int)) - 1


@pytest.mark.parametrize("rate", [7, 30, 144])
def test_a_course_takes_its_time_at_any_frame_rate(rate):
    course, seen = Course.through(STEPS, 20.0), []
    while not course.is_over:
        course.gone += 1 / rate
        seen.append(course.position)
    assert len(seen) == pytest.approx(20 * rate, abs=1)
    assert (np.diff(seen) >= 0).all() and seen[-1] == len(STEPS) - 1
    assert seen[len(seen) // 2] == pytest.approx(course.at(0.5), abs=2 * np.diff(seen).max())


@pytest.mark.parametrize(("typed", "step"), [
    ("12000", 12_000), ("12k", 12_000), ("1.27M", 1_270_000), (" 1,270,000 ", 1_270_000), ("12 000", 12_000), ("0", 0)])
def test_a_step_is_read_as_it_is_meant(typed, step):
    assert step_of(typed) == step


@pytest.mark.parametrize("typed", ["", "twelve", "-5", "12kk", "1e5x", "12,34"])
def test_what_is_no_step_is_refused(typed):
    with pytest.raises(GinnError, match="is no step"):
        step_of(typed)
