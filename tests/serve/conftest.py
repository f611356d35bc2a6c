"""A real `ginn-gl serve`, asked as a browser would ask it."""

from __future__ import annotations

import http.client
import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.network import initialise
from ginn_gl.store import RunWriter
from ginn_gl.target import load_target


class Served:
    """A server in a process of its own. address: as it prints it."""

    def __init__(self, *arguments: object) -> None:
        command = [sys.executable, "-m", "ginn_gl", "serve", *map(str, arguments)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.says = [self.process.stdout.readline().strip() for _ in range(2)]
        assert self.says[1], self.process.stderr.read()
        self.address = self.says[0].split()[-1]
        self.port = urlsplit(self.address).port

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes]:
        """Status and body of what is asked for, by its path beyond the address; or from the root, with a slash."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        base = "" if path.startswith("/") else urlsplit(self.address).path
        connection.request(method, base + path, headers=headers)
        answer = connection.getresponse()
        found = answer.status, answer.read()
        connection.close()
        return found

    def rows(self) -> dict[str, dict]:
        """The table's, by name."""
        status, body = self.get("rows")
        assert status == 200
        return {row["name"]: row for row in json.loads(body)["rows"]}

    def end(self, number: int = signal.SIGTERM) -> tuple[int, str]:
        """Its status and what it complained of, after a signal."""
        self.process.send_signal(number)
        _, complaint = self.process.communicate(timeout=20)
        return self.process.returncode, complaint


@contextmanager
def serving(*arguments: object) -> Iterator[Served]:
    """A server for as long as a block lasts."""
    served = Served(*arguments)
    try:
        yield served
    finally:
        if served.process.poll() is None:
            served.process.kill()
        served.process.communicate()


@pytest.fixture(scope="session")
def until() -> Callable[..., None]:
    """Wait until something holds, or fail."""
    def wait(holds: Callable[[], object], seconds: float = 20.0) -> None:
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, "it did not happen"
            time.sleep(0.05)
    return wait


@pytest.fixture(scope="session")
def serve() -> Callable[..., object]:
    """`serving`."""
    return serving


def write_run(path: Path, steps: range, status: str = "finished") -> None:
    """A small run with these checkpoints."""
    network = NetworkSpec((4,))
    with RunWriter.create(path, network, TrainingSpec(iterations=10_000, checkpoints=100), load_target()) as writer:
        for step in steps:
            writer.append(step, 0.7 - step / 1e5, 1e-3, initialise(network, step))
        writer.set_status(status)


@pytest.fixture(scope="session")
def new_run() -> Callable[..., None]:
    """`write_run`."""
    return write_run
