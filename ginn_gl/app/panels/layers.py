"""The hidden layers of the next training as columns of dots, with + and -, below the text that says the same."""

from __future__ import annotations

from itertools import pairwise

from imgui_bundle import ImVec2, ImVec4, imgui

from ...config import MAX_DEPTH, MAX_WIDTH
from ...render import layer_color
from ...words import plural
from ..forms.training import Draft

MOST_DOTS = 8      # of a layer
COLUMN = 2.6       # its width at most, in font sizes
DOTS = 4.6         # height of the dots, in font sizes
BUTTON = 1.35      # side of a button


def draw(draft: Draft) -> None:
    """In what is left of the row; greyed while the text says nothing that can be."""
    widths, em = draft.widths, imgui.get_font_size()
    shown = widths or [1]
    ends = 2.2 * em  # for adding and taking away a layer
    column = min(COLUMN * em, (imgui.get_content_region_avail().x - ends) / len(shown))
    corner = imgui.get_cursor_screen_pos()
    imgui.begin_disabled(widths is None)
    _draw_dots(shown, corner, column)
    imgui.push_item_flag(imgui.ItemFlags_.button_repeat, True)
    for place, width in enumerate(shown):
        _draw_column(draft, shown, place, width, ImVec2(corner.x + place * column, corner.y), column)
    imgui.pop_item_flag()
    _draw_ends(draft, shown, ImVec2(corner.x + len(shown) * column + 0.4 * em, corner.y))
    imgui.end_disabled()
    imgui.set_cursor_screen_pos(corner)
    imgui.dummy(ImVec2(len(shown) * column + ends, (2 * BUTTON + DOTS) * em))


def _draw_column(draft: Draft, widths: list[int], place: int, width: int, corner: ImVec2, room: float) -> None:
    """One neuron more, how many there are, one less."""
    em, layer = imgui.get_font_size(), place + 1
    for sign, by, top in (("+", 1, 0.0), ("-", -1, (BUTTON + DOTS) * em)):
        imgui.set_cursor_screen_pos(ImVec2(corner.x + (room - BUTTON * em) / 2, corner.y + top))
        imgui.begin_disabled(not 1 <= width + by <= MAX_WIDTH)
        if _small_button(f"{sign}###neurons {sign}{layer}"):
            draft.set_widths([*widths[:place], width + by, *widths[place + 1:]])
        imgui.end_disabled()
        imgui.set_item_tooltip(f"{plural(width, 'neuron')} in layer {layer}: one {'more' if by > 0 else 'less'}")


def _draw_dots(widths: list[int], corner: ImVec2, column: float) -> None:
    """Neurons in their layer's colour, connected, and below them how many there are."""
    em, painter = imgui.get_font_size(), imgui.get_window_draw_list()
    columns = [[ImVec2(corner.x + (place + 0.5) * column, corner.y + (BUTTON + 0.4) * em + y)
                for y in _heights(width, 3.0 * em)] for place, width in enumerate(widths)]
    line = imgui.get_color_u32(imgui.Col_.text, 0.12)
    for before, after in pairwise(columns):
        for start in before:
            for end in after:
                painter.add_line(start, end, line)
    for layer, (dots, width) in enumerate(zip(columns, widths), 1):
        colour = imgui.get_color_u32(ImVec4(*layer_color(layer), imgui.get_style().alpha))
        for dot in dots:
            painter.add_circle_filled(dot, 0.17 * em, colour)
        text = f"{width:,}"
        painter.add_text(ImVec2(dots[0].x - imgui.calc_text_size(text).x / 2, corner.y + (BUTTON + DOTS - 1.15) * em),
                         imgui.get_color_u32(imgui.Col_.text), text)


def _heights(width: int, room: float) -> list[float]:
    """Of as many dots as there are neurons, or as fit, about the middle."""
    count = min(width, MOST_DOTS)
    return [room * (0.5 + (place - (count - 1) / 2) / MOST_DOTS) for place in range(count)]


def _draw_ends(draft: Draft, widths: list[int], corner: ImVec2) -> None:
    """One layer more, or less."""
    em = imgui.get_font_size()
    imgui.set_cursor_screen_pos(corner)
    imgui.begin_disabled(len(widths) == MAX_DEPTH)
    if _small_button("+###layer more"):
        draft.set_widths([*widths, widths[-1]])
    imgui.end_disabled()
    imgui.set_item_tooltip("One layer more")
    imgui.set_cursor_screen_pos(ImVec2(corner.x, corner.y + (BUTTON + DOTS) * em))
    imgui.begin_disabled(len(widths) == 1)
    if _small_button("-###layer less"):
        draft.set_widths(widths[:-1])
    imgui.end_disabled()
    imgui.set_item_tooltip("One layer less")
    imgui.get_window_draw_list().add_text(ImVec2(corner.x - 0.1 * em, corner.y + (BUTTON + DOTS / 2 - 0.5) * em),
                                          imgui.get_color_u32(imgui.Col_.text_disabled), "layer")


def _small_button(label: str) -> bool:
    side = BUTTON * imgui.get_font_size()
    imgui.push_style_var(imgui.StyleVar_.frame_padding, ImVec2(0, 0))
    clicked = imgui.button(label, ImVec2(side, side))
    imgui.pop_style_var()
    return clicked
