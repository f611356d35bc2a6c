"""What is asked in a process of its own: `python -m ginn_gl.doctor.probes TITLE` prints one part as JSON."""

from __future__ import annotations

import json
import os
import shutil
import sys
from dataclasses import asdict

import moderngl

from ..errors import GinnError
from .report import Part

LIMITS = {"largest texture": "GL_MAX_TEXTURE_SIZE", "largest view": "GL_MAX_VIEWPORT_DIMS",
          "largest block": "GL_MAX_UNIFORM_BLOCK_SIZE"}


def graphics(part: Part) -> None:
    """OpenGL as it is without a window."""
    from ..render.pixels.context import headless_context

    try:
        context = headless_context()
    except GinnError as error:
        part.notes.append(f"{error}. Without it, pictures and videos are made all the same, but the window has "
                          "nothing to draw with")
        return
    _describe(part, context)


def window(part: Part) -> None:
    """OpenGL as the window has it, and the screen that the window would be on."""
    from ..record import has_display

    if not has_display():
        part.facts["display"] = "none"
        part.notes.append("no display (neither DISPLAY nor WAYLAND_DISPLAY is set): ginn-gl saves a picture and a "
                          "video instead of opening; ginn-gl render, export and tour work as anywhere")
        return
    if sys.platform == "linux":
        part.facts["display"] = os.environ.get("WAYLAND_DISPLAY") or os.environ["DISPLAY"]
    try:
        _open_window(part)
    except GinnError as error:
        part.wrong.append(str(error))


def _open_window(part: Part) -> None:
    from imgui_bundle.glfw_utils import glfw

    from ..app.window.display import hidden_window
    from ..render.pixels.context import attach_context, is_software

    with hidden_window() as made:
        if monitor := glfw.get_primary_monitor():
            mode = glfw.get_video_mode(monitor)
            part.facts["screen"] = (f"{mode.size.width} x {mode.size.height} at {mode.refresh_rate} Hz, scale "
                                    f"{glfw.get_monitor_content_scale(monitor)[0]:g}")
        glfw.make_context_current(made)
        context = attach_context()
        _describe(part, context)
        if is_software(context):
            part.notes.append("the processor draws, for want of a GPU or of its driver: pictures are the same, and "
                              "large windows move less smoothly")


def _describe(part: Part, context: moderngl.Context) -> None:
    known = {"renderer": "GL_RENDERER", "version": "GL_VERSION", "vendor": "GL_VENDOR"} | LIMITS
    part.facts |= {name: str(context.info[key]) for name, key in known.items()}


def cuda(part: Part) -> None:
    """Whether torch loads at all, whether it finds a GPU, and whether trainings work there: one step of each engine."""
    from ..train.engines import DEVICES, has_cuda_driver

    try:
        import torch
    except Exception as error:  # noqa: BLE001 - a broken installation raises what it likes
        part.facts["torch"] = "cannot be loaded"
        part.wrong.append(f"torch cannot be loaded ({_first_line(error)}): install it anew, "
                          "pip install --force-reinstall torch")
        return
    part.facts["torch"] = f"{torch.__version__}, built for CUDA {torch.version.cuda or '(none)'}"
    part.facts["driver"] = "there" if has_cuda_driver() else "none"
    if torch.cuda.is_available():
        properties = torch.cuda.get_device_properties(0)
        part.facts["GPU"] = (f"{properties.name}, compute capability {properties.major}.{properties.minor}, "
                             f"{properties.total_memory / 1e9:.0f} GB")
        for engine in DEVICES["cuda"]:
            _try_engine(part, engine)
    elif not has_cuda_driver():
        part.notes.append("no NVIDIA GPU that CUDA can use: trainings take the processor, for one seed as fast")
    elif torch.version.cuda is None:
        part.wrong.append("there is an NVIDIA driver, but this torch was built without CUDA: install one that was "
                          "built for CUDA, or train with --device cpu")
    else:
        part.wrong.append(f"there is an NVIDIA driver, but torch finds no GPU: update the driver to one for CUDA "
                          f"{torch.version.cuda}, look whether CUDA_VISIBLE_DEVICES hides the GPU, or train with "
                          "--device cpu")


def _try_engine(part: Part, name: str) -> None:
    from ..config import NetworkSpec, TrainingSpec
    from ..target import load_target
    from ..train.engines import make_engine

    try:
        make_engine(name, NetworkSpec(), TrainingSpec(), load_target())
        part.facts[f"engine {name}"] = "works"
    except GinnError as error:
        part.facts[f"engine {name}"] = "does not work"
        part.wrong.append(f"the engine {name} does not work on this GPU ({error}); others take its place")


def compiler(part: Part) -> None:
    """numba, which compiles drawing and training for the processor, and what Triton needs to do so for a GPU."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        from .twice import twice

        twice(21)
    except Exception as error:  # noqa: BLE001 - of numba's, of LLVM's, or of what loads them
        part.wrong.append(f"numba cannot compile ({_first_line(error)}): install it anew, "
                          "pip install --force-reinstall numba")
        return
    part.facts["numba"] = f"{version('numba')} with llvmlite {version('llvmlite')}"
    place = part.facts["compiled code"] = twice.stats.cache_path or "kept nowhere"
    if place == "kept nowhere":
        part.wrong.append("no folder to keep compiled code in can be written, so that every start takes seconds "
                          "longer: name one with NUMBA_CACHE_DIR")
    try:
        part.facts["triton"] = version("triton")
    except PackageNotFoundError:
        part.facts["triton"] = "none (only GPUs need it)"
    compilers = filter(None, map(shutil.which, (os.environ.get("CC", ""), "gcc", "clang", "cc")))
    part.facts["C compiler"] = next(compilers, "none (only GPUs need one)")


def videos(part: Part) -> None:
    """Which formats FFmpeg can write, as it is here."""
    from ..paths import VIDEOS
    from ..record.encoders import ENCODERS, require

    for suffix in VIDEOS:
        try:
            require(suffix)
            part.facts[suffix] = ENCODERS[suffix].CODEC
        except GinnError as error:
            part.facts[suffix] = "no"
            part.wrong.append(str(error))


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__


PROBES = {"OpenGL": graphics, "Window": window, "CUDA": cuda, "Compilers": compiler, "Videos": videos}

if __name__ == "__main__":
    looked_at = Part(sys.argv[1])
    PROBES[looked_at.title](looked_at)
    print(json.dumps(asdict(looked_at)))
