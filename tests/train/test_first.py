"""A new run is there before its engine is, and with the loss that the engine will say."""

import numpy as np
import pytest

from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.data import head_for, inputs_of, load_data
from ginn_gl.network import initialise
from ginn_gl.store import Run
from ginn_gl.target import load_target
from ginn_gl.train.engines.torch_engine import TorchEngine
from ginn_gl.train.first import appear
from ginn_gl.train.jobs import new_job


@pytest.mark.parametrize("what, head, validation", [
    (None, None, 0.0), (None, "logit", 0.0), ("spiral", None, 0.3), ("reg-gauss", None, 0.0)])
def test_the_first_loss_is_the_engines(tmp_path, what, head, validation):
    lesson = load_data(what) if what else load_target(size=40)
    network = NetworkSpec.parse("5,4", "tanh" if what else "relu", str(head_for(lesson, head)), inputs_of(lesson))
    training = TrainingSpec(seed=3, iterations=2, validation=validation)
    job = new_job(tmp_path / "early.ginn", network, training, lesson)
    appear(job)
    expected = TorchEngine(network, training, lesson).losses(initialise(network, 3)[None])
    with Run(tmp_path / "early.ginn") as early:
        assert early.steps.tolist() == [0] and early.snapshot()[0] == 0, "it could be resumed from there"
        assert np.array_equal(early.parameters(0), initialise(network, 3))
        assert early.losses == pytest.approx(expected, rel=1e-5)
    job.writer.close()


def test_what_would_take_numpy_long_waits_for_the_engine(tmp_path):
    job = new_job(tmp_path / "large.ginn", NetworkSpec((1024, 1024)), TrainingSpec(), load_target())
    appear(job)
    assert not job.writer.appeared
    job.writer.close()
