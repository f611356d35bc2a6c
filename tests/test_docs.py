"""What the documents say to type works: every command and every Python block in them, in a copy of what it needs."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from ginn_gl.arguments.bad_argument import BadArgument
from ginn_gl.cli import parse
from ginn_gl.commands import COMMANDS
from ginn_gl.store import Run

ROOT = Path(__file__).parents[1]
DOCUMENTS = [path for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/*.md")))
             if path.exists()]
PROGRAMS = ("ginn-gl", "make", "pip", "python", "git", "sqlite3")
PLACEHOLDER = re.compile(r"\b[A-Z]{3,}\b|\[|<|\.\.\.")  # as in ginn-gl resume RUN

# Too long for a test, or not for one: these are only read, and fail here once no document has them any more.
NOT_RUN = {
    "git clone <this repository> && cd ginn-gl": "continuous integration starts with it",
    "pip install -c constraints.txt -e .": "make does the same first",
    "ginn-gl": "opens a window: tests/gui does",
    "make run": "opens a window: tests/gui does",
    "make test": "these are the tests",
    "ginn-gl render runs/bottle-good-1.ginn dive.mp4 --size 1080x1080 --pace log --to-zoom 50 --caption": "600 frames",
    "ginn-gl train --seeds 0-63 --out runs/sweep/": "minutes",
    "ginn-gl bench --json figures.json": "minutes",
    "ginn-gl sweep docs/do-deeper-networks-fail-less.toml --out study": "half an hour",
    "python -m ginn_gl.many.study docs/do-deeper-networks-fail-less.toml study docs": "tests/many/test_study.py does",
    "ginn-gl render study/bottle-8x8x8x8-relu-batch64-rate0.001-seed{22,17,16,1}.ginn "
    "docs/do-deeper-networks-fail-less-sheet.svg --steps 300,3000,30000,last --caption": "of runs of that sweep",
    "ginn-gl export runs/*.ginn seeds.html": "the tour of all runs takes half a minute; tests/web has pages of several",
    "python tools/serve-viewers.py": "half a minute",
    "python tools/smooth-frames.py tanh.ginn": "half a minute",
    "python -m ginn_gl.bench.window.many small 10000": "minutes",
    "python -m pytest": "these are the tests",
    "python -m hatchling build": "tests/test_install.py does",
    "pip install --upgrade --upgrade-strategy eager $(python tools/dependencies.py)": "it wants its own environment",
}


def blocks(document: Path) -> Iterator[str]:
    """What stands between fences or is indented, without either."""
    text = document.read_text(encoding="utf-8")
    yield from re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    for found in re.finditer(r"(?:^\n|\A)((?:^    .*\n|^\n)+)", text, re.MULTILINE):
        yield textwrap.dedent(found[1]).strip("\n") + "\n"


def is_python(block: str) -> bool:
    return block.startswith(("import ", "from "))


def commands(document: Path) -> Iterator[str]:
    """The lines of its blocks that start with a program, without their comments."""
    for block in blocks(document):
        for line in block.splitlines():
            command = re.sub(r"^\$ |\s+# .*", "", line)
            if command.split(" ")[0] in PROGRAMS:
                yield command


EVERY_COMMAND = [(document, line) for document in DOCUMENTS for line in commands(document)]
TO_RUN = [(document, line) for document, line in EVERY_COMMAND
          if line not in NOT_RUN and not PLACEHOLDER.search(line)]
USAGES = [line for _, line in EVERY_COMMAND if line.startswith("ginn-gl ") and PLACEHOLDER.search(line)]
SNIPPETS = [(document, block) for document in DOCUMENTS for block in blocks(document) if is_python(block)]


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """A folder with the runs, what documents name as examples, and the Makefile, and with ginn-gl on the path."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "runs", folder / "runs")
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("*.gif"))
    shutil.copy(ROOT / "Makefile", folder)
    program = folder / "bin" / "ginn-gl"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m ginn_gl "$@"\n')
    program.chmod(0o755)
    return folder


def run_in(folder: Path, *command: str) -> None:
    environment = os.environ | {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}",
                                "PYTHONPATH": f"{ROOT}:{os.environ.get('PYTHONPATH', '')}"}
    ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize("line", [line for _, line in TO_RUN])
def test_a_command_works(copy, line):
    run_in(copy, "sh", "-c", line)


@pytest.mark.parametrize("block", [block for _, block in SNIPPETS], ids=[path.name for path, _ in SNIPPETS])
def test_a_python_block_works(copy, block):
    others = re.findall(r"^(?:import|from) (lightning|keras|sklearn)\b", block, re.MULTILINE)
    for name in others:
        if find_spec(name) is None:
            pytest.skip(f"{name} is not installed")
    warnings = [] if others else ["-W", "error"]  # those of other libraries are theirs
    seeded = f"import torch\ntorch.manual_seed(0)\n{block}"  # few steps of a network of chance need not lower its loss
    run_in(copy, sys.executable, *warnings, "-c", seeded)
    for name in re.findall(r'"(\w+\.ginn)"', block):
        with Run(copy / name) as run:
            assert len(run) > 50 and run.status.state == "finished" and run.losses[-1] < run.losses[0]


def test_the_packages_own_example_works(copy):
    run_in(copy, sys.executable, "-c", "import doctest, ginn_gl; raise SystemExit(doctest.testmod(ginn_gl).failed)")


def test_what_is_not_run_is_still_there_and_is_understood():
    lines = {line for _, line in EVERY_COMMAND}
    assert set(NOT_RUN) <= lines
    for line in NOT_RUN:
        if line.startswith("ginn-gl "):
            parse(shlex.split(line)[1:])


@pytest.mark.parametrize("target", ["run", "test", "lint", "soak"])
def test_make_knows_its_targets(target):
    subprocess.run(["make", "--dry-run", target], cwd=ROOT, check=True, capture_output=True)


def help_of(capsys, command: str) -> str:
    with pytest.raises(SystemExit):
        parse([command, "--help"])
    return capsys.readouterr().out


@pytest.mark.parametrize("command", COMMANDS)
def test_the_usage_in_the_readme_names_options_that_there_are(capsys, command):
    """From a command's line to the next one's: a usage goes on over several."""
    usage = (ROOT / "README.md").read_text(encoding="utf-8")
    (said,) = re.findall(rf"^    ginn-gl \[?{command}\b.*\n(?:^     .*\n)*", usage, re.MULTILINE)[:1]
    options = set(re.findall(r"--[a-z-]+", said))
    assert options <= set(re.findall(r"--[a-z-]+", help_of(capsys, command)))


@pytest.mark.parametrize("command", COMMANDS)
def test_examples_in_the_help_are_understood(capsys, command):
    for line in re.findall(r"^  (ginn-gl .*?)(?:  .*)?$", help_of(capsys, command), re.MULTILINE):
        parse(shlex.split(line)[1:])


def test_commands_within_the_text_are_understood():
    for document in DOCUMENTS:
        for span in re.findall(r"`(ginn-gl [^`]*)`", document.read_text(encoding="utf-8")):
            line = " ".join(span.split()).removesuffix(" ...")
            if not PLACEHOLDER.search(line):
                try:
                    parse(shlex.split(line)[1:])
                except BadArgument as error:
                    pytest.fail(f"{document.name}: {line}: {error}")
