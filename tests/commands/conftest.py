"""What tests of the commands start from: `ginn-gl` in an empty folder.

Most commands are given to `main` there, since a process takes longer to start than they do. What a process is to
others, such as its status, signals and streams, is seen from outside; tests/test_docs.py starts every command.
"""

import pytest

from ginn_gl.cli import main

from .running import DISPLAYS, Ran


@pytest.fixture
def ginn_gl(tmp_path, monkeypatch, capfd):
    """Run `ginn-gl ...` in an empty folder without a display."""
    monkeypatch.chdir(tmp_path)
    for name in DISPLAYS:
        monkeypatch.delenv(name, raising=False)

    def run(*arguments) -> Ran:
        capfd.readouterr()
        status = main([str(argument) for argument in arguments])
        return Ran(status, *capfd.readouterr())

    return run
