"""What tests of several rooms start from."""

import gc
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

import moderngl
import numpy as np
import pytest

from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.network import initialise
from ginn_gl.render.pixels.context import headless_context
from ginn_gl.store import RunWriter
from ginn_gl.target import load_target
from ginn_gl.train.engines import cuda_works

# Without a GPU, Triton's kernels are interpreted. Triton wants to know before anybody imports it, as Keras and torch's
# optimisers do. And it brings an LLVM, as Mesa does for windows: in one process it has to be the first of the two.
if not cuda_works():
    os.environ["TRITON_INTERPRET"] = "1"
if find_spec("triton"):
    import triton  # noqa: F401


LONG = ("gui", "web", "bench", "own", "many", "train", "tour", "test_docs.py", "test_install.py")
"""Rooms and files whose tests take long, first to last."""


def pytest_configure() -> None:
    """Several processes share the cores: threads of numpy's and torch's libraries, which wait for more work in busy
    loops, would take a quarter of the processor's time from them."""
    for library in ("OPENBLAS", "OMP"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    gc.disable()  # until all tests are known: each process would go a second long through what it has just loaded


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Windows come first: none can be opened in a process that has drawn without one. Then what takes long, so that at
    the end no process is left alone with much of it."""
    items.sort(key=lambda item: next((place for place, room in enumerate(LONG) if room in item.path.parts), len(LONG)))


def pytest_sessionstart(session: pytest.Session) -> None:
    """What a shell has started in the background ignores Ctrl-C, and so would the processes that tests send it to.

    Before several processes test at once, all that drawing needs is compiled, which else each of them would do.
    """
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if getattr(session.config.option, "numprocesses", None):
        subprocess.run([sys.executable, "-m", "ginn_gl.render.preparing"])


@pytest.fixture(autouse=True)
def users_folder(tmp_path_factory, monkeypatch) -> Path:
    """Where bookmarks go that belong in no run: no test finds the user's own, or another test's, or adds to them."""
    folder = tmp_path_factory.mktemp("user")
    monkeypatch.setattr("ginn_gl.store.bookmarks.settings_folder", lambda: folder)
    return folder


@pytest.fixture
def context() -> Iterator[moderngl.Context]:
    """The headless GL context; a GL error fails the test in which it happened."""
    context = headless_context()
    yield context
    assert context.error == "GL_NO_ERROR"


@pytest.fixture
def run_file(tmp_path) -> Path:
    """A small run of the paper's network, not trained but drifting: a checkpoint every 20 steps to 100."""
    path = tmp_path / "small.ginn"
    network, training = NetworkSpec(), TrainingSpec(seed=1, iterations=100, checkpoints=6)
    start, drift = initialise(network, 1), initialise(network, 2)
    with RunWriter.create(path, network, training, load_target()) as writer:
        for step in range(0, 101, 20):
            part = step / 100
            writer.append(step, 0.7 - part / 2, 1e-3 * (1 - part), start + np.float32(part) * drift)
        writer.set_status("finished")
    return path


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Callable[[int], Path]]:
    """Makes a folder that is a file system of its own, of so many KiB."""
    def make(kibibytes: int) -> Path:
        folder = tmp_path / f"disk-of-{kibibytes}"
        folder.mkdir()
        options = ["-t", "tmpfs", "-o", f"size={kibibytes}k", "tmpfs", str(folder)]
        if not shutil.which("mount") or subprocess.run(["mount", *options], capture_output=True).returncode:
            pytest.skip("only root may mount a small disk")
        mounted.callback(subprocess.run, ["umount", str(folder)], check=True)
        return folder

    with ExitStack() as mounted:
        yield make
