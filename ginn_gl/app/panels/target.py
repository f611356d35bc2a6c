"""The target of the next training: which one it is, what counts as black, and how it will look."""

from __future__ import annotations

from pathlib import Path

import moderngl
import numpy as np
from imgui_bundle import ImVec2, imgui

from ...target.grey import Grey
from .. import actions
from ..state import State
from .widgets import action_button, labelled

SIDE = 6.0  # of the preview's longer side, in font sizes


class TargetTexture:
    """The preview on the GPU, made anew when its pixels are others."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._texture: moderngl.Texture | None = None
        self._pixels: np.ndarray | None = None

    def of(self, pixels: np.ndarray) -> moderngl.Texture:
        """pixels: (H, W) uint8 of 0 and 1."""
        if pixels is not self._pixels:
            if self._texture:
                self._texture.release()
            height, width = pixels.shape
            self._texture = self._context.texture((width, height), 1, pixels * np.uint8(255), alignment=1)
            self._texture.swizzle = "RRR1"
            self._texture.build_mipmaps()  # or thin lines would be left out
            self._texture.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
            self._pixels = pixels
        assert self._texture is not None
        return self._texture


def draw(state: State, preview: TargetTexture) -> None:
    """A row with its name, and below it the preview, beside which an image has its threshold."""
    _draw_name(state)
    em, pixels = imgui.get_font_size(), state.preview.pixels(state.draft.threshold)
    height, width = pixels.shape
    scale = SIDE * em / max(width, height)
    imgui.image(imgui.ImTextureRef(preview.of(pixels).glo), ImVec2(scale * width, scale * height))
    imgui.same_line()
    imgui.begin_group()
    if state.preview.computing:
        imgui.text_disabled("Reading ...")
    elif state.preview.grey:
        _draw_threshold(state, state.preview.grey)
    else:
        imgui.text_disabled("or drag an image\ninto the window")
    imgui.end_group()


def _draw_name(state: State) -> None:
    labelled("Target", -5.5 * imgui.get_font_size())
    name = Path(state.draft.target).name if state.draft.target else "built-in bottle"
    imgui.begin_disabled()
    imgui.input_text("##target", name, imgui.InputTextFlags_.read_only)
    imgui.end_disabled()
    imgui.same_line()
    if state.draft.target is None:
        action_button(state, "Image ...", "open", ImVec2(-1, 0))
    elif imgui.button("Bottle##target", ImVec2(-1, 0)):
        actions.choose_bottle(state)


def _draw_threshold(state: State, grey: Grey) -> None:
    draft = state.draft
    labelled("White from")
    shown = grey.otsu if draft.threshold is None else draft.threshold
    changed, threshold = imgui.slider_float("##threshold", shown, 0, 1, "%.3f", imgui.SliderFlags_.always_clamp)
    if changed:
        draft.threshold = threshold
    imgui.set_item_tooltip("From which shade on the image is white: 0 is its darkest, 1 its lightest")
    imgui.begin_disabled(draft.threshold is None)
    if imgui.button("As found##threshold", ImVec2(-1, 0)):
        draft.threshold = None
    imgui.end_disabled()
    imgui.set_item_tooltip(f"{grey.otsu:.3f}, which parts the shades best, by Otsu's method")
