"""A stranger's installation: built as a source archive and a wheel, put into an empty environment, used from anywhere.

What it depends on is taken from here, by a path file, so that nothing is downloaded.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PARTS = ("ginn_gl", "shaders", "runs", "README.md", "LICENSE", "pyproject.toml", ".gitignore")
SCRIPTS = "Scripts" if sys.platform == "win32" else "bin"


def run(*command: object, folder: Path) -> str:
    """What a command prints, which has the project neither on its path nor around it."""
    alone = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    ran = subprocess.run(list(map(str, command)), cwd=folder, env=alone, capture_output=True, text=True, timeout=300)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A folder with the source archive, a wheel made of that, and in direct/ a wheel made of a checkout in use."""
    folder = tmp_path_factory.mktemp("built")
    checkout = folder / "checkout"
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        (checkout / part).parent.mkdir(exist_ok=True)
        copy(ROOT / part, checkout / part)
    (checkout / "runs" / "mine.ginn").write_text("not to be given away")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, folder=checkout)
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder / "direct", folder=checkout)
    run(sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", folder,
        *folder.glob("*.tar.gz"), folder=folder)
    return folder


@pytest.fixture(scope="module")
def environment(built, tmp_path_factory) -> Path:
    """One that is empty but for the wheel, and sees the packages that are installed here."""
    folder = tmp_path_factory.mktemp("environment") / "a folder with blanks"
    venv.create(folder, with_pip=False, symlinks=sys.platform != "win32")
    own = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder), "platbase": str(folder)}))
    (own / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    run(sys.executable, "-m", "pip", "--python", folder / SCRIPTS / "python", "install", "--no-deps", "--no-index",
        *built.glob("*.whl"), folder=folder)
    return folder


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("elsewhere")


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_the_wheel_has_all_that_runs_and_nothing_of_ones_own(built):
    (wheel,), (direct,), (source,) = (built.glob(pattern) for pattern in ("*.whl", "direct/*.whl", "*.tar.gz"))
    packed = names(wheel)
    for room, inside in (("shaders", "ginn_gl/shaders"), ("ginn_gl/web/page", "ginn_gl/web/page")):
        assert {f"{inside}/{path.name}" for path in (ROOT / room).iterdir()} <= packed
    bundled = re.findall(r"^!(runs/\S+)", (ROOT / ".gitignore").read_text(), re.MULTILINE)
    assert {name for name in packed if name.endswith(".ginn")} == {f"ginn_gl/{run}" for run in bundled}
    assert any(name.endswith("licenses/LICENSE") for name in packed)
    assert names(direct) == packed
    with tarfile.open(source) as archive:
        assert not [name for name in archive.getnames() if "mine" in name or "__pycache__" in name]


def test_the_command_and_the_module_are_there_from_any_folder(environment, elsewhere):
    said = run(environment / SCRIPTS / "ginn-gl", "--version", folder=elsewhere)
    assert said == run(environment / SCRIPTS / "python", "-m", "ginn_gl", "--version", folder=elsewhere)
    assert re.fullmatch(r"ginn-gl \d+\.\d+\.\d+\n", said)


def test_shaders_page_and_bundled_runs_are_found(environment, elsewhere):
    """Nothing of the checkout is: the environment's own files are used."""
    program = "from ginn_gl.paths import bundled_runs; print(bundled_runs())"
    runs = Path(run(environment / SCRIPTS / "python", "-c", program, folder=elsewhere).strip())
    assert environment in runs.parents
    run(environment / SCRIPTS / "ginn-gl", "export", *sorted(runs.iterdir()), "page.html", "--checkpoints", "2",
        folder=elsewhere)
    assert "#version 300 es" in (elsewhere / "page.html").read_text(encoding="utf-8")


def test_the_doctor_finds_nothing_wrong_with_it(environment, elsewhere):
    said = run(environment / SCRIPTS / "ginn-gl", "doctor", folder=elsewhere)
    assert str(environment) in said and "Nothing is wrong." in said
