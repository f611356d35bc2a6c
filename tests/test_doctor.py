"""`ginn-gl doctor` on this machine as it is, and on ones where something is really wrong."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ginn_gl.cli import main
from ginn_gl.doctor import examining
from ginn_gl.doctor.installation import within
from ginn_gl.doctor.report import Part

NOWHERE = "/dev/null/nowhere"  # no folder, and none can be made there, not even by root


def doctor(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "ginn_gl", "doctor", *arguments], cwd=folder, capture_output=True,
                          text=True, env=os.environ | environment, timeout=300)


def parts(folder: Path, **environment: str) -> tuple[dict[str, dict], int]:
    ran = doctor(folder, "--json", **environment)
    return {part["title"]: part for part in json.loads(ran.stdout)}, ran.returncode


def examine_only(monkeypatch, title: str) -> Part:
    """Of what is asked in processes of their own, one."""
    monkeypatch.setattr(examining, "BESIDE", (title,))
    return next(part for part in examining.examine() if part.title == title)


def on_path(*folders: Path) -> str:
    return os.pathsep.join([*map(str, folders), os.environ.get("PYTHONPATH", "")])


def test_on_a_machine_where_all_is_well(tmp_path):
    ran = doctor(tmp_path)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    for word in ("ginn-gl", "Python", "imgui-bundle", "renderer", "largest texture", "compiled code", "new runs"):
        assert f"  {word}  " in ran.stdout
    assert ran.stdout.endswith("Nothing is wrong.\n") and not ran.stderr
    assert not list(tmp_path.iterdir())  # it looks, and leaves nothing


def test_what_cannot_be_written_is_named_with_a_way_out(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(examining, "BESIDE", ())
    monkeypatch.setenv("XDG_CONFIG_HOME", NOWHERE)
    monkeypatch.chdir(tmp_path)
    assert main(["doctor"]) == 1
    said = capsys.readouterr()
    wrong = " ".join(said.out.partition("What is wrong")[2].split())
    assert f"{NOWHERE}/ginn-gl cannot be written (Not a directory)" in wrong and "XDG_CONFIG_HOME" in wrong
    assert said.err == "ginn-gl: 1 thing is wrong: see what it says last\n"


@pytest.mark.skipif(sys.platform != "linux", reason="libraries are found by LD_LIBRARY_PATH")
def test_no_opengl_no_display_and_no_driver_for_it(tmp_path, monkeypatch):
    for name in ("libEGL.so.1", "libGL.so.1", "libEGL.so", "libGL.so", "libOpenGL.so.0", "libGLX.so.0"):
        (tmp_path / name).write_text("no library")
    found, status = parts(tmp_path, LD_LIBRARY_PATH=str(tmp_path), DISPLAY="", WAYLAND_DISPLAY="")
    assert status == 0
    assert "libegl1" in found["OpenGL"]["notes"][0] and found["Window"]["facts"] == {"display": "none"}
    monkeypatch.setenv("DISPLAY", ":9999")
    monkeypatch.setenv("WAYLAND_DISPLAY", "")
    assert examine_only(monkeypatch, "Window").wrong == [
        "no display can be opened: ginn-gl render draws pictures and videos without one"]


def test_packages_that_are_too_old_cannot_be_loaded_or_end_the_process(tmp_path):
    old = tmp_path / "imgui_bundle-1.5.0.dist-info"
    old.mkdir()
    (old / "METADATA").write_text("Metadata-Version: 2.1\nName: imgui-bundle\nVersion: 1.5.0\n")
    (tmp_path / "torch.py").write_text("raise OSError('libtorch.so: file too short')")
    (tmp_path / "av.py").write_text("import os; os.abort()")
    found, status = parts(tmp_path, PYTHONPATH=on_path(tmp_path))
    assert status == 1
    assert "imgui-bundle 1.5.0" in found["Installation"]["wrong"][0]
    assert "pip install 'imgui-bundle" in found["Installation"]["wrong"][0]
    assert "libtorch.so: file too short" in found["CUDA"]["wrong"][0]
    assert "signal 6" in found["Videos"]["wrong"][0]


def test_a_library_that_hangs_is_not_waited_for(tmp_path, monkeypatch):
    (tmp_path / "torch.py").write_text("import time; time.sleep(1000)")
    monkeypatch.setenv("PYTHONPATH", on_path(tmp_path))
    monkeypatch.setattr(examining, "PATIENCE", 2.0)
    assert examine_only(monkeypatch, "CUDA").wrong[0].startswith("no answer within 2 seconds")


@pytest.mark.parametrize("version, fits", [("1.93.0", True), ("1.92.9", False), ("1.94", False), ("1.93.1+cpu", True),
                                           ("1.93.0.post1", True), ("2.0", False)])
def test_versions_are_compared_as_numbers(version, fits):
    assert within(version, "<1.94,>=1.93") is fits
