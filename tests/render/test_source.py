"""Shader text."""

import pytest

from ginn_gl.errors import GinnError
from ginn_gl.render.pixels import source


@pytest.fixture
def written(tmp_path, monkeypatch):
    """Writes a shader and gives back its whole text, loops written out."""
    monkeypatch.setattr(source, "_folder", lambda: tmp_path)

    def write(text: str) -> str:
        (tmp_path / "main.frag").write_text(text)
        constants = {"ROWS": 2, "COLUMNS": [1, 3]}
        return source.shader("main.frag", constants, unrolled=True).removeprefix(source.VERSION)

    write.folder = tmp_path
    return write


def test_loops_are_written_out_from_the_outermost_in(written):
    text = written("""#pragma unroll
for (int i = 0; i < ROWS; ++i) {
    #pragma unroll
    for (int j = 1; j < COLUMNS[i]; ++j) { at(i, j); }
    index(ROWS);
}""")
    body = text.splitlines()[2:]
    calls = [line.strip("{} ;") for line in body if line.strip("{} ;")]
    assert calls == ["index(ROWS)", "at(1, 1)", "at(1, 2)", "index(ROWS)"]


def test_includes_are_put_in(written):
    (written.folder / "part.glsl").write_text("float part;\n")
    assert "float part;" in written('#include "part.glsl"\nvoid main() {}')


def test_a_missing_shader_is_one_line_that_names_it(written):
    with pytest.raises(GinnError, match="gone.glsl: shader not readable"):
        written('#include "gone.glsl"')
