"""How a patch's size is chosen."""

import types

import pytest

from ginn_gl.render import choice


@pytest.fixture
def context(monkeypatch, tmp_path):
    """Of a GPU that does not exist, with a config folder of its own."""
    monkeypatch.setattr(choice, "_file", lambda: tmp_path / "new" / "patches.json")
    return types.SimpleNamespace(info={"GL_RENDERER": "Fast 9000", "GL_VERSION": "4.6", "GL_MAX_DRAW_BUFFERS": 8,
                                       "GL_POINT_SIZE_RANGE": (1.0, 255.0)})


def choose(context, seconds):
    return choice.fastest_side.__wrapped__(context, seconds)


def never(context, side):
    raise AssertionError("measured")


def test_a_gpu_is_measured_once_and_remembered(context):
    assert choose(context, lambda _, side: {0: 3.0, 8: 1.0, 16: 2.0}[side]) == 8
    assert choose(context, never) == 8
    context.info["GL_VERSION"] = "4.6, a new driver"
    assert choose(context, lambda _, side: {0: 1.0, 8: 2.0, 16: 3.0}[side]) == 0


@pytest.mark.parametrize("text", ["", "[]", '{"Fast 9000, 4.6": "large"}'])
def test_what_cannot_be_read_is_measured_again(context, text):
    choice._remember({})
    choice._file().write_text(text)
    assert choose(context, lambda _, side: abs(side - 16)) == 16
    assert choose(context, never) == 16


def test_a_folder_that_cannot_be_written_is_no_hindrance(context):
    choice._file().parent.write_text("a file where the folder should be")
    assert choose(context, lambda _, side: abs(side - 16)) == 16


def test_software_renderers_need_no_measuring(context):
    context.info["GL_RENDERER"] = "llvmpipe (LLVM 15.0.6, 256 bits)"
    assert choose(context, never) == choice.SOFTWARE_SIDE


@pytest.mark.parametrize("limit", [{"GL_MAX_DRAW_BUFFERS": 4}, {"GL_POINT_SIZE_RANGE": (1.0, 8.0)}])
def test_too_few_draw_buffers_and_too_small_points_need_no_measuring(context, limit):
    context.info |= limit
    assert choose(context, never) == choice.PIXEL_BY_PIXEL
