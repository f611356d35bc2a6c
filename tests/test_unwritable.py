"""An installation that cannot be written, used by somebody without a home: what is compiled works, is
compiled anew, and says so once."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOWHERE = "/dev/null/nowhere"  # no folder, and none can be made there, not even by root


@pytest.fixture
def installation(tmp_path) -> Path:
    """A copy of the project in which Python and numba can keep nothing: files are where their folders would be."""
    for part in ("ginn_gl", "shaders", "runs"):
        shutil.copytree(ROOT / part, tmp_path / part, ignore=shutil.ignore_patterns(
            "__pycache__", "bottle-full*", "bottle-good-[23]*", "bottle-bad*"))
    for folder in {path.parent for path in (tmp_path / "ginn_gl").rglob("*.py")}:
        (folder / "__pycache__").touch()
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="there is no /dev/null to stand in the way")
def test_everything_compiled_loads_and_works_there(installation):
    program = """
import ginn_gl.geometry, ginn_gl.train.engines.kernel
from ginn_gl.cli import main
assert main(["render", "runs/bottle-good-1.ginn", "a.png", "--size", "60x60"]) == 0
"""
    homeless = {"HOME": NOWHERE, "XDG_CACHE_HOME": NOWHERE, "XDG_CONFIG_HOME": NOWHERE, "PYTHONPATH": str(installation),
                "NUMBA_OPT": "0"}  # compile quickly
    environment = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"} | homeless
    ended = subprocess.run([sys.executable, "-c", program], cwd=installation, capture_output=True, text=True,
                           env=environment)
    assert ended.returncode == 0, ended.stderr
    said = [line for line in ended.stderr.splitlines() if "compiled anew" in line]
    assert len(said) == 1 and said[0].startswith("ginn-gl: ") and "NUMBA_CACHE_DIR" in said[0]
    assert "Traceback" not in ended.stderr
    assert (installation / "a.png").stat().st_size > 0
