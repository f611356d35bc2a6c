"""The command line as a person uses it: its output, files and status.

Most commands are given to `main` here, since a process takes longer to start than they do. What a process is to
others, such as its status, signals and streams, is seen from outside; tests/test_docs.py starts every command.
"""

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from PIL import Image

from ginn_gl.bench.clipper import clip_regions
from ginn_gl.cli import main
from ginn_gl.config import View
from ginn_gl.render import render
from ginn_gl.store import Run, RunWriter

from .record.decoding import decode

DISPLAYS = ("DISPLAY", "WAYLAND_DISPLAY")
WITHOUT_DISPLAY = {name: value for name, value in os.environ.items() if name not in DISPLAYS}
COMMANDS = {"info": [], "render": ["out.png"], "export": ["out.html"], "resume": [], "view": []}
MANY_DIGITS = "1" * 5000
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


class Ran(NamedTuple):
    """How a command ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


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


def start(folder: Path, *arguments, **environment) -> subprocess.CompletedProcess:
    """The same as a process, by what follows `python`."""
    return subprocess.run([sys.executable, *map(str, arguments)], cwd=folder, env=WITHOUT_DISPLAY | environment,
                          capture_output=True, text=True, errors="surrogateescape", timeout=120)


def one_line(ran, status: int) -> str:
    """What a failed command says, which is all it says."""
    assert ran.returncode == status, ran.stderr
    assert ran.stdout == ""
    assert ran.stderr.count("\n") == 1 and ran.stderr.startswith("ginn-gl: ") and len(ran.stderr) < 1100
    return ran.stderr


@pytest.mark.parametrize("arguments, complaint", [
    (["train", "--hidden", "0"], "1 to 1024 neurons"),
    (["train", "--hidden", "sixteen"], "widths like 16,16,16"),
    (["train", "--hidden", "8,8,8,8,8,8,8,8,8"], "1 to 8 hidden layers"),
    (["train", "--seed", "-1"], "--seed"),
    (["train", "--seeds", "9-3"], "no range"),
    (["train", "--seed", "1", "--seeds", "1-2"], "not allowed with"),
    (["train", "--seeds", "1-2", "--out", "one.ginn"], "name a folder"),
    (["train", "--batch-size", "many"], "not a whole number"),
    (["train", "--learning-rate", "nan"], "learning rate"),
    (["train", "--iterations", "0"], "iterations"),
    (["train", "--device", "abacus"], "invalid choice"),
    (["train", "--target", "missing.png"], "no such image"),
    (["train", "--target", "text.png"], "not an image"),
    (["train", "--target", "empty.png"], "not an image"),
    (["train", "--target", "black.png"], "all black"),
    (["render", "small.ginn"], "required: OUT"),
    (["render", "small.ginn", "a.png", "--step", "101"], "it has 0 to 100"),
    (["render", "small.ginn", "a.png", "--step", "x"], "not a whole number"),
    (["render", "small.ginn", "a.bmp"], "not '.bmp'"),
    (["render", "small.ginn", "a.gif", "--pace", "slow"], "invalid choice"),
    (["render", "small.ginn", "a.png", "--size", "600"], "--size"),
    (["render", "small.ginn", "a.png", "--size", "0x600"], "1 to 16384"),
    (["render", "small.ginn", "a.png", "--neurons", "4:1"], "no neuron '4:1'"),
    (["render", "small.ginn", "a.png", "--field", "1:17"], "a field is"),
    (["render", "small.ginn", "a.png", "--zoom", "0"], "not above 0"),
    (["render", "small.ginn", "a.png", "--center", "here"], "not a number"),
    (["render", "small.ginn", "a.mp4", "--from", "101"], "it has 0 to 100"),
    (["render", "small.ginn", "a.mp4", "--step", "5"], "--step is for a picture"),
    (["render", "small.ginn", "a.png", "--to", "60"], "--to are for a video"),
    (["render", "small.ginn", "a.svg", "--from", "20"], "--to are for a video"),
    (["render", "small.ginn", "a.pdf", "--step", "101"], "it has 0 to 100"),
    (["render", "small.ginn", "a.png", "--dashes"], "--dashes is for .svg and .pdf"),
    (["render", "small.ginn", "a.mp4", "--dashes"], "--dashes is for .svg and .pdf"),
    (["export", "small.ginn"], "required: PAGE.html"),
    (["export", "small.ginn", "other.ginn"], "the page's, and ends in .html"),
    (["export", "small.ginn", "a.html", "--checkpoints", "1"], "at least 2"),
    (["view", "missing.ginn"], "no such run or folder"),
    (["reader"], "no such run or folder"),
    (["info"], "required: RUN"),
    (["tour", "nowhere"], "invalid choice"),
    (["train", "--hidden", "1_6"], "widths like 16,16,16"),
    (["train", "--hidden", MANY_DIGITS], "widths like 16,16,16"),
    (["train", "--learning-rate", "1_6"], "a learning rate is a number"),
    (["train", "--seed", MANY_DIGITS], "not a whole number"),
    (["train", "--seeds", "5"], "such as 0-9, not '5'"),
    (["train", "--seeds", "0-9999999999999999999"], "no range"),
    (["train", "--threshold", "0.5"], "the built-in bottle is black and white"),
    (["train", "--target", "grey.png", "--threshold", "2"], "0, the darkest of an image, to 1"),
    (["train", "--target", "grey.png", "--threshold", "0"], "all white"),
    (["train", "--target", "."], "not a file"),
    (["train", "--target", "n" * 300], "File name too long"),
    (["render", "small.ginn", "a.png", "--size", "10"], "WIDTHxHEIGHT such as 800x600, not '10'"),
    (["render", "small.ginn", "a.png", "--center", "1"], "X,Y such as 0.5,0.6, not '1'"),
    (["render", "small.ginn", "a.png", "--center", "1e300,0"], "at most 1000 from 0"),
    (["render", "small.ginn", "a.png", "--zoom", "1_0"], "not a number"),
    (["render", "small.ginn", "a.png", "--zoom", MANY_DIGITS], "not a number"),
    (["render", "small.ginn", "a.png", "--zoom", "5e-324"], "0.001 to 1,000,000,000"),
    (["render", "small.ginn", "a.svg", "--line-width", "1e30"], "0.01 to 1,000"),
    (["render", "small.ginn", "a.png", "--field", f"{MANY_DIGITS}:1"], "a field is"),
    (["render", "small.ginn", "a.png", "--field", "\u0661:\u0661"], "a field is"),
    (["render", "small.ginn", "a.png", "--neurons", MANY_DIGITS], "no neuron"),
    (["render", "small.ginn", "a.mp4", "--seconds", "1e300"], "0.001 to 86,400"),
    (["render", "small.ginn", "a.png", "--legend"], "for figures: .svg, .pdf"),
    (["render", "small.ginn", "a.mp4", "--legend"], "for figures: .svg, .pdf"),
    (["render", "small.ginn", "a.npy", "--field", "none"], "neither --caption nor --field none"),
    (["render", "small.ginn", "a.mp4", "--fps", "30/0"], "such as 30, 29.97 or 30000/1001"),
    (["grey.png"], "is a picture, not a run: ginn-gl train --target=grey.png"),
    (["info", "grey.png"], "is a picture, not a run: ginn-gl train --target=grey.png"),
])
def test_bad_arguments_are_one_line_and_status_2(ginn_gl, run_file, tmp_path, arguments, complaint):
    (tmp_path / "text.png").write_text("no picture")
    (tmp_path / "empty.png").touch()
    Image.new("L", (9, 9)).save(tmp_path / "black.png")
    Image.fromarray(np.arange(81, dtype=np.uint8).reshape(9, 9)).save(tmp_path / "grey.png")
    before = set(tmp_path.iterdir())
    assert complaint in one_line(ginn_gl(*arguments), 2)
    assert set(tmp_path.iterdir()) == before


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


def test_info(ginn_gl, run_file):
    told = json.loads(ginn_gl("info", run_file, "--json").stdout)
    assert told["name"] == "small"
    assert told["network"] == {"hidden": [16, 16, 16], "parameters": 626}
    assert told["training"]["iterations"] == 100
    assert told["target"] == {"name": "bottle", "width": 200, "height": 200}
    assert told["status"]["state"] == "finished"
    assert (told["checkpoints"], told["steps"]) == (6, {"first": 0, "last": 100})
    assert told["final_loss"] == pytest.approx(0.2)
    with Run(run_file) as run:
        assert told["regions"] == len(clip_regions(run.network, run.parameters(-1), (0, 0, 1, 1)))
    lines = ginn_gl("info", run_file).stdout
    assert "2-16-16-16-2, 626 parameters" in lines and "0.2\n" in lines
    assert f"{told['regions']} in the square" in lines


def test_a_killed_run_is_said_to_be(ginn_gl, run_file):
    with RunWriter.reopen(run_file) as writer:  # killed between its last checkpoint and saying that it was the last
        writer.snapshot(100, np.zeros((3, 626)))
        writer.set_status("training")
    assert "\nstatus       was killed after step 100" in ginn_gl("info", run_file).stdout
    assert json.loads(ginn_gl("info", run_file, "--json").stdout)["status"]["state"] == "killed"
    ran = ginn_gl("resume", run_file)
    assert (ran.returncode, ran.stdout) == (0, f"{run_file}  loss 0.2 at step 100\n"), "nothing was left to do"
    assert json.loads(ginn_gl("info", run_file, "--json").stdout)["status"]["state"] == "finished"


def test_a_run_of_one_checkpoint_has_insights(ginn_gl, run_file):
    with closing(sqlite3.connect(run_file)) as database, database:
        database.execute("DELETE FROM checkpoint WHERE step > 0")
    ran = ginn_gl("info", run_file)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.count("nothing to measure yet") == 2
    insights = json.loads(ginn_gl("info", run_file, "--json").stdout)["insights"]
    assert insights["bias-before-weight"]["tracks"] == [] and insights["regions"]["findings"]


def test_render_draws_what_was_asked_for(ginn_gl, run_file, tmp_path):
    ran = ginn_gl("render", run_file, "a.png", "--step=60", "--size=50x40", "--field=error",
                  "--neurons=1:*,3:2", "--center=0.4,0.7", "--zoom=2", "--line-width=3", "--beyond")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "a.png\n", "")
    neurons = frozenset({(1, n) for n in range(1, 17)} | {(3, 2)})
    asked = View("error", neurons, None, (0.4, 0.7), 2.0, 3.0, True)
    with Run(run_file) as run:
        assert np.array_equal(np.asarray(Image.open(tmp_path / "a.png")), render(run, 60, (50, 40), asked))


@pytest.mark.parametrize(("options", "width"), [
    (["--size=800x800"], 1.5), (["--size=4000x4000"], 7.5), (["--size=4000x4000", "--line-width=1.5"], 1.5)])
def test_a_poster_has_lines_and_no_hairs(ginn_gl, run_file, tmp_path, options, width):
    assert ginn_gl("render", run_file, "a.svg", "--field=none", *options).returncode == 0
    found = set(re.findall(r'stroke-width="([^"]+)"', (tmp_path / "a.svg").read_text()))
    assert width in {float(text) for text in found}


def test_render_writes_raw_fields(ginn_gl, run_file, tmp_path):
    assert ginn_gl("render", run_file, "a.npy", "--field=target").returncode == 0
    field = np.load(tmp_path / "a.npy")
    with Run(run_file) as run:
        assert field.dtype == np.float32 and np.array_equal(field, run.target.pixels)


@pytest.mark.parametrize("name, begins", [("a.svg", b"<?xml"), ("a.PDF", b"%PDF")])
def test_render_makes_figures(ginn_gl, run_file, tmp_path, name, begins):
    ran = ginn_gl("render", run_file, name, "--step=60", "--size=50x40", "--neurons=2:*", "--caption", "--legend")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"{name}\n", "")
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.parametrize("name", ["a.png", "a.svg", "a.pdf", "a%d.png"])
def test_render_draws_lines_alone(ginn_gl, run_file, tmp_path, name):
    ran = ginn_gl("render", run_file, name, "--size=60x40", "--field=none", *["--seconds=0.1"][:name == "a%d.png"])
    assert (ran.returncode, ran.stderr) == (0, "")
    path = tmp_path / name.replace("%d", "1")
    if path.suffix == ".png":
        assert np.asarray(Image.open(path))[20, 2].tolist() == [255, 255, 255]
    else:
        assert b"image" not in path.read_bytes().replace(b"/ImageB /ImageC /ImageI", b"").lower()


@pytest.mark.parametrize("name", ["a.gif", "a.mp4", "a.webm", "a%d.png"])
def test_render_records_videos(ginn_gl, run_file, tmp_path, name):
    ran = ginn_gl("render", run_file, name, "--size=32x32", "--from=20", "--to=60", "--seconds=0.5",
                  "--fps=10", "--pace=log", "--to-zoom=4", "--to-center=0.2,0.3", "--caption")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"{name}\n", "")
    assert (tmp_path / name.replace("%d", "5")).stat().st_size > 500


def test_a_gif_is_small_unless_asked_otherwise(ginn_gl, run_file, tmp_path):
    assert ginn_gl("render", run_file, "a.gif", "--seconds=0.5").returncode == 0
    with Image.open(tmp_path / "a.gif") as gif:
        assert (gif.size, gif.n_frames, gif.info["duration"]) == ((400, 400), 5, 100)


def test_a_rate_of_television_is_exact(ginn_gl, run_file, tmp_path):
    for fps in ("29.97", "30000/1001"):
        ran = ginn_gl("render", run_file, "a.mp4", "--size=16x16", "--seconds=1", f"--fps={fps}")
        assert (ran.returncode, ran.stderr) == (0, "")
        about, decoded = decode(tmp_path / "a.mp4")
        assert (about["fps"], len(decoded)) == (29.97, 30)


def test_odd_sides_of_an_mp4_are_said(ginn_gl, run_file):
    ran = ginn_gl("render", run_file, "a.mp4", "--size=33x20", "--seconds=0.1")
    assert (ran.returncode, ran.stdout) == (0, "a.mp4\n")
    assert ran.stderr.startswith("ginn-gl: 33x20 becomes 34x20") and ran.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no Ctrl-C for another process there")
def test_ctrl_c_leaves_a_video_of_what_was_drawn(run_file, tmp_path):
    command = [sys.executable, "-m", "ginn_gl", "render", run_file, "a.mp4", "--size=64x64", "--fps=10",
               "--seconds=9999", "--progress=lines", "--pace=step"]
    with subprocess.Popen(command, cwd=tmp_path, env=WITHOUT_DISPLAY, stdout=subprocess.PIPE, text=True) as process:
        assert any(line.startswith("20 ") for line in process.stdout), "it ended before"
        process.send_signal(signal.SIGINT)
        *_, said = process.stdout
    assert process.returncode == 0
    count = re.fullmatch(r"a.mp4  stopped: (\d+) of 99,990 frames\n", said)[1]
    assert len(decode(tmp_path / "a.mp4")[1]) == int(count) > 20
    assert {path.name for path in tmp_path.iterdir()} == {"a.mp4", run_file.name}


def test_info_says_what_the_insights_say(ginn_gl, run_file):
    insights = json.loads(ginn_gl("info", run_file, "--json").stdout)["insights"]
    copies = insights["copycats"]
    assert copies["tracks"][0]["steps"] == [0, 20, 40, 60, 80, 100] and copies["findings"] == []
    motion = insights["bias-before-weight"]["motion"]
    assert motion["unit"] == "sides" and motion["stretches"] == [[0, 20], [20, 100]]
    assert [row["neuron"] for row in motion["lines"]] == [[1, number] for number in range(1, 17)]
    total = sum(sum(row["translation"]) for row in motion["lines"]) / 16
    assert total == pytest.approx(insights["bias-before-weight"]["tracks"][0]["values"][-1])
    lines = ginn_gl("info", run_file).stdout
    assert all(f"\n{insight['title']}\n" in lines for insight in insights.values())


def test_tour_draws_a_stop_and_says_what_it_shows(ginn_gl, tmp_path):
    ran = ginn_gl("tour", "layer-dependence", "--out", "seen")
    assert (ran.returncode, ran.stderr) == (0, "")
    path, *text = ran.stdout.splitlines()
    assert path == str(Path("seen", "layer-dependence.png"))
    with Image.open(tmp_path / path) as still:
        assert still.size == (800, 800)
    assert text and all(line.startswith("    ") for line in text)


def test_export_writes_one_page_of_all_runs(ginn_gl, run_file, tmp_path):
    ran = ginn_gl("export", run_file, run_file, "pages/a.html", "--checkpoints", 3)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith(f"{Path('pages', 'a.html')}  0.")
    data = re.search('id="data">(.*?)</script>', (tmp_path / "pages" / "a.html").read_text(), re.DOTALL)[1]
    runs = json.loads(data)["runs"]
    assert [(run["name"], run["steps"]) for run in runs] == [("small", [0, 40, 100]), ("small-2", [0, 40, 100])]


def test_train_names_its_files_and_says_where(ginn_gl, tmp_path):
    short = ["--iterations", 20, "--checkpoints", 5, "--hidden", "4,3", "--device", "cpu"]
    first = ginn_gl("train", *short, "--seed", 7)
    assert first.returncode == 0 and first.stdout.count("\n") == 1
    ginn_gl("train", *short, "--seed", 7)
    many = ginn_gl("train", *short, "--seeds", "1-2", "--out", "many", "--batch-size", "full")
    header, *rows = [line.split() for line in many.stdout.splitlines()]
    assert header == ["seed", "loss", "result", "run"]
    for seed, row in zip("12", rows, strict=True):
        path = str(Path("many", f"bottle-4-3-full-batch-seed{seed}.ginn"))
        with Run(tmp_path / path) as run:
            assert row == [seed, f"{run.losses[-1]:.3g}", "finished", path], "20 steps are neither good nor bad"
    assert sorted(path.name for path in (tmp_path / "runs").iterdir()) == [
        "bottle-4-3-seed7-2.ginn", "bottle-4-3-seed7.ginn"]
    with Run(tmp_path / "runs" / "bottle-4-3-seed7.ginn") as run:
        assert run.training.seed == 7 and run.steps[-1] == 20
        assert first.stdout == f"{run.path.relative_to(tmp_path)}  loss {run.losses[-1]:.3g} at step 20\n"


def test_a_branch_says_where_it_came_from_and_what_was_changed(ginn_gl):
    assert ginn_gl("train", "--hidden", "3", "--iterations", 40, "--target-size", 16, "--out", "a.ginn").returncode == 0
    ran = ginn_gl("branch", "a.ginn", "--step", 30, "--off", "1:2", "--batch-size", "full", "--seed", 0)
    assert ran.stdout.startswith(f"{Path('runs', 'a-from30.ginn')}  loss ")
    assert "branch of    a at step 30, with 1:2 off, batch size full\n" in ginn_gl(
        "info", Path("runs", "a-from30.ginn")).stdout
    assert "step 40 is the last" in one_line(ginn_gl("branch", "a.ginn", "--step", 40), 1)
    assert "no neuron '1:4'" in one_line(ginn_gl("branch", "a.ginn", "--step", 30, "--off", "1:4"), 2)
    assert "--threshold is for a --target" in one_line(
        ginn_gl("branch", "a.ginn", "--step", 30, "--threshold", 0.5), 2)


def test_a_finished_run_is_not_resumed(ginn_gl):
    ginn_gl("train", "--iterations", 5, "--checkpoints", 2, "--hidden", 2, "--out", "a.ginn")
    assert "finished already" in one_line(ginn_gl("resume", "a.ginn"), 1)


def test_view_without_a_display_leaves_pictures_instead(ginn_gl, run_file, tmp_path, monkeypatch):
    monkeypatch.setattr("ginn_gl.record.headless.SECONDS", 0.1)
    ran = ginn_gl("small.ginn")
    assert (ran.returncode, ran.stderr) == (0, "")
    said, picture, video = ran.stdout.splitlines()
    assert said.startswith("No display")
    with Image.open(tmp_path / picture) as still:
        assert still.size == (600, 600)
    assert (tmp_path / video).stat().st_size > 10_000


def test_a_folder_without_runs_is_one_line(ginn_gl, tmp_path):
    (tmp_path / "empty").mkdir()
    assert "no .ginn file" in one_line(ginn_gl("empty"), 1)
