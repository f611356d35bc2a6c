"""Pictures from Python, in any thread and process, and without OpenGL."""

import multiprocessing
import os
import pickle
import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest

import ginn_gl
from ginn_gl.paths import bundled_runs

RUNS = sorted(bundled_runs().glob("bottle-*.ginn"))[:3]
STEPS = (0, 1_000, 100_000)
SIZE = (150, 150)
LARGE = (800, 800)  # painted by several threads


def draw(run: ginn_gl.Run) -> list[np.ndarray]:
    return [ginn_gl.render(run, step=step, size=size) for step, size in zip(STEPS, (SIZE, LARGE, SIZE))]


@pytest.fixture(scope="module")
def expected() -> list[list[np.ndarray]]:
    with ExitStack() as opened:
        return [draw(opened.enter_context(ginn_gl.Run(path))) for path in RUNS]


def same(one: list[np.ndarray], other: list[np.ndarray]) -> bool:
    return all((a == b).all() for a, b in zip(one, other, strict=True))


def test_in_several_threads_at_once_with_runs_opened_in_another(expected):
    runs, found = [ginn_gl.Run(path) for path in RUNS], {}

    def work(place: int, number: int) -> None:
        found[place, number] = draw(runs[place])

    threads = [threading.Thread(target=work, args=(place, number)) for place in range(len(RUNS)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == len(threads)
    assert all(same(pictures, expected[place]) for (place, _), pictures in found.items())
    for run in runs:
        run.close()


def answer(run: ginn_gl.Run, connection) -> None:
    connection.send([picture.tobytes() for picture in draw(run)])


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_in_children_that_are_given_a_run(expected, method):
    """It was read here before, and is read here meanwhile."""
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {method} on this system")
    context = multiprocessing.get_context(method)
    run = ginn_gl.Run(RUNS[0])
    pipes = [context.Pipe() for _ in range(2)]
    children = [context.Process(target=answer, args=(run, theirs)) for _, theirs in pipes]
    for child in children:
        child.start()
    assert same(draw(run), expected[0])
    for ours, _ in pipes:
        assert ours.recv() == [picture.tobytes() for picture in expected[0]]
    for child in children:
        child.join()
        assert child.exitcode == 0
    run.close()


def test_a_run_pickles_as_its_path(tmp_path, monkeypatch):
    monkeypatch.chdir(RUNS[0].parent)
    with ginn_gl.Run(RUNS[0].name) as run:
        pickled = pickle.dumps(run)
    assert len(pickled) < 500
    monkeypatch.chdir(tmp_path)
    with pickle.loads(pickled) as run:
        assert run.path == RUNS[0].absolute() and len(run) == 1350


@pytest.mark.skipif(sys.platform != "linux", reason="libraries are found by LD_LIBRARY_PATH")
def test_commands_need_no_opengl(run_file, tmp_path):
    """Where every library of it is broken, no less."""
    broken = tmp_path / "libraries"
    broken.mkdir()
    for name in ("libEGL.so.1", "libGL.so.1", "libEGL.so", "libGL.so", "libOpenGL.so.0", "libGLX.so.0"):
        (broken / name).write_text("no library")
    environment = os.environ | {"LD_LIBRARY_PATH": str(broken)}
    with pytest.raises(subprocess.CalledProcessError):
        subprocess.run([sys.executable, "-c", "import moderngl; moderngl.create_standalone_context(backend='egl')"],
                       env=environment, check=True, capture_output=True)
    commands = [["render", run_file.name, "a.png"],
                ["render", run_file.name, "a.gif", "--seconds", "1", "--size", "60x60"],
                ["export", run_file.name, "a.html"], ["tour", "symmetry", "--out", "tour"]]
    program = f"from ginn_gl.cli import main; raise SystemExit(any([main(command) for command in {commands}]))"
    ended = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True,
                           text=True)
    assert ended.returncode == 0, ended.stderr
    assert {"a.png", "a.gif", "a.html"} <= {path.name for path in tmp_path.iterdir()}
    assert list(Path(tmp_path / "tour").iterdir())
