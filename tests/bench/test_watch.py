"""That the benchmark of watching measures what it says; how fast it is, is for the benchmark to tell."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import psutil
import pytest

from ginn_gl.bench import watch
from ginn_gl.cli import main


def measured(monkeypatch, folder):
    for name, value in {"ROUNDS": 1, "SECONDS": 0.5, "UNDER_WAY": 2_000}.items():
        monkeypatch.setattr(watch, name, value)
    assert main(["bench", "watch", "--json", str(folder / "figures.json")]) == 0
    return json.loads((folder / "figures.json").read_text())["watch"]


def test_figures_are_printed_and_written(monkeypatch, capsys, tmp_path):
    figures = measured(monkeypatch, tmp_path)
    assert not figures["left_out"]
    for row in figures["frames"].values():
        assert 0 < row["median_ms"] <= row["p95_ms"] <= row["p99_ms"] and row["measured"] > 0
        assert row["processor_ms_per_frame"] > 0
    assert figures["recording"]["frames"] > figures["recording"]["dropped"] and figures["recording"]["kept"] > 0
    training = figures["training"]
    assert training["steps_per_second_alone"] > 0
    assert training["kept"] == pytest.approx(training["kept_by_round"][0]) and training["kept"] > 0
    printed = capsys.readouterr().out
    assert figures["renderer"] in printed and f"keeps {training['kept']:.0%}" in printed


@pytest.mark.skipif(os.name != "posix", reason="another way to stop processes")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_it_leaves_no_training(number):
    bench = subprocess.Popen([sys.executable, "-m", "ginn_gl", "bench", "watch"], start_new_session=True)
    training = wait_for(lambda: training_of(bench.pid))
    try:
        os.killpg(bench.pid, number)
        wait_for(lambda: not training.is_running())
        assert bench.wait(30) != 0
    finally:
        with suppress(psutil.NoSuchProcess):
            training.kill()


def training_of(pid):
    """The process that trains among those that one has begun, if there is one yet."""
    with suppress(psutil.NoSuchProcess):
        for child in psutil.Process(pid).children(recursive=True):
            if "train" in child.cmdline():
                return child
    return None


def wait_for(what, seconds=30.0):
    """What it gives, once that is true."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="a display is always there")
def test_without_a_display_it_says_so(monkeypatch, capsys, tmp_path):
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    figures = measured(monkeypatch, tmp_path)
    assert "display" in figures["left_out"][0] and "frames" not in figures
    assert "left out: the viewer beside a training" in capsys.readouterr().out
