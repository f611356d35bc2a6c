"""The video that the window's form asks for, made by the command that it starts."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ginn_gl import NetworkSpec, Plane, Run, TrainingSpec, View, render
from ginn_gl.app.forms.video import VideoDraft
from ginn_gl.app.state.ghosts import GhostKeeper
from ginn_gl.app.state.picture import Picture
from ginn_gl.cli import main
from ginn_gl.network import initialise
from ginn_gl.paths import bundled_runs
from ginn_gl.render.past import TRAILS
from ginn_gl.render.preparing import ready_painter
from ginn_gl.store import RunWriter

SIZE = (40, 40)


@pytest.fixture
def run(tmp_path):
    """9-16-3, a few checkpoints without data."""
    network = NetworkSpec.parse("16", "relu", "classes:3", 9)
    with RunWriter.create(tmp_path / "nine.ginn", network, TrainingSpec(iterations=100), None) as writer:
        for step in (0, 100):
            writer.append(step, 0.5, 1e-3, (3 + step) * initialise(network, 1))
        writer.set_status("finished")
    with Run(tmp_path / "nine.ginn") as run:
        yield run


def video(run: Run, draft: VideoDraft, view: View, folder: Path, *past) -> list[np.ndarray]:
    folder.mkdir()
    assert main(draft.arguments(run, view, folder / "%02d.png", SIZE, 10, folder, *past)) == 0
    found = []
    for path in sorted(folder.glob("*.png")):
        with Image.open(path) as frame:
            found.append(np.asarray(frame).astype(int))
    return found


def test_it_keeps_the_plane_turns_it_and_goes_to_another(run, tmp_path):
    start, end = View(plane=Plane.random(1, 9)), View(plane=Plane.random(2, 9), zoom=2.0)
    draft = VideoDraft(seconds=0.5)
    first, last = (render(run, step, SIZE, start).astype(int) for step in (0, 100))
    stays = video(run, draft, start, tmp_path / "stays")
    assert (stays[0] == first).all() and (stays[-1] == last).all()
    turns = video(run, replace(draft, first=100, turn=360.0), start, tmp_path / "turns")
    assert len(turns) == 5 and np.abs(turns[0] - turns[-1]).max() <= 1 and (turns[0] == last).all()
    assert min(np.abs(after - before).mean() for before, after in pairwise(turns)) > 1
    goes = video(run, replace(draft, begin=start, end=end, turn=90.0), View(), tmp_path / "goes")
    assert (goes[0] == first).all() and np.abs(goes[-1] - render(run, 100, SIZE, end)).max() <= 1
    own = video(run, draft, View(), tmp_path / "own")
    assert (own[0] == render(run, 0, SIZE, View()).astype(int)).all()


def test_it_shows_where_lines_have_been_as_the_window_does(tmp_path):
    view, steps = View(neurons=frozenset({(1, 1), (2, 2), (3, 7)})), (20, 300)
    run = Run(bundled_runs() / "bottle-good-1.ginn")
    frames = video(run, VideoDraft(first=20_000, last=20_000, seconds=0.1), view, tmp_path / "past", "short", steps)
    index = run.index_of(20_000)
    picture = Picture(run, 20_000, None, run.parameters(index), view, index=index)
    assert ready_painter(wait=True)
    ghosts = GhostKeeper()
    while not (found := ghosts.of(picture, TRAILS["short"], steps)) or not ghosts.is_complete:
        ghosts.is_complete = True
    plain = render(run, 20_000, SIZE, view)
    assert (frames[0] == replace(picture, ghosts=found).with_more(plain.copy())).all()
    assert (frames[0] != plain).any(axis=2).mean() > 0.1
