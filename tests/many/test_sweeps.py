"""Sweeps by real processes: here, stopped and gone on with; and on a cluster, one of whose workers is killed."""

import csv
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from ginn_gl.many.picture import interval
from ginn_gl.many.spec import read_sweep
from ginn_gl.store import Run
from ginn_gl.train.worker import train_runs

pytest.importorskip("distributed", reason="dask.distributed is not installed")

SPEC = "seeds = '0-7'\nhidden = {hidden}\nbatch_size = 16\niterations = {iterations}\ncheckpoints = 20\n"
CLUSTER = Path(__file__).with_name("cluster.py")


def written(folder: Path, iterations: int, hidden: str = "['2', '3']") -> Path:
    path = folder / "sweep.toml"
    path.write_text(SPEC.format(iterations=iterations, hidden=hidden))
    return path


def sweep(spec: Path, out: Path, *arguments: str) -> subprocess.Popen:
    command = [sys.executable, "-m", "ginn_gl", "sweep", spec, "--out", out, *(arguments or ("--device", "cpu"))]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for(seen, seconds: float = 60.0):
    end = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)


def require_whole(spec: Path, folder: Path, alone: Path):
    """Every run is there, once, finished, and equal to one that was trained alone."""
    read = read_sweep(spec)
    names = [group.file_name(seed) for group in read.groups for seed in read.seeds]
    assert sorted(names) == sorted(path.name for path in folder.glob("*.ginn"))
    for name in names:
        with Run(folder / name) as run:
            assert run.status.state == "finished"
    group, name = read.groups[-1], read.groups[-1].file_name(5)
    train_runs([alone], group.network, group.trainings([5]), group.lesson, "cpu")
    with Run(alone) as one, Run(folder / name) as other:
        assert (one.steps == other.steps).all() and (one.losses == other.losses).all()
        assert all((one.parameters(index) == other.parameters(index)).all() for index in range(len(one)))


def test_a_sweep_that_was_stopped_goes_on_and_is_summed_up(tmp_path):
    spec, out = written(tmp_path, 100_000), tmp_path / "many"
    first = sweep(spec, out)
    wait_for(lambda: len(list(out.glob("*.ginn"))) > 2)
    first.send_signal(signal.SIGINT)
    said, wrong = first.communicate(timeout=60)
    assert first.returncode == 130 and "stopped: this command again goes on" in said, wrong
    assert "Traceback" not in wrong
    kept = {path: path.stat().st_ino for path in out.glob("*.ginn")}
    assert 2 < len(kept) <= 16
    second = sweep(spec, out)
    said, wrong = second.communicate(timeout=120)
    assert second.returncode == 0 and said.startswith(f"{out}  16 of 16 runs finished"), wrong
    assert all(path.stat().st_ino == inode for path, inode in kept.items())  # the very files
    require_whole(spec, out, tmp_path / "alone.ginn")
    with (out / "summary.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 16 and {row["hidden"] for row in rows} == {"2", "3"}
    for row in rows:
        with Run(out / row["run"]) as run:
            assert float(row["loss"]) == run.losses[-1] and row["bad"] == str(run.losses[-1] > 0.1)
    from pyarrow import parquet

    table = parquet.read_table(out / "summary.parquet").to_pylist()
    assert [row["loss"] for row in table] == [float(row["loss"]) for row in rows]
    assert (out / "summary.svg").read_text().count('r="1.6"') == 16


def test_on_a_cluster_work_moves_when_a_worker_is_killed(tmp_path):
    spec, out = written(tmp_path, 40_000, "'3'"), tmp_path / "far"
    cluster = subprocess.Popen([sys.executable, CLUSTER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                               cwd=tmp_path)
    try:
        address, *workers = cluster.stdout.readline().split()
        assert len(workers) == 2
        ours = sweep(spec, out, "--scheduler", address)
        wait_for(lambda: list(out.glob("*.ginn")))
        os.kill(int(workers[0]), signal.SIGKILL)
        said, wrong = ours.communicate(timeout=120)
        assert ours.returncode == 0 and said.startswith(f"{out}  8 of 8 runs finished"), wrong
        require_whole(spec, out, tmp_path / "alone.ginn")
        kept = {path: path.stat().st_mtime_ns for path in out.glob("*.ginn")}
        again = sweep(spec, out, "--scheduler", address)
        again.communicate(timeout=60)
        assert again.returncode == 0  # and nothing was done again
        assert kept == {path: path.stat().st_mtime_ns for path in out.glob("*.ginn")}
    finally:
        cluster.communicate("end\n", timeout=60)


def test_a_full_disk_on_one_worker_is_one_line_that_names_it_and_others_do_its_work(tmp_path, small_disk):
    spec, out, disk = written(tmp_path, 2000, "['2', '3']"), tmp_path / "far", small_disk(64)
    cluster = subprocess.Popen([sys.executable, CLUSTER, disk], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                               text=True, cwd=tmp_path)
    try:
        address, *_ = cluster.stdout.readline().split()
        said, wrong = sweep(spec, out, "--scheduler", address).communicate(timeout=120)
        assert said.startswith(f"{out}  16 of 16 runs finished")
        lines = [line for line in wrong.splitlines() if line.startswith("ginn-gl: ")]
        assert len(lines) == 1 and "Traceback" not in wrong, wrong
        assert re.fullmatch(r"ginn-gl: worker tcp://127\.0\.0\.1:\d+ on .+ gets no more work: "
                            rf"{re.escape(str(disk))}.+: cannot be written \(.+\)", lines[0])
    finally:
        cluster.communicate("end\n", timeout=60)


def test_a_scheduler_that_is_not_there_is_one_line(tmp_path):
    ran = sweep(written(tmp_path, 10), tmp_path / "far", "--scheduler", "127.0.0.1:9")
    _, wrong = ran.communicate(timeout=60)
    assert ran.returncode == 1
    assert wrong.startswith("ginn-gl: no Dask scheduler answers at 127.0.0.1:9") and wrong.count("\n") == 1


def test_the_interval_of_a_share_is_wilsons():
    """Brown, Cai and DasGupta 2001, and the two ends, where a plain interval would have no width."""
    assert np.allclose(interval(81, 263), (0.2553, 0.30798, 0.3662), atol=1e-4)
    low, share, high = interval(0, 10)
    assert (low, share) == (0, 0) and 0.27 < high < 0.28
    assert interval(10, 10)[2] == 1
