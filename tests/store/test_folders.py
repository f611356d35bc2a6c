"""Runs in folders that do not allow everything: read-only ones, and shares that cannot map files into memory."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from ginn_gl.store import Run

NOBODY = "65534"

TRAIN = """
import sys, time
from pathlib import Path
from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.network import initialise
from ginn_gl.store import RunWriter
from ginn_gl.target import load_target
writer = RunWriter.create(Path(sys.argv[1]), NetworkSpec((4,)), TrainingSpec(), load_target())
for step in range(30):
    writer.append(step, 0.7, 1e-3, initialise(NetworkSpec((4,)), step))
print(writer._connection.execute("PRAGMA journal_mode").fetchone()[0], flush=True)
time.sleep(600)
"""

# root may write everywhere, and so becomes another user.
LOOK = """
import os, sys
from ginn_gl.store import Run
if sys.argv[2:] and os.geteuid() == 0:
    os.setuid(int(sys.argv[2]))
with Run(sys.argv[1]) as run:
    print(run.steps[-1], run.killed, run.refresh())
"""

# As shares of virtual machines and containers answer.
CANNOT_MAP = """
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <sys/mman.h>
void *mmap(void *at, size_t size, int may, int flags, int file, off_t from) {
    void *(*real)(void *, size_t, int, int, int, off_t) = dlsym(RTLD_NEXT, "mmap");
    if ((flags & MAP_SHARED) && file >= 0) { errno = ENODEV; return MAP_FAILED; }
    return real(at, size, may, flags, file, from);
}
void *mmap64(void *at, size_t size, int may, int flags, int file, off_t from) {
    return mmap(at, size, may, flags, file, from);
}
"""


@pytest.fixture
def folder():
    """One that other users can reach, unlike pytest's."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        path.chmod(0o777)
        yield path
        path.chmod(0o777)


@pytest.fixture(scope="session")
def cannot_map(tmp_path_factory) -> dict[str, str]:
    """An environment in which no file can be mapped shared."""
    compiler = shutil.which("cc")
    if sys.platform != "linux" or not compiler:
        pytest.skip("no C compiler to take mmap's place with")
    source = tmp_path_factory.mktemp("map") / "cannot_map.c"
    source.write_text(CANNOT_MAP)
    subprocess.run([compiler, "-shared", "-fPIC", "-o", source.with_suffix(".so"), source, "-ldl"], check=True)
    return os.environ | {"LD_PRELOAD": str(source.with_suffix(".so"))}


def train_and_kill(path: Path, environment: dict[str, str] | None = None) -> str:
    """Leave what a killed training leaves; its journal mode."""
    with subprocess.Popen([sys.executable, "-c", TRAIN, path], stdout=subprocess.PIPE, text=True,
                          env=environment) as process:
        mode = process.stdout.readline().strip()
        process.kill()
    return mode


def look(path: Path, *user: str, **options) -> str:
    ran = subprocess.run([sys.executable, "-c", LOOK, path, *user], capture_output=True, text=True, **options)
    return ran.stdout.strip() or ran.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="other permissions there")
@pytest.mark.parametrize("lost", [(), ("-shm",), ("-lock", "-shm")])
def test_a_killed_run_in_a_folder_that_cannot_be_written_is_read_to_its_last_commit(folder, lost):
    path = folder / "killed.ginn"
    assert train_and_kill(path) == "wal"
    for suffix in lost:
        path.with_name(path.name + suffix).unlink()
    folder.chmod(0o555)
    before = sorted(folder.iterdir())
    assert look(path, NOBODY) == "29 True 0"
    assert sorted(folder.iterdir()) == before


@pytest.mark.skipif(sys.platform == "win32", reason="other permissions there")
def test_a_finished_run_that_a_reader_kept_from_being_tidied_opens_read_only(folder, run_file):
    path = folder / "copy.ginn"
    path.write_bytes(run_file.read_bytes()[:18] + b"\2\2" + run_file.read_bytes()[20:])  # as it says with a log
    folder.chmod(0o555)
    assert look(path, NOBODY) == "100 False 0"


def test_where_memory_cannot_be_shared_training_takes_a_rollback_journal(folder, cannot_map):
    path = folder / "shared.ginn"
    assert train_and_kill(path, cannot_map) == "truncate"
    assert look(path, env=cannot_map) == look(path) == "29 True 0"


def test_a_killed_run_with_a_log_is_read_and_gone_on_with_where_memory_cannot_be_shared(folder, cannot_map):
    path = folder / "moved.ginn"
    assert train_and_kill(path) == "wal"
    assert look(path, env=cannot_map) == "29 True 0"
    tidy = "import sys; from pathlib import Path; from ginn_gl.store import tidy; tidy(Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", tidy, path], env=cannot_map, check=True)
    assert [file.name for file in folder.iterdir()] == ["moved.ginn"]
    with Run(path) as run:
        assert len(run) == 30
