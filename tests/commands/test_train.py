"""`ginn-gl train`, and what goes on from its runs: `resume` and `branch`."""

from pathlib import Path

from ginn_gl.store import Run

from .running import one_line


def test_train_names_its_files_and_says_where(ginn_gl, tmp_path):
    short = ["--iterations", 20, "--checkpoints", 5, "--hidden", "4,3", "--device", "cpu"]
    first = ginn_gl("train", *short, "--seed", 7)
    assert first.returncode == 0 and first.stdout.count("\n") == 1
    ginn_gl("train", *short, "--seed", 7)
    many = ginn_gl("train", *short, "--seeds", "1-2", "--out", "many", "--batch-size", "full")
    header, *rows = [line.split() for line in many.stdout.splitlines()]
    assert header == ["seed", "loss", "result", "run"]
    for seed, row in zip("12", rows, strict=True):
        path = str(Path("many", f"bottle-4-3-full-batch-seed{seed}.ginn"))
        with Run(tmp_path / path) as run:
            assert row == [seed, f"{run.losses[-1]:.3g}", "finished", path], "20 steps are neither good nor bad"
    assert sorted(path.name for path in (tmp_path / "runs").iterdir()) == [
        "bottle-4-3-seed7-2.ginn", "bottle-4-3-seed7.ginn"]
    with Run(tmp_path / "runs" / "bottle-4-3-seed7.ginn") as run:
        assert run.training.seed == 7 and run.steps[-1] == 20
        assert first.stdout == f"{run.path.relative_to(tmp_path)}  loss {run.losses[-1]:.3g} at step 20\n"


def test_a_branch_says_where_it_came_from_and_what_was_changed(ginn_gl):
    assert ginn_gl("train", "--hidden", "3", "--iterations", 40, "--target-size", 16, "--out", "a.ginn").returncode == 0
    ran = ginn_gl("branch", "a.ginn", "--step", 30, "--off", "1:2", "--batch-size", "full", "--seed", 0)
    assert ran.stdout.startswith(f"{Path('runs', 'a-from30.ginn')}  loss ")
    assert "branch of    a at step 30, with 1:2 off, batch size full\n" in ginn_gl(
        "info", Path("runs", "a-from30.ginn")).stdout
    assert "step 40 is the last" in one_line(ginn_gl("branch", "a.ginn", "--step", 40), 1)
    assert "no neuron '1:4'" in one_line(ginn_gl("branch", "a.ginn", "--step", 30, "--off", "1:4"), 2)
    assert "--threshold is for a --target" in one_line(
        ginn_gl("branch", "a.ginn", "--step", 30, "--threshold", 0.5), 2)


def test_a_finished_run_is_not_resumed(ginn_gl):
    ginn_gl("train", "--iterations", 5, "--checkpoints", 2, "--hidden", 2, "--out", "a.ginn")
    assert "finished already" in one_line(ginn_gl("resume", "a.ginn"), 1)
