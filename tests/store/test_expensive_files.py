"""Files made to be expensive: opening one takes 2 seconds and 500 MB at most, or it is refused."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.network import initialise
from ginn_gl.store import RunWriter
from ginn_gl.target import load_target

PAGE = 8192
SECONDS, MEGABYTES = 2.0, 500

OPEN = """
import json, resource, sys, time
from ginn_gl.errors import GinnError
from ginn_gl.store import Run
from ginn_gl.store.bookmarks import bookmarks
began, said = time.process_time(), "opened"
try:
    with Run(sys.argv[1]) as run:
        bookmarks(run)
        run.snapshot()
except GinnError as error:
    said = str(error)
seconds = time.process_time() - began
if sys.platform == "linux":  # where getrusage goes back to what the tests took, of which this is a child
    [most] = [int(line.split()[1]) / 1e3 for line in open("/proc/self/status") if line.startswith("VmHWM")]
else:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
print(json.dumps([said, seconds, most]))
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no measure of memory there")


@pytest.fixture
def long_run(tmp_path) -> Path:
    """Of a wide network, whose parameters take several pages, with a loss curve of two levels."""
    path, network = tmp_path / "long.ginn", NetworkSpec((60, 60))
    parameters = initialise(network, 0)
    with RunWriter.create(path, network, TrainingSpec(), load_target()) as writer:
        for step in range(600):
            writer.append(step, 0.7, 1e-3, parameters)
        writer.snapshot(0, np.stack([parameters] * 3))
        writer.set_status("finished")
    return path


def root_of(path: Path, name: str) -> int:
    with closing(sqlite3.connect(path)) as database:
        [(page,)] = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,))
    return page


def share_children(path: Path, name: str, levels: int = 16) -> None:
    """Let every child of a tree's root be one page, all of whose children are one page, and so on."""
    content = bytearray(path.read_bytes())
    root, last = root_of(path, name), len(content) // PAGE

    def with_children(number: int) -> bytes:
        page = bytearray(content[(root - 1) * PAGE:root * PAGE])
        cells = int.from_bytes(page[3:5], "big")
        assert page[0] in (2, 5) and cells
        page[8:12] = number.to_bytes(4, "big")
        for cell in range(cells):
            place = int.from_bytes(page[12 + 2 * cell:14 + 2 * cell], "big")
            page[place:place + 4] = number.to_bytes(4, "big")
        return bytes(page)

    leaf = int.from_bytes(content[(root - 1) * PAGE + 8:(root - 1) * PAGE + 12], "big")
    for _ in range(levels):
        content += with_children(leaf if last == len(path.read_bytes()) // PAGE else last)
        last += 1
    content[(root - 1) * PAGE:root * PAGE] = with_children(last)
    content[28:32] = last.to_bytes(4, "big")
    path.write_bytes(content)


def chain_in_a_circle(path: Path) -> None:
    """Let every page that could be one of an overflow chain name itself as the next."""
    content = bytearray(path.read_bytes())
    roots = b"\2\5\12\15"
    for page in range(1, len(content) // PAGE):
        if content[page * PAGE] not in roots:
            content[page * PAGE:page * PAGE + 4] = (page + 1).to_bytes(4, "big")
    path.write_bytes(content)


def fill(path: Path, statement: str, rows) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.executemany(statement, rows)


def tables_without_end(path: Path) -> None:
    columns = ", ".join(f"c{number}" for number in range(1_500))
    with closing(sqlite3.connect(path)) as database, database:
        for number in range(200):
            database.execute(f"CREATE TABLE t{number} ({columns})")


def many_bookmarks(path: Path) -> None:
    fill(path, "INSERT INTO bookmark VALUES (?, 'x', 5, '{}')", ((number,) for number in range(5_000)))
    share_children(path, "bookmark")


ATTACKS = {
    "a loss curve whose pages share children": lambda path: share_children(path, "curve"),
    "checkpoints whose pages share children": lambda path: share_children(path, "checkpoint"),
    "bookmarks whose pages share children": many_bookmarks,
    "overflow chains in a circle": chain_in_a_circle,
    "tables without end": tables_without_end,
    "descriptions without end": lambda path: fill(path, "INSERT INTO meta VALUES (?, ?)",
                                                  ((f"k{number}", "x" * 90_000) for number in range(1_000))),
    "checkpoints without end": lambda path: fill(path, "INSERT INTO checkpoint VALUES (?, 0.5, 0.5, x'00')",
                                                 ((number,) for number in range(600, 1_270_002))),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_opening_takes_little_or_is_refused(long_run, attack):
    attack(long_run)
    ran = subprocess.run([sys.executable, "-c", OPEN, long_run], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    said, seconds, megabytes = json.loads(ran.stdout)
    assert seconds < SECONDS and megabytes < MEGABYTES, said
    assert said == "opened" or said.startswith(f"{long_run}: ")


@pytest.mark.parametrize("steps", [[0, 5, 20_000_000], [-3, 0]])
def test_steps_are_those_of_the_training(long_run, steps):
    fill(long_run, "INSERT OR REPLACE INTO checkpoint SELECT ?, loss, learning_rate, parameters FROM checkpoint "
                   "WHERE step = 1", ((step,) for step in steps))
    ran = subprocess.run([sys.executable, "-c", OPEN, long_run], capture_output=True, text=True, timeout=60)
    said = json.loads(ran.stdout)[0]
    assert "do not rise from 0" in said if steps[-1] > 5 else said == "opened"
