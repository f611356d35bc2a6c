"""Processes beside the viewer: they end with it, and it outlives them."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from ginn_gl.app.processes.answering import AnsweringProcess
from ginn_gl.errors import GinnError


def answer_or_die(connection):
    """A helper's work: to send back what it gets, or to end where that is 'die'."""
    while True:
        request = connection.recv()
        if request == "die":
            os._exit(3)
        connection.send(request)


def first_answer(helper, seconds=30.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for answer in helper.hear():
            return answer
        time.sleep(0.01)
    raise AssertionError("no answer")


def test_a_helper_that_computes_ends_with_its_viewer_killed():
    with subprocess.Popen([sys.executable, Path(__file__).with_name("endless.py")], stdout=subprocess.PIPE,
                          text=True) as viewer:
        lines = {viewer.stdout.readline().strip() for _ in range(2)}
        assert "computing" in lines
        helper = psutil.Process(int((lines - {"computing"}).pop()))
        try:
            viewer.kill()
            viewer.wait()
            helper.wait(20)
        finally:
            with suppress(psutil.NoSuchProcess):
                helper.kill()


def test_a_helper_that_died_is_said_and_begun_anew():
    helper = AnsweringProcess(answer_or_die, "answers")
    try:
        helper.ask(1)
        assert first_answer(helper) == 1
        helper.ask("die")
        with pytest.raises(GinnError, match="answers has ended"):
            first_answer(helper)
        helper.ask(2)
        assert first_answer(helper) == 2
    finally:
        helper.close()


@pytest.mark.skipif(os.name != "posix", reason="processes are halted otherwise there")
def test_closing_a_helper_that_was_halted_leaves_no_process_or_file():
    helper = AnsweringProcess(answer_or_die, "answers")
    helper.ask(1)
    first_answer(helper)
    helper.close()
    before = psutil.Process().num_fds()
    helper.ask(1)
    first_answer(helper)
    process = psutil.Process(helper._process.pid)
    os.kill(process.pid, signal.SIGSTOP)
    helper.close()
    assert not process.is_running()
    assert psutil.Process().num_fds() == before
