"""Figures from the Record panel: by name, and what is in the files."""

import numpy as np
from imgui_bundle.glfw_utils import glfw, glfw_window_hello_imgui
from PIL import Image

from ginn_gl import render
from ginn_gl.config import View


def save(at, ending: str) -> bytes:
    """What is in the file that the button writes."""
    at.click("Save figure")
    at.wait_until(lambda: "Writing" not in at.state.messages.toast.text, 120)  # compiles once, beside a busy window
    assert "Saved" in at.state.messages.toast.text
    at.state.messages.toast = None
    (path,) = at.state.captures.glob(f"*-figure{ending}")
    return path.read_bytes()


def test_figures_of_any_size_with_legend_and_caption(at_window):
    def drive(at):
        state, form = at.state, at.state.forms.figure
        state.asked.tab, state.asked.tab_requested = "Record", True
        state.shown.seek(120)
        glfw.set_window_size(glfw_window_hello_imgui(), 1000, 1060)  # so that the whole panel is in sight
        at.frames(6)
        at.click("###figure")
        at.click("Legend##figure")
        at.click("Step and loss##figure")
        at.put("##figure width", 640)
        figure = save(at, ".svg").decode()
        assert 'width="640"' in figure and "layer 3" in figure.lower() and f"step {state.shown.step:,}" in figure
        form.suffix = ".pdf"
        assert save(at, ".pdf").startswith(b"%PDF")
        form.suffix, form.caption, form.shape = ".png", False, "the window's shape"
        save(at, ".png")
        (path,) = state.captures.glob("*-figure.png")
        pixels, (width, height) = np.asarray(Image.open(path)), state.screen.picture_size
        assert pixels.shape[1] == 640 and pixels.shape[0] == round(640 * height / width)
        shown = View(neurons=state.shown.view.neurons)
        assert (pixels == render(state.shown.run, state.shown.step, pixels.shape[1::-1], shown)).all()

    at_window(drive)
