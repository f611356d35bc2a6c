"""What the next training learns: which image or points, how they are taken, and how they look."""

from __future__ import annotations

from pathlib import Path

import moderngl
import numpy as np
from imgui_bundle import ImVec2, imgui

from ...data import MADE, Dataset
from ...data.made import MOST_NOISE
from ...target.grey import Grey
from .. import actions, theme
from ..points import shades_of
from ..state import State
from ..trainer import COLOURINGS
from .widgets import action_button, labelled

SIDE = 6.0  # of the preview's longer side, in font sizes
BOTTLE = "built-in bottle"
MOST_DOTS = 500


class TargetTexture:
    """The preview on the GPU, made anew when its pixels are others."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._texture: moderngl.Texture | None = None
        self._pixels: np.ndarray | None = None

    def of(self, pixels: np.ndarray) -> moderngl.Texture:
        """pixels: (H, W) uint8 of 0 and 1; or of 0 to 255, (H, W, 1) shades or (H, W, 3) colours."""
        if pixels is not self._pixels:
            if self._texture:
                self._texture.release()
            height, width = pixels.shape[:2]
            shades = pixels * np.uint8(255) if pixels.ndim == 2 else pixels
            parts = 1 if pixels.ndim == 2 else pixels.shape[2]
            self._texture = self._context.texture((width, height), parts, np.ascontiguousarray(shades), alignment=1)
            self._texture.swizzle = "RRR1" if parts == 1 else "RGB1"
            self._texture.build_mipmaps()  # or thin lines would be left out
            self._texture.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
            self._pixels = pixels
        assert self._texture is not None
        return self._texture


def draw(state: State, preview: TargetTexture) -> None:
    """A row with its name, and below it the preview, beside which are the choices that it has."""
    _draw_choice(state)
    if state.preview.data:
        _draw_points(state.preview.data, state.light)
    else:
        _draw_image(state, preview)
    imgui.same_line()
    imgui.begin_group()
    if state.preview.computing:
        imgui.text_disabled("Reading ...")
    elif state.draft.data in MADE:
        _draw_noise(state, state.draft.data)
    elif state.preview.data:
        _draw_facts(state.preview.data)
    elif state.preview.grey:
        _draw_colouring(state, state.preview.grey)
    else:
        imgui.text_disabled("or drag an image\nor a table (CSV)\ninto the window")
    imgui.end_group()


def _draw_choice(state: State) -> None:
    labelled("Target", -5.5 * imgui.get_font_size())
    draft = state.draft
    chosen = Path(draft.data or draft.target or BOTTLE).name
    if imgui.begin_combo("##target", chosen):
        if imgui.selectable(BOTTLE, chosen == BOTTLE)[0]:
            actions.choose_bottle(state)
        for name in MADE:
            if imgui.selectable(name, name == draft.data)[0]:
                actions.choose_made(state, name)
        imgui.end_combo()
    imgui.set_item_tooltip("What is learnt: the paper's bottle, points made here, or a file")
    imgui.same_line()
    action_button(state, "File ...", "open", ImVec2(-1, 0))


def _draw_image(state: State, preview: TargetTexture) -> None:
    photo, colouring = state.preview.photo, state.draft.colouring
    if photo is None or colouring == COLOURINGS[0]:
        pixels = state.preview.pixels(state.draft.threshold)
    else:
        pixels = photo.colours if colouring == "colours" else photo.shades
    height, width = pixels.shape[:2]
    scale = SIDE * imgui.get_font_size() / max(width, height)
    imgui.image(imgui.ImTextureRef(preview.of(pixels).glo), ImVec2(scale * width, scale * height))


def _draw_points(data: Dataset, light: bool) -> None:
    """A small picture of the points, of their first two inputs."""
    side, corner, painter = SIDE * imgui.get_font_size(), imgui.get_cursor_screen_pos(), imgui.get_window_draw_list()
    end = ImVec2(corner.x + side, corner.y + side)
    painter.add_rect_filled(corner, end, imgui.get_color_u32(theme.SURROUND))
    every = -(-len(data.points) // MOST_DOTS)
    left, top, right, bottom = data.window
    places = (data.points[::every, :2] - (left, top)) / (right - left, bottom - top) * side
    for (x, y), shade in zip(places.tolist(), shades_of(data)[::every].tolist()):
        painter.add_circle_filled(ImVec2(corner.x + x, corner.y + y), 1.8, shade, 6)
    imgui.dummy(ImVec2(side, side))


def _draw_facts(data: Dataset) -> None:
    imgui.text_disabled(f"{len(data.points):,} points\nof {data.points.shape[1]:,} numbers,\n"
                        f"{f'{data.class_count} classes' if data.is_labelled else 'with values'}")


def _draw_noise(state: State, name: str) -> None:
    labelled("Noise")
    _, _, usual = MADE[name]
    noise = usual if state.draft.noise is None else state.draft.noise
    changed, noise = imgui.slider_float("##noise", noise, 0, MOST_NOISE, "%.2f", imgui.SliderFlags_.always_clamp)
    if changed:
        state.draft.noise = noise
        state.preview.show_made(name, noise)


def _draw_colouring(state: State, grey: Grey) -> None:
    draft = state.draft
    imgui.set_next_item_width(-1)
    if imgui.begin_combo("##colouring", draft.colouring):
        for colouring in COLOURINGS:
            if imgui.selectable(colouring, colouring == draft.colouring)[0]:
                draft.colouring = colouring
        imgui.end_combo()
    imgui.set_item_tooltip("How the image is learnt: as two classes, or by its shades or colours, with squared error")
    if draft.colouring == COLOURINGS[0]:
        _draw_threshold(state, grey)


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
