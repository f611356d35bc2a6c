"""What GLFW knows of displays and windows, and hello_imgui does not ask it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from imgui_bundle import hello_imgui
from imgui_bundle.glfw_utils import glfw, glfw_window_hello_imgui

from ...errors import GinnError


def is_visible() -> bool:
    """hello_imgui hides the window for some frames first."""
    return bool(glfw.get_window_attrib(glfw_window_hello_imgui(), glfw.VISIBLE))


def accept_dropped_files(dropped: list[Path]) -> None:
    """Add what is dropped on the window to a list."""
    def accept(_window: object, names: Any) -> None:  # a list of them, whatever glfw's stubs say
        dropped.extend(map(Path, names))

    glfw.set_drop_callback(glfw_window_hello_imgui(), accept)  # pyright: ignore[reportArgumentType]


def require_opengl() -> None:
    """hello_imgui ends the process where no window can be made; this says why in one line instead."""
    with hidden_window():
        pass


@contextmanager
def hidden_window() -> Iterator:
    """A window with OpenGL 3.3, as GLFW knows it, that nobody sees. Raises GinnError where there can be none."""
    glfw.ERROR_REPORTING = False
    if not glfw.init():
        raise GinnError("no display can be opened: ginn-gl render draws pictures and videos without one")
    for hint, value in ((glfw.CONTEXT_VERSION_MAJOR, 3), (glfw.CONTEXT_VERSION_MINOR, 3), (glfw.VISIBLE, False),
                        (glfw.OPENGL_PROFILE, glfw.OPENGL_CORE_PROFILE), (glfw.OPENGL_FORWARD_COMPAT, True)):
        glfw.window_hint(hint, value)
    probe = glfw.create_window(1, 1, "", None, None)
    if not probe:
        raise GinnError("no window with OpenGL 3.3 can be made here: update the graphics driver (on Linux "
                        "without a GPU, the package libgl1-mesa-dri)")
    try:
        yield probe
    finally:
        glfw.destroy_window(probe)
        glfw.default_window_hints()


def leave_out_depth() -> None:
    """What is drawn in the window lies in one plane; a software renderer is faster where it has no depth to keep."""
    glfw.init()
    for hint in (glfw.DEPTH_BITS, glfw.STENCIL_BITS):
        glfw.window_hint(hint, 0)


def open_gl_3_3() -> hello_imgui.OpenGlOptions:
    """Core 3.3 without multisampling: the picture smooths its own lines."""
    options = hello_imgui.OpenGlOptions()
    options.major_version, options.minor_version = 3, 3
    options.glsl_version = "330"
    options.use_core_profile = options.use_forward_compat = True
    options.anti_aliasing_samples = 0
    return options


def wake() -> None:
    """Have the window, which may be waiting for events, come to its next frame."""
    glfw.post_empty_event()
