"""What a sweep's file says, and what it cannot say."""

import pytest

from ginn_gl.config import NetworkSpec
from ginn_gl.errors import GinnError
from ginn_gl.many.spec import read_sweep, sweep_of
from ginn_gl.many.tasks import tasks_of


def test_every_combination_once_and_its_name_tells_which():
    spec = sweep_of({"seeds": ["0-2", 7], "hidden": ["8", "8, 8", 8], "batch_size": [64, "full"], "iterations": 2000,
                     "learning_rate": [1e-3, 0.01], "target": ["bottle", "moons"], "activation": ["relu", "tanh"]})
    assert spec.seeds == (0, 1, 2, 7)
    assert len(spec.groups) == len({group.name for group in spec.groups}) == 2 * 2 * 2 * 2 * 2
    assert len(spec) == 32 * 4
    first, last = spec.groups[0], spec.groups[-1]
    assert first.file_name(7) == "bottle-8-relu-batch64-rate0.001-seed7.ginn"
    assert last.file_name(0) == "moons-8x8-tanh-batchfull-rate0.01-seed0.ginn"
    assert first.network == NetworkSpec((8,)) and str(last.network.activations[0]) == "tanh"
    assert [training.seed for training in last.trainings([3, 5])] == [3, 5]
    assert (last.training.iterations, last.training.batch_size) == (2000, None)


def test_what_is_not_named_is_the_papers():
    spec = sweep_of({})
    (group,) = spec.groups
    assert (group.network, group.training.iterations, spec.seeds) == (NetworkSpec(), 1_270_000, (0,))


def test_tasks_are_all_of_it_and_no_run_is_in_two():
    spec = sweep_of({"seeds": "0-20", "hidden": ["2", "3"]})
    for workers in (1, 2, 50):
        tasks = tasks_of(spec, workers)
        runs = [group.file_name(seed) for task in tasks for group in [task.group] for seed in task.seeds]
        assert len(runs) == len(set(runs)) == len(spec)
        assert len(tasks) >= min(4 * workers, len(spec)) or workers == 1


@pytest.mark.parametrize("said, says", [
    ("depth = 3", "there is no key 'depth': a sweep has seeds, hidden"),
    ("seeds = '3-1'", "1 to 100,000 seeds"),
    ("seeds = 'all'", "seeds are a range such as '0-9' or numbers, not 'all'"),
    ("seeds = '0-999999999'", "seeds are a range"),
    ("seeds = [true]", "seeds are a range"),
    ("hidden = ['8', '8,']", "hidden layers are widths like 16,16,16"),
    ("hidden = [2.5]", "hidden: 2.5 is no such value"),
    ("hidden = []", "hidden: the list is empty"),
    ("batch_size = ['half']", "batch_size: 'half' is no such value"),
    ("batch_size = 0", "a batch size is 1 to"),
    ("learning_rate = [1e-3, -1]", "a learning rate is above 0"),
    ("activation = ['relu', 'step']", "step"),
    ("target = ['no.png']", "no.png: no such image"),
    ("iterations = [1, 2]", r"iterations: \[1, 2\] is no such value"),
    ("seeds = '0-9999'\nlearning_rate = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1]", "at most 100,000"),
    ("seeds = ", "not a TOML file"),
])
def test_what_cannot_be_trained_is_refused_in_one_line(tmp_path, said, says):
    path = tmp_path / "sweep.toml"
    path.write_text(said)
    with pytest.raises(GinnError, match=says) as caught:
        read_sweep(path)
    assert str(caught.value).startswith(f"{path}: ") and "\n" not in str(caught.value)
