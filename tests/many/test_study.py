"""What a sweep says about failing: numbers that follow from its runs, on a small sweep that is trained here."""

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from ginn_gl.errors import GinnError
from ginn_gl.geometry import count_cells
from ginn_gl.many import study
from ginn_gl.many.picture import interval
from ginn_gl.many.predicting import RIDGE, fitted
from ginn_gl.many.spec import read_sweep
from ginn_gl.many.study_tables import as_tables
from ginn_gl.many.summary import Row
from ginn_gl.store import Run
from ginn_gl.target import load_target
from ginn_gl.train.worker import train_runs

DOCS = Path(__file__).parents[2] / "docs"
NAME = "do-deeper-networks-fail-less"
SPEC = "seeds = '0-7'\nhidden = ['3', '6,6']\nbatch_size = [16, 64]\niterations = 900\ncheckpoints = 20\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A sweep of 32 runs in a folder `runs`, and its specification beside it."""
    folder = tmp_path_factory.mktemp("study")
    (folder / "small.toml").write_text(SPEC)
    spec = read_sweep(folder / "small.toml")
    for group in spec.groups:
        paths = [folder / "runs" / group.file_name(seed) for seed in spec.seeds]
        train_runs(paths, group.network, group.trainings(spec.seeds), group.lesson, "cpu")
    return folder


@pytest.fixture(scope="module")
def losses(folder) -> dict[str, np.ndarray]:
    """Of each group, at the end, by seed."""
    spec = read_sweep(folder / "small.toml")
    return {group.name: np.array([Run(folder / "runs" / group.file_name(seed)).losses[-1] for seed in spec.seeds])
            for group in spec.groups}


@pytest.fixture(scope="module")
def limit(losses) -> float:
    """Above which half of the runs are."""
    return float(np.median(np.concatenate(list(losses.values()))))


@pytest.fixture(scope="module")
def studied(folder, limit) -> tuple:
    return study.study(read_sweep(folder / "small.toml"), folder / "runs", limit)


def test_shares_are_of_the_runs_there_are(studied, losses, limit):
    numbers, rows = studied
    assert (numbers["runs"], numbers["unfinished"], numbers["iterations"]) == (32, 0, 900)
    assert numbers["failed"]["count"] == 16 == sum(row.bad for row in rows)
    for one in numbers["networks"]:
        names = [name for name in losses if f"-{one['hidden'].replace(',', 'x')}-" in name]
        both = np.concatenate([losses[name] for name in names])
        count = int((both > limit).sum())
        assert (one["count"], one["of"], one["best"]) == (count, 16, both.min())
        assert (one["from"], one["share"], one["to"]) == interval(count / 2, 8)  # both batch sizes begin alike
        assert [part["count"] for part in one["by_batch_size"].values()] == [(losses[name] > limit).sum()
                                                                            for name in names]
    assert [sum(part["count"] for part in numbers[key].values())
            for key in ("by_width", "by_depth", "by_batch_size")] == [16] * 3
    assert sum(numbers["losses"]["runs"]) == 32
    assert numbers["deeper"] == numbers["wider"] == []  # each width has its own depth here


def test_a_difference_of_shares_has_newcombes_interval():
    """His first example (1998, table II): 56 of 70 against 48 of 80."""
    def rows(depth: int, bad: int, of: int) -> list[Row]:
        return [Row("", "bottle", f"{depth}", 4, depth, "relu", "16", 1e-3, seed, 1, 1, 0.0, seed < bad, "finished")
                for seed in range(of)]

    (one,) = study._compared(rows(1, 56, 70) + rows(2, 48, 80), lambda row: row.width, lambda row: row.depth)
    assert (one["less"], one["from"], one["to"]) == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)


def test_predictors_are_judged_by_runs_they_have_not_seen(folder, studied, losses, limit):
    """The last step says it all; and what they see is what the files have."""
    spec = read_sweep(folder / "small.toml")
    told = studied[0]["predicting"]["failed"]
    assert told["learned"] == told["judged"] == 8 * told["combinations"] / 2 > 0
    truth = [losses[group.name][seed] > limit for group in spec.groups for seed in spec.seeds
             if seed % 2 and 0.1 <= (losses[group.name][::2] > limit).mean() <= 0.9]
    assert (told["happened"], told["judged"]) == (sum(truth), len(truth))
    for errors in told["errors"].values():
        assert len(errors) == len(told["steps"]) and errors[-1]["share"] <= 0.25
        assert all(one["wrong"] == one["missed"] + one["false_alarms"] for one in errors)

    steps, runs = study.observe(spec, folder / "runs", limit)
    group = spec.groups[2]
    with Run(folder / "runs" / group.file_name(5)) as run:
        seen = next(one for one in runs if one.row.run == run.path.name)
        at = run.steps.tolist().index(steps[-2])
        assert seen.losses[-2] == run.losses[at]
        assert seen.regions[-2] == count_cells(run.network, run.parameters(at))[-1]


def test_a_predictor_is_that_of_scikit_learn():
    random = np.random.default_rng(3)
    features = random.normal(size=(200, 3)) * (1, 10, 0.1) + (0, 5, 2)
    answers = features[:, 0] - 0.2 * features[:, 1] + random.normal(size=200) > -1
    ours = fitted(features, answers)
    theirs = LogisticRegression(C=1 / RIDGE, tol=1e-10).fit((features - ours.middle) / ours.spread, answers)
    assert ours.weights == pytest.approx(theirs.coef_[0], abs=1e-5)
    assert ours.bias == pytest.approx(theirs.intercept_[0], abs=1e-5)
    assert not fitted(features, np.zeros(200, bool)).says_yes(features).any()


def test_a_constant_and_the_outline_alone_have_these_losses():
    constant, outline = study.reference_losses(load_target())
    pixels = load_target().pixels
    assert constant == pytest.approx(-sum(np.log(share) * share for share in (pixels.mean(), 1 - pixels.mean())))
    assert outline == pytest.approx(0.1784, abs=5e-4)  # where the bundled bad run ends, which never finds the diamond


def test_numbers_tables_and_pictures_are_written(folder, capsys):
    study.main(folder / "small.toml", folder / "runs", folder / "out")
    numbers = json.loads((folder / "out" / "small.json").read_text())
    assert capsys.readouterr().out.strip() == as_tables(numbers)
    assert {path.name for path in (folder / "out").iterdir()} >= {"small.json", "small-losses.svg", "small-runs.svg"}
    for path in (folder / "out").glob("*.svg"):
        ElementTree.parse(path)
    (folder / "some").mkdir()
    for path in (*(folder / "runs").glob("*batch16*"), *(folder / "runs").glob("*-6x6-*batch64*seed0*")):
        shutil.copy(path, folder / "some")
    study.main(folder / "small.toml", folder / "some", folder / "out")  # of a sweep that is under way
    assert "17 runs of 900 steps" in capsys.readouterr().out
    (folder / "none").mkdir()
    with pytest.raises(GinnError, match="no finished run of this sweep"):
        study.study(read_sweep(folder / "small.toml"), folder / "none")


def test_the_pages_numbers_are_the_studys():
    numbers = json.loads((DOCS / f"{NAME}.json").read_text())
    spec, page = read_sweep(DOCS / f"{NAME}.toml"), (DOCS / f"{NAME}.md").read_text()
    assert numbers["runs"] == len(spec) >= 1000 and numbers["unfinished"] == 0
    for table in as_tables(numbers).split("\n\n"):
        assert " ".join(table.split()) in " ".join(page.split())
