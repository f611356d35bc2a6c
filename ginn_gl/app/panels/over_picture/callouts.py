"""The first minute's words, each at what it is about."""

from __future__ import annotations

from dataclasses import dataclass

from imgui_bundle import ImVec2, imgui

from ....config import Neuron
from ....network import unpack
from ....render import layer_color, point_to_pixel
from ... import theme
from ...actions import first_minute
from ...state import State
from ...state.picture import Picture
from ..widgets import Spot

LAYER = "Each colour is a layer"
LINE = "A line is where a neuron switches:\none side is on, the other is off"
TIME = "Drag here to go back in time"
SHOWN = {LAYER: (0.04, 0.34), LINE: (0.37, 0.68), TIME: (0.71, 9.0)}
"""From which share of the time on, and until when."""

FADES = 0.02   # of the time
LARGER = 1.25  # than other text
TIP = 0.7      # of an arrow, in font sizes


@dataclass(frozen=True)
class Box:
    """A box of text. low, high: corners."""

    low: ImVec2
    high: ImVec2

    @property
    def middle(self) -> ImVec2:
        return ImVec2((self.low.x + self.high.x) / 2, (self.low.y + self.high.y) / 2)


def draw(state: State, picture: Picture, spot: Spot) -> None:
    """Over the picture, while there are any; and how to be rid of them."""
    course = state.first_minute.course
    if course is None:
        return
    for text, (begin, end) in SHOWN.items():
        opacity = min(1.0, (course.share - begin) / FADES, (end - course.share) / FADES)
        if opacity > 0:
            _SAID[text](state, picture, spot, opacity)
    _draw_buttons(state, *spot)


def marked(state: State) -> Neuron | None:
    """Whose line is spoken of now."""
    minute, (begin, end) = state.first_minute, SHOWN[LINE]
    return minute.neuron if minute.course and begin < minute.course.share < end else None


def _draw_layer(state: State, _picture: Picture, spot: Spot, opacity: float) -> None:
    """At the right edge, pointing at the diagram; with the colours."""
    (corner, area), em = spot, imgui.get_font_size()
    width, height = _size(LAYER)
    depth = len(state.shown.run.network.hidden) if state.shown.run else 0
    low = ImVec2(corner.x + area.x - width - 1.5 * em, corner.y + min(10.5 * em, area.y - height - 5 * em))
    box = Box(low, ImVec2(low.x + width, low.y + height + 1.2 * em))
    _draw_box(state, box, LAYER, opacity)
    painter = imgui.get_window_draw_list()
    for layer in range(1, depth + 1):
        colour = imgui.get_color_u32(imgui.ImVec4(*layer_color(layer), opacity))
        middle = ImVec2(low.x + (1.2 + 1.5 * (layer - 1)) * em, box.high.y - 1.1 * em)
        painter.add_circle_filled(middle, 0.4 * em, colour)
    _draw_tip(state, ImVec2(box.high.x, box.middle.y), (1, 0), opacity)


def _draw_line(state: State, picture: Picture, spot: Spot, opacity: float) -> None:
    """Beside a line of the first layer, and with it."""
    (corner, area), em = spot, imgui.get_font_size()
    width, height = _size(LINE)
    low = ImVec2(corner.x + em, corner.y + 0.28 * area.y)
    box = Box(low, ImVec2(low.x + width, low.y + height))
    if at := _on_line(state, picture, spot, box.middle):
        ends = (ImVec2(min(max(at.x, box.low.x + em), box.high.x - em), min(max(at.y, box.low.y), box.high.y)), at)
        painter = imgui.get_window_draw_list()
        for colour, thickness in ((theme.SHADOW, 5.0), (theme.colour("accent", False), 2.5)):
            ink = imgui.get_color_u32(imgui.ImVec4(colour.x, colour.y, colour.z, colour.w * opacity))
            painter.add_line(*ends, ink, thickness)
            painter.add_circle_filled(at, 2 * thickness, ink)
    _draw_box(state, box, LINE, opacity)


