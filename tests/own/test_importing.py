"""Several files are the stages of one training, in the order and of the steps that their names say."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import torch
from torch.nn import Linear, ReLU, Sequential

from ginn_gl import Run, render
from ginn_gl.cli import main
from ginn_gl.errors import GinnError
from ginn_gl.own.file_names import in_order, natural, steps_of

NAMES = {
    ("model_2", "model_10", "model_100"): [2, 10, 100],
    ("a",): [0],
    ("v2",): [0],
    ("step_500",): [500],
    ("epoch=1-step=40", "epoch=2-step=80"): [40, 80],
    ("epoch3-loss0.25", "epoch4-loss0.24"): [3, 4],
    ("net2-16-1000", "net2-16-2000"): [1000, 2000],
    ("first", "second", "third"): [0, 1, 2],
    ("a1b2", "a2b1"): [0, 1],
    ("Iteration 7", "Iteration 9"): [7, 9],
    ("ckpt-0010", "ckpt-0009"): [10, 9],
}


@pytest.mark.parametrize("names", NAMES, ids=str)
def test_names_say_the_steps(names):
    assert steps_of([Path(f"{name}.pt") for name in names]) == NAMES[names]


def test_two_files_of_one_step_are_one_too_many():
    with pytest.raises(GinnError, match=r"step1.pt and step01.pt are both of step 1"):
        steps_of([Path("step1.pt"), Path("step01.pt")])


def test_ten_comes_after_two(tmp_path):
    for name in ("b10.pt", "b2.pt", "b1.pt", "notes.txt", "a20.pt"):
        (tmp_path / name).touch()
    assert [path.name for path in in_order([tmp_path], [".pt"])] == ["a20.pt", "b1.pt", "b2.pt", "b10.pt"]
    assert sorted(["x10", "x9y", "x9"], key=natural) == ["x9", "x9y", "x10"]
    with pytest.raises(GinnError, match="no file in it that ends in .onnx"):
        in_order([tmp_path], [".onnx"])


def stage(seed: int, *widths: int) -> Sequential:
    torch.manual_seed(seed)
    widths = widths or (2, 5, 4, 2)
    parts = [part for fan_in, out in pairwise(widths) for part in (Linear(fan_in, out), ReLU())]
    return Sequential(*parts[:-1])


@pytest.fixture
def folder(tmp_path) -> Path:
    """With stages of steps 0, 9 and 10."""
    (tmp_path / "stages").mkdir()
    for step in (10, 0, 9):
        torch.save(stage(step).state_dict(), tmp_path / "stages" / f"stage-{step}.pt")
    return tmp_path / "stages"


def test_a_folder_becomes_one_run(folder, tmp_path, capsys):
    out = tmp_path / "a.ginn"
    assert main(["import", str(folder), "--activation", "relu", "--window=-3,-2,3,2", "--out", str(out)]) == 0
    assert capsys.readouterr().out == f"{out}  2-5-4-2, 3 steps from 0 to 10\n"
    with Run(out) as run:
        assert run.steps.tolist() == [0, 9, 10] and np.isnan(run.losses).all()
        assert (run.made, run.status.state, run.window, run.version) == ("imported", "finished", (-3, -2, 3, 2), 2)
        points = np.random.default_rng(0).normal(size=(20, 2))
        for step in run.steps:
            with torch.no_grad():
                theirs = stage(int(step))(torch.from_numpy(points.astype(np.float32)))
            np.testing.assert_allclose(run.outputs(points, int(step)), theirs, atol=1e-5)
        with pytest.raises(GinnError, match="step 5 was not kept: this run was imported"):
            run.outputs(points, 5)


def test_with_its_image_a_network_of_the_papers_kind_is_drawn_as_any_run(folder, tmp_path):
    out = tmp_path / "a.ginn"
    assert main(["import", str(folder), "--activation", "relu", "--target", "bottle", "--out", str(out)]) == 0
    with Run(out) as run:
        assert run.version == 1 and render(run, size=(50, 50)).shape == (50, 50, 3)
        pixels = run.target.pixels
        y, x = (np.indices(pixels.shape) + 0.5).reshape(2, -1) / len(pixels)
        with torch.no_grad():
            logits = stage(9)(torch.from_numpy(np.stack([x, y], axis=1).astype(np.float32)))
        theirs = torch.nn.functional.cross_entropy(logits, torch.from_numpy(pixels.ravel().astype(np.int64)))
        assert run.losses[1] == pytest.approx(float(theirs), rel=1e-5)
    assert main(["info", str(out)]) == 0


def test_stages_of_another_network_end_it_and_leave_nothing(folder, tmp_path, capsys):
    torch.save(stage(0, 2, 5, 5, 2).state_dict(), folder / "stage-11.pt")
    assert main(["import", str(folder), "--activation", "relu", "--out", str(tmp_path / "a.ginn")]) == 1
    assert "stage-11.pt: a 2-5-5-2 network, where those before are of 2-5-4-2" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["stages"]


def test_a_file_in_the_way_stays(folder, tmp_path, capsys):
    (tmp_path / "a.ginn").write_text("mine")
    assert main(["import", str(folder), "--activation", "relu", "--out", str(tmp_path / "a.ginn")]) == 1
    assert "exists" in capsys.readouterr().err and (tmp_path / "a.ginn").read_text() == "mine"


def test_resuming_says_why_not(folder, tmp_path, capsys):
    out = tmp_path / "a.ginn"
    assert main(["import", str(folder), "--activation", "relu", "--target", "bottle", "--out", str(out)]) == 0
    assert main(["resume", str(out)]) == 1
    assert "imported from files of another program" in capsys.readouterr().err


@pytest.mark.parametrize("arguments, status, said", [
    (["none.pt"], 1, "none.pt: no such file"), (["FOLDER", "--activation", "rellu"], 2, "an activation is"),
    (["FOLDER", "--head", "klass"], 2, "a head is"), (["FOLDER", "--window", "1,0,0,1"], 2, "a window is"),
    (["notes.txt"], 1, "networks are read from .onnx"), (["FOLDER", "--activation", "relu", "--head", "logit"], 1, "2"),
    (["FOLDER", "--activation", "tanh", "--target", "bottle"], 1, "can so far only be had of"),
])
def test_what_makes_no_sense_is_one_line(arguments, status, said, folder, capsys, monkeypatch):
    monkeypatch.chdir(folder.parent)
    Path("notes.txt").touch()
    arguments = [str(folder) if word == "FOLDER" else word for word in arguments]
    assert main(["import", *arguments, "--out", "a.ginn"]) == status
    complaint = capsys.readouterr().err
    assert said in complaint and complaint.count("\n") == 1 and not Path("a.ginn").exists()


def test_without_a_name_it_goes_to_the_runs(folder, capsys, monkeypatch):
    monkeypatch.chdir(folder)
    for name in ("stage-9.ginn", "stage-9-2.ginn"):
        assert main(["import", "stage-9.pt", "--activation", "relu"]) == 0
        assert capsys.readouterr().out.startswith(str(Path("runs") / name))
