"""A watched loop that is served beside itself."""

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from urllib.parse import urlsplit

import pytest

import ginn_gl
from ginn_gl.errors import GinnError

# What a log does once it is to serve itself, without the time that a network takes to be read.
LOOP = """
import sys, time
from pathlib import Path
from ginn_gl.own.serving import Serving
print(Serving(Path(sys.argv[1]), None, None).says, flush=True)
time.sleep(60)
"""


def until_true(holds, seconds: float = 10.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}rows", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def test_a_log_serves_itself_until_it_is_closed(tmp_path, capsys):
    torch = pytest.importorskip("torch")
    model = torch.nn.Sequential(torch.nn.Linear(2, 4), torch.nn.ReLU(), torch.nn.Linear(4, 2))
    with ginn_gl.watch(model, tmp_path / "mine.ginn") as log:
        address = log.serve()
        assert log.serve() == address and address in capsys.readouterr().out
        assert answers(address)
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            other = ginn_gl.watch(model, tmp_path / "other.ginn")
            with pytest.raises(GinnError, match="is in use"):
                other.serve(port=taken.getsockname()[1])
            other.close()
        log(0, 0.5)
    assert not answers(address)


def test_what_is_served_ends_with_a_loop_that_is_killed(tmp_path):
    loop = subprocess.Popen([sys.executable, "-c", LOOP, tmp_path / "killed.ginn"], stdout=subprocess.PIPE, text=True)
    address = loop.stdout.readline().split()[-1]
    assert "ssh -L" in loop.stdout.readline()
    assert answers(address) and urlsplit(address).hostname == "localhost"
    loop.send_signal(signal.SIGKILL)
    loop.communicate()
    until_true(lambda: not answers(address))