def _draw_time(state: State, _picture: Picture, spot: Spot, opacity: float) -> None:
    """At the lower edge, pointing at the slider and the curve below."""
    (corner, area), em = spot, imgui.get_font_size()
    width, height = _size(TIME)
    low = ImVec2(corner.x + max(em, min(area.x - width - em, 15 * em)), corner.y + area.y - height - 0.9 * em)
    box = Box(low, ImVec2(low.x + width, low.y + height))
    _draw_box(state, box, TIME, opacity)
    _draw_tip(state, ImVec2(box.middle.x, box.high.y), (0, 1), opacity)


_SAID = {LAYER: _draw_layer, LINE: _draw_line, TIME: _draw_time}


def _on_line(state: State, picture: Picture, spot: Spot, near: ImVec2) -> ImVec2 | None:
    """The point of the neuron's line, on screen, that is nearest to the middle of the square's left half."""
    neuron, (corner, area) = state.first_minute.neuron, spot
    if neuron is None:
        return None
    weight, bias = unpack(picture.on_plane, picture.network)[0]
    normal, start = weight[neuron[1] - 1].astype(float), (0.42, 0.62)
    square = float(normal @ normal)
    if square == 0:
        return None
    along = (float(normal @ start) + float(bias[neuron[1] - 1])) / square
    point = start[0] - along * normal[0], start[1] - along * normal[1]
    if not all(0 <= part <= 1 for part in point):
        return None
    x, y = point_to_pixel(picture.view, (area.x, area.y), picture.aspect, point)
    return ImVec2(corner.x + float(x), corner.y + float(y))


def _size(text: str) -> tuple[float, float]:
    em, seen = imgui.get_font_size(), imgui.calc_text_size(text)
    return LARGER * seen.x + 1.8 * em, LARGER * seen.y + 1.2 * em


def _draw_box(state: State, box: Box, text: str, opacity: float) -> None:
    em, light, painter = imgui.get_font_size(), state.settings.light, imgui.get_window_draw_list()
    painter.add_rect_filled(box.low, box.high, imgui.get_color_u32(theme.colour("accent", False, opacity)), 0.4 * em)
    inner = ImVec2(box.low.x + 2, box.low.y + 2), ImVec2(box.high.x - 2, box.high.y - 2)
    painter.add_rect_filled(*inner, imgui.get_color_u32(theme.colour("panel", light, opacity)), 0.3 * em)
    painter.add_text(imgui.get_font(), LARGER * em, ImVec2(box.low.x + 0.9 * em, box.low.y + 0.6 * em),
                     imgui.get_color_u32(theme.colour("text", light, opacity)), text)


def _draw_tip(state: State, at: ImVec2, towards: tuple[int, int], opacity: float) -> None:
    """Of a box, at the middle of one of its sides."""
    size, (x, y) = TIP * imgui.get_font_size(), towards
    imgui.get_window_draw_list().add_triangle_filled(
        ImVec2(at.x - y * size, at.y - x * size), ImVec2(at.x + y * size, at.y + x * size),
        ImVec2(at.x + x * size, at.y + y * size), imgui.get_color_u32(theme.colour("accent", False, opacity)))


def _draw_buttons(state: State, corner: ImVec2, area: ImVec2) -> None:
    """In the upper left corner, where none of the words come."""
    em, style = imgui.get_font_size(), imgui.get_style()
    names = ("Skip", "Do not show again")
    widths = [imgui.calc_text_size(name).x + 2 * style.frame_padding.x for name in names]
    low = ImVec2(corner.x + 0.6 * em, corner.y + 0.6 * em)
    high = ImVec2(low.x + sum(widths) + style.item_spacing.x + em, low.y + imgui.get_frame_height() + em)
    ground = theme.colour("panel", state.settings.light, 0.94)
    imgui.get_window_draw_list().add_rect_filled(low, high, imgui.get_color_u32(ground), 0.4 * em)
    imgui.set_cursor_screen_pos(ImVec2(low.x + 0.5 * em, low.y + 0.5 * em))
    if imgui.button(names[0]):
        first_minute.skip(state)
    imgui.same_line()
    if imgui.button(names[1]):
        first_minute.never_again(state)
