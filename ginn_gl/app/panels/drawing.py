"""A window in which a target is drawn with the mouse."""

from __future__ import annotations

import moderngl
from imgui_bundle import ImVec2, imgui
from imgui_bundle import icons_fontawesome_4 as icons

from ..actions import learning
from ..forms.drawing import BRUSHES, SIDES, Drawing, Point
from ..state import State
from .learnt import PreviewTexture

CANVAS = 26.0    # its side, in font sizes, where there is room
FLAGS = (imgui.WindowFlags_.no_collapse | imgui.WindowFlags_.always_auto_resize
         | imgui.WindowFlags_.no_saved_settings)
BUTTONS = imgui.ButtonFlags_.mouse_button_left | imgui.ButtonFlags_.mouse_button_right


class DrawingWindow:
    """The window, while it is open."""

    def __init__(self, context: moderngl.Context) -> None:
        self._texture = PreviewTexture(context)
        self._last: Point | None = None  # where the mouse was, while it draws

    def draw(self, state: State) -> None:
        """Draw it, and what the mouse does in it."""
        if not state.asked.drawing_open:
            return
        screen = imgui.get_main_viewport()
        imgui.set_next_window_pos(screen.get_center(), imgui.Cond_.appearing, ImVec2(0.5, 0.5))
        expanded, still_open = imgui.begin("Draw a target", True, FLAGS)
        state.asked.drawing_open = bool(still_open)
        if expanded:
            drawing, em = state.forms.drawing, imgui.get_font_size()
            side = min(CANVAS * em, 0.62 * screen.size.y)
            self._draw_canvas(drawing, side)
            imgui.same_line()
            imgui.begin_group()
            _draw_tools(drawing)
            imgui.end_group()
            _draw_ending(state, side)
            if imgui.is_window_focused() and imgui.is_key_pressed(imgui.Key.escape):
                state.asked.drawing_open = False
        imgui.end()

    def _draw_canvas(self, drawing: Drawing, side: float) -> None:
        corner, painter = imgui.get_cursor_screen_pos(), imgui.get_window_draw_list()
        imgui.invisible_button("paper", ImVec2(side, side), BUTTONS)
        high, accent = ImVec2(corner.x + side, corner.y + side), imgui.get_color_u32(imgui.Col_.check_mark)
        mouse = imgui.get_mouse_pos()
        point = ((mouse.x - corner.x) / side, (mouse.y - corner.y) / side)
        if imgui.is_item_activated():
            drawing.begin()
            self._last = point
        if imgui.is_item_active() and self._last:
            drawing.stroke(self._last, point, erases=imgui.is_mouse_down(imgui.MouseButton_.right))
            self._last = point
        painter.add_image(imgui.ImTextureRef(self._texture.of(drawing.pixels).glo), corner, high)
        painter.add_rect(corner, high, imgui.get_color_u32(imgui.Col_.border))
        if drawing.mirrored:
            middle = corner.x + side / 2
            painter.add_line(ImVec2(middle, corner.y), ImVec2(middle, high.y), accent)
        if imgui.is_item_hovered():
            painter.add_circle(mouse, BRUSHES[drawing.brush] * side, accent, 0, 1.5)


def _draw_tools(drawing: Drawing) -> None:
    """What the brush is, and what takes back."""
    em = imgui.get_font_size()
    width = ImVec2(9 * em, 0)
    imgui.text_disabled("Brush")
    for name in BRUSHES:
        if imgui.radio_button(name.capitalize(), drawing.brush == name):
            drawing.brush = name
    drawing.erases = imgui.checkbox("Erase", drawing.erases)[1]
    imgui.set_item_tooltip("So does the right button of the mouse")
    drawing.mirrored = imgui.checkbox("Mirror", drawing.mirrored)[1]
    imgui.set_item_tooltip("What is drawn on one side is drawn on the other too")
    imgui.dummy(ImVec2(0, 0.3 * em))
    imgui.begin_disabled(not drawing.can_undo)
    if imgui.button(f"{icons.ICON_FA_UNDO}  Undo###undo", width) or _undo_is_pressed():
        drawing.undo()
    imgui.end_disabled()
    imgui.set_item_tooltip("Ctrl+Z")
    if imgui.button("Clear", width):
        drawing.clear()
    imgui.dummy(ImVec2(0, 0.3 * em))
    imgui.text_disabled("Pixels a side")
    imgui.set_next_item_width(width.x)
    if imgui.begin_combo("##side", f"{drawing.side}"):
        for side in SIDES:
            if imgui.selectable(f"{side}", side == drawing.side)[0]:
                drawing.resize(side)
        imgui.end_combo()


def _undo_is_pressed() -> bool:
    return imgui.is_window_focused() and imgui.is_key_chord_pressed(imgui.Key.mod_ctrl + imgui.Key.z)


def _draw_ending(state: State, side: float) -> None:
    """Take it, or not."""
    imgui.begin_disabled(state.forms.drawing.is_blank)
    if imgui.button("Learn this", ImVec2(side, 0)):
        learning.learn_drawing(state)
    imgui.end_disabled()
    imgui.same_line()
    if imgui.button("Cancel", ImVec2(9 * imgui.get_font_size(), 0)):
        state.asked.drawing_open = False
