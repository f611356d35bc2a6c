"""Real viewers, real signals: what is left of them, and of what ran beside them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from ginn_gl.store import Run

from ..record.decoding import decode

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")


class Busy:
    """A viewer in a process of its own, whose runs and captures lie in `folder`, once all it is to do is under way."""

    def __init__(self, run: Path, folder: Path, what: str) -> None:
        self.folder = folder
        self.process = psutil.Popen([sys.executable, Path(__file__).with_name("busy_viewer.py"), run, what], cwd=folder,
                                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read().decode()
        self.training = psutil.Process(int(line)) if int(line) else None
        self.beside = self.process.children(recursive=True)

    def end(self, number: int) -> tuple[int, str]:
        """Send a signal to its group, as a terminal does; the status, and what it said."""
        os.killpg(self.process.pid, number)
        status = self.process.wait(60)
        return status, self.process.stderr.read().decode()

    def left(self, seconds: float = 20.0) -> list[psutil.Process]:
        """What still runs of what was beside it, after so long at most."""
        wanted = [self.training] if self.training else []
        wait_until(lambda: self._running() in ([], wanted), seconds)
        return self._running()

    def _running(self) -> list[psutil.Process]:
        return [one for one in self.beside if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]

    def clear_up(self) -> None:
        for process in (self.process, *self.beside):
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.process.stderr.close()


def wait_until(holds: Callable[[], bool], seconds: float = 20.0) -> None:
    """Or fail."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "what the test waits for did not happen"
        time.sleep(0.05)


@pytest.fixture
def busy(short_run, tmp_path):
    """Begin a viewer that does what is named."""
    begun = []

    def begin(what: str) -> Busy:
        begun.append(Busy(short_run, tmp_path, what))
        return begun[-1]

    yield begin
    for one in begun:
        one.clear_up()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_window_and_finishes_its_recording(busy, number):
    viewer = busy("record,compute")
    status, said = viewer.end(number)
    assert (status, said) == (128 + number, "")
    (video,) = (viewer.folder / "captures").iterdir()
    assert video.suffix == ".mp4" and len(decode(video)[1]) >= 1
    assert viewer.left() == []


@pytest.mark.parametrize("number, what", [(signal.SIGINT, "train"), (signal.SIGTERM, "pause")])
def test_a_signal_ends_the_training_as_quitting_does(busy, number, what):
    viewer = busy(what)
    status, said = viewer.end(number)
    assert (status, said) == (128 + number, "")
    assert viewer.left() == []
    (path,) = (viewer.folder / "runs").iterdir()
    with Run(path) as run:
        assert run.status.state == "stopped" and run.status.reason.startswith("stopped at step")


def test_of_a_killed_viewer_only_the_training_is_left_and_it_goes_on(busy):
    viewer = busy("pause,sweep,compute")
    wait_until(lambda: viewer.training.status() == psutil.STATUS_STOPPED)
    assert len(viewer.beside) > 4
    viewer.process.kill()
    viewer.process.wait()
    assert viewer.left() == [viewer.training]
    wait_until(lambda: viewer.training.status() != psutil.STATUS_STOPPED)
    assert not [path for path in (viewer.folder / "captures").rglob("*") if path.is_file()]
