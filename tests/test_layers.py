"""The rooms of the house: imports point only towards earlier ones, and opening the viewer stays light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "ginn_gl"
ORDER = ["errors", "words", "streams", "signals", "paths", "compiled", "checks", "activations", "heads", "plane",
         "config", "network", "edits", "target", "data", "store", "train", "own", "geometry", "insight", "render",
         "record", "many", "tour", "web", "serve", "notebook", "app", "bench", "doctor", "arguments", "commands", "cli",
         "__main__"]


def rooms_imported(path: Path) -> set[str]:
    """Rooms of this package that a file imports, anywhere in it."""
    inside = path.relative_to(PACKAGE).parts[:-1]
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level:
            parent = inside[:len(inside) - node.level + 1]
            names = [node.module] if node.module else [alias.name for alias in node.names]
            found |= {(*parent, *name.split("."))[0] for name in names}
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            absolute = isinstance(node, ast.ImportFrom)
            names = [node.module] if absolute else [alias.name for alias in node.names]
            found |= {name.split(".")[1] for name in names if name.startswith("ginn_gl.")}
    return found


FILES = [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "__init__.py"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_to_earlier_rooms(path):
    room = path.relative_to(PACKAGE).with_suffix("").parts[0]
    for other in rooms_imported(path):
        assert ORDER.index(other) <= ORDER.index(room), f"{room} imports {other}"


def modules_after(statement: str) -> set[str]:
    """Top-level modules that a statement leaves loaded in a fresh interpreter."""
    program = f"import sys\n{statement}\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(ran.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("statement", [
    "import ginn_gl; ginn_gl.Recorder",
    "import ginn_gl.app.window.viewer",
    "import ginn_gl.insight",
])
def test_drawing_and_the_viewer_need_neither_torch_nor_numba(statement):
    assert not {"torch", "numba"} & modules_after(statement)


@pytest.mark.parametrize("arguments, needed", [
    (["--help"], set()),
    (["train", "--help"], set()),
    (["info", "RUN"], {"numba"}),
])
def test_small_commands_load_nothing_heavy(arguments, needed, run_file):
    arguments = [str(run_file) if argument == "RUN" else argument for argument in arguments]
    loaded = modules_after(f"from ginn_gl.cli import main\ntry: main({arguments})\nexcept SystemExit: pass")
    assert "ginn_gl" in loaded
    assert not {"torch", "numba", "imgui_bundle", "av", "PIL"} & loaded - needed


def test_a_command_line_loads_the_file_of_its_command_alone():
    program = "import sys; from ginn_gl.cli import parse; parse(['info', 'a.ginn']); print(*sys.modules, sep='\\n')"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert [name for name in ran.stdout.split() if name.startswith("ginn_gl.commands.")] == ["ginn_gl.commands.info"]


def test_public_names_keep_their_meaning_when_rooms_of_the_same_name_are_imported():
    import ginn_gl
    import ginn_gl.record
    import ginn_gl.render
    from ginn_gl.record import Recorder
    from ginn_gl.render.pictures import render

    assert ginn_gl.render is render
    assert ginn_gl.Recorder is Recorder
