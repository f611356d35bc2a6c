import numpy as np
import pytest

from ginn_gl.config import TrainingSpec
from ginn_gl.train.schedule import adam_tables, checkpoint_steps, learning_rate


def test_the_rate_falls_from_the_base_to_nothing_by_half_a_cosine():
    training = TrainingSpec(iterations=1000, learning_rate=0.5)
    assert learning_rate(training, [0, 250, 500, 1000]).tolist() == pytest.approx([0.5, 0.426777, 0.25, 0])


def test_adam_tables_do_not_depend_on_where_a_stretch_begins():
    training = TrainingSpec(iterations=1000)
    whole, tail = adam_tables(training, 0, 1000), adam_tables(training, 600, 400)
    assert (whole.step_size[600:] == tail.step_size).all()
    assert (whole.root_scale[600:] == tail.root_scale).all()
    assert whole.step_size[0] == pytest.approx(1e-2) and whole.root_scale[0] == pytest.approx(1000**0.5)


def test_checkpoints_of_the_paper_begin_dense_and_end_evenly():
    steps = checkpoint_steps(1_270_000, 2_000)
    gaps = np.diff(steps)
    assert len(steps) == 2_000 and steps[0] == 0 and steps[-1] == 1_270_000
    assert (steps[:100] == np.arange(100)).all()
    assert (np.diff(gaps) >= -1).all()
    assert set(gaps[steps[1:] > 635_000]) == {1270}


def test_any_number_of_checkpoints_is_met_exactly_in_increasing_order():
    for iterations in [*range(1, 12), 59, 1_000, 10**9]:
        for count in [*range(2, 14), 60, 999, 1_000]:
            steps = checkpoint_steps(iterations, count)
            assert len(steps) == min(count, iterations + 1)
            assert steps[0] == 0 and steps[-1] == iterations and (np.diff(steps) > 0).all()
