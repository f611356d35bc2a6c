"""The GL context, made here and nowhere else."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import moderngl

from ...errors import GinnError

SOFTWARE = ("llvmpipe", "softpipe", "swiftshader", "software", "basic render")  # parts of such renderers' names


@cache
def headless_context() -> moderngl.Context:
    """A context without a window, made once per process; on Linux through EGL, so that no display is needed.

    Raises GinnError where there is no OpenGL 3.3.
    """
    if not sys.platform.startswith("linux"):
        return _create(standalone=True)
    _load_triton()
    return _create(standalone=True, backend="egl")


def attach_context() -> moderngl.Context:
    """The context that is current, such as a window's. Raises GinnError where it is older than OpenGL 3.3."""
    return _create()


def is_software(context: moderngl.Context) -> bool:
    """Does the processor draw, for want of a GPU?"""
    name = context.info["GL_RENDERER"].lower()
    return any(word in name for word in SOFTWARE)


def _load_triton() -> None:
    """Make sure that torch may be used beside what is drawn.

    Its optimizers load Triton, whose library has an LLVM of its own. Loaded after Mesa's software renderer, which
    offers its LLVM to all, that library takes this one for its own, and the process crashes. So would it here and now,
    if somebody else has drawn before, as in a window.
    """
    if "libLLVM" in Path("/proc/self/maps").read_text():
        return
    if triton := find_spec("triton"):
        for folder in triton.submodule_search_locations or ():
            with suppress(OSError):  # there is none, or it cannot be loaded: then it cannot crash either
                ctypes.CDLL(str(Path(folder) / "_C" / "libtriton.so"))


def _create(**how) -> moderngl.Context:
    try:
        return moderngl.create_context(require=330, **how)
    except Exception as error:  # noqa: BLE001 - moderngl and its loader raise plain exceptions of several kinds
        raise GinnError(f"OpenGL 3.3 is needed and cannot be had here ({error}): update the graphics driver, "
                        "or install Mesa's software renderer (libegl1 and libgl1-mesa-dri)") from None
