"""What holds for every command: its status, its one line where it fails, and what its streams and files may be."""

import os
import shutil
import sqlite3
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import numpy as np
import pytest

from .running import WITHOUT_DISPLAY, one_line, start

COMMANDS = {"info": [], "render": ["out.png"], "export": ["out.html"], "resume": [], "view": []}
NO_RUNS = {"missing": "no such", "text": "not a run file", "truncated": "truncated",
           "database": "not a run file"}

# A program that runs several commands, parted by a comma, each of which is to succeed; a line of dashes after each.
SEVERAL = """
import sys
from ginn_gl.cli import main
command = []
for argument in [*sys.argv[1:], ","]:
    if argument != ",":
        command.append(argument)
    elif status := main(command):
        sys.exit(status)
    else:
        print("-----", flush=True)
        command = []
"""


def test_help_and_version(ginn_gl):
    for arguments in (["--help"], ["train", "--help"], ["render", "-h"], ["--version"]):
        ran = ginn_gl(*arguments)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert "ginn-gl" in ran.stdout


@pytest.mark.parametrize("arguments, status", [(["--version"], 0), (["info", "file"], 1), (["info"], 2)])
def test_a_process_ends_with_the_commands_status(tmp_path, arguments, status):
    (tmp_path / "file").touch()
    ran = start(tmp_path, "-m", "ginn_gl", *arguments)
    assert ran.stdout == f"ginn-gl {metadata.version('ginn-gl')}\n" if status == 0 else one_line(ran, status)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("kind", NO_RUNS)
def test_what_is_no_run_file_is_one_line(ginn_gl, run_file, tmp_path, command, kind):
    path = tmp_path / "other.ginn"
    if kind == "text":
        path.write_text("Dear diary,\n" * 100)
    elif kind == "truncated":
        path.write_bytes(run_file.read_bytes()[:-1000])
    elif kind == "database":
        database = sqlite3.connect(path)
        database.execute("CREATE TABLE recipe (name TEXT)")
        database.close()
    status = 2 if (kind, command) == ("missing", "view") else 1
    assert NO_RUNS[kind] in one_line(ginn_gl(command, path.name, *COMMANDS[command]), status)


def test_what_cannot_be_done_is_one_line(ginn_gl, run_file, tmp_path):
    assert "1 to 50 frames a second" in one_line(ginn_gl("render", run_file, "a.gif", "--fps", 60), 1)
    (tmp_path / "file").touch()
    assert "cannot be written" in one_line(ginn_gl("render", run_file, "file/a.png", "--size", "8x8"), 1)
    assert "cannot be written" in one_line(ginn_gl("export", run_file, "file/a.html"), 1)
    assert "cannot be written" in one_line(ginn_gl("train", "--iterations", 2, "--out", "file/a.ginn"), 1)
    assert "exists: choose another" in one_line(ginn_gl("train", "--iterations", 2, "--out", run_file), 1)


@pytest.mark.parametrize("command", ["info", "view", "render", "train", "export"])
def test_names_too_long_are_one_line(ginn_gl, run_file, command):
    name = "n" * 300
    arguments = {"render": [run_file, f"{name}.png", "--size=8x8"], "train": ["--iterations=2", f"--out={name}.ginn"],
                 "export": [run_file, f"{name}.html"]}.get(command, [name])
    assert "File name too long" in one_line(ginn_gl(command, *arguments), 1)


def test_as_long_a_name_as_there_can_be(ginn_gl, run_file, tmp_path):
    name = "n" * 251 + ".png"
    assert ginn_gl("render", run_file, name, "--size=8x8").returncode == 0
    assert (tmp_path / name).is_file()


@pytest.mark.skipif(shutil.which("setpriv") is None, reason="needs a way to give up root's right to any folder")
def test_a_folder_that_may_not_be_entered_is_one_line(tmp_path, run_file):
    closed = tmp_path / "closed"
    closed.mkdir()
    run_file.rename(closed / "small.ginn")
    closed.chmod(0o600)
    commands = (["info", "closed/small.ginn"], ["view", "closed/small.ginn"], ["closed"],
                ["render", "closed/small.ginn", "a.png"], ["train", "--iterations=2", "--out=closed"])
    drop = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.getuid() == 0 else []
    program = f"from ginn_gl.cli import main; print([main(command) for command in {commands}])"
    ran = subprocess.run([*drop, sys.executable, "-c", program], cwd=tmp_path, env=WITHOUT_DISPLAY,
                         capture_output=True, text=True, timeout=120)
    closed.chmod(0o700)
    assert ran.stdout == f"{[1] * len(commands)}\n", ran.stderr
    said = ran.stderr.splitlines()
    assert len(said) == len(commands)
    assert all(line.startswith("ginn-gl: ") and "Permission denied" in line for line in said)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device there")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", [["--help"], ["--version"], ["info", "small.ginn"]])
def test_a_full_disk_behind_the_output_is_one_line(tmp_path, run_file, command, unbuffered):
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run([sys.executable, "-m", "ginn_gl", *command], cwd=tmp_path, stdout=full, text=True,
                             env=WITHOUT_DISPLAY | {"PYTHONUNBUFFERED": unbuffered}, stderr=subprocess.PIPE)
        assert (ran.returncode, ran.stderr) == (1, "ginn-gl: standard output: No space left on device\n")
        if not unbuffered:
            mute = subprocess.run([sys.executable, "-m", "ginn_gl", *command], cwd=tmp_path, stdout=full, stderr=full)
            assert mute.returncode == 1


@pytest.mark.skipif(sys.platform != "linux", reason="names are text there")
def test_names_that_are_no_text(ginn_gl, run_file, tmp_path):
    name = os.fsdecode(b"\xff\x1b[31m")
    run_file.rename(tmp_path / f"{name}.ginn")
    commands = (["render", f"{name}.ginn", f"{name}.png", "--size=8x8"], ["info", f"{name}.ginn"],
                ["render", f"{name}.ginn", f"{name}.mp4", "--size=8x8", "--seconds=0.1"],
                ["export", f"{name}.ginn", f"{name}.html"])
    for encoding in ("utf-8", "ascii"):
        training = ["train", "--iterations=2", "--hidden=2", f"--out={name}-{encoding}.ginn"]
        arguments = [argument for command in (*commands, training) for argument in (*command, ",")][:-1]
        ran = start(tmp_path, "-c", SEVERAL, *arguments, PYTHONIOENCODING=encoding)
        assert (ran.returncode, ran.stderr) == (0, "")
        *said, rest = ran.stdout.split("-----\n")
        assert len(said) == len(commands) + 1 and rest == ""
        assert all(name in words for words in said), "as it is, for programs"
    for suffix in (".png", ".mp4", ".html"):
        assert (tmp_path / f"{name}{suffix}").stat().st_size > 0
    said = one_line(ginn_gl("info", f"{name}-3.ginn"), 1)
    assert "\\udcff\\x1b[31m-3.ginn: no such file" in said, "and nothing that a terminal obeys"


def test_without_output_and_errors_a_command_does_its_work(tmp_path, run_file):
    """Both closed: a file that it opens is not to be taken for its output."""
    script = f"{sys.executable} -m ginn_gl render small.ginn a.npy >&- 2>&-"
    assert subprocess.run(["sh", "-c", script], cwd=tmp_path, env=WITHOUT_DISPLAY).returncode == 0
    assert np.load(tmp_path / "a.npy").shape == (200, 200)
