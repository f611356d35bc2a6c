"""The command palette: every action by name, to be found by typing."""

from __future__ import annotations

from dataclasses import dataclass, field

from imgui_bundle import ImVec2, imgui

from .. import commands, keys
from ..keys import Action
from ..state import State
from .table import names_of

WIDTH, ROW = 34, 1.6  # in font sizes; of a row, without the space to the next
MOST_ROWS = 12
ROOM = 8              # above it
FLAGS = (imgui.WindowFlags_.no_decoration | imgui.WindowFlags_.no_move | imgui.WindowFlags_.no_saved_settings
         | imgui.WindowFlags_.no_nav)


@dataclass
class Palette:
    """typed: so far. offered: all there are. place: of the chosen one among those that are found. opened: in this very
    frame."""

    typed: str = ""
    offered: list[Action] = field(default_factory=list)
    place: int = 0
    opened: bool = True

    @property
    def found(self) -> list[Action]:
        """Those that all typed words are of; first those that begin as it was typed, and last those of which a word is
        only meant."""
        typed = self.typed.lower().strip()
        words = typed.split()
        found = [action for action in self.offered if action.name != "commands"
                 and all(word in f"{action.does} {action.words}".lower() for word in words)]
        return sorted(found, key=lambda action: _rank(action.does.lower(), typed, words))


def _rank(does: str, typed: str, words: list[str]) -> int:
    return 0 if does.startswith(typed) else 1 if all(word in does for word in words) else 2


class CommandPalette:
    """The window, while it is open."""

    def __init__(self) -> None:
        self._palette: Palette | None = None

    def draw(self, state: State) -> None:
        """Draw it and run what is chosen, after it has closed."""
        if not state.asked.commands_open:
            self._palette = None
            return
        self._palette = self._palette or Palette()
        self._palette.offered = commands.all_of(state, names_of(state), self._palette.typed)
        _place_window(len(self._palette.found))
        imgui.begin("Commands", None, FLAGS)
        chosen = _draw(self._palette)
        if chosen or _is_left(self._palette):
            state.asked.commands_open = False
        imgui.end()
        self._palette.opened = False
        if chosen:
            chosen.run(state)


def _is_left(palette: Palette) -> bool:
    """By Escape, by the key that opened it, or by a click elsewhere."""
    if palette.opened:
        return False
    by_key = imgui.is_key_pressed(imgui.Key.escape) or imgui.is_key_chord_pressed(keys.CTRL + imgui.Key.p)
    return by_key or not imgui.is_window_focused(imgui.FocusedFlags_.child_windows)


def _place_window(count: int) -> None:
    """So high that it shows so many actions, or a row that says there is none."""
    em, screen, style = imgui.get_font_size(), imgui.get_main_viewport(), imgui.get_style()
    head = 2 * style.window_padding.y + imgui.get_frame_height() + style.item_spacing.y
    row = ROW * em + style.item_spacing.y
    room = int((screen.size.y - (ROOM + 2) * em - head) / row)
    imgui.set_next_window_size(ImVec2(WIDTH * em, head + max(1, min(count, MOST_ROWS, room)) * row))
    imgui.set_next_window_pos(ImVec2(screen.get_center().x, screen.pos.y + ROOM * em), pivot=ImVec2(0.5, 0))


def _draw(palette: Palette) -> Action | None:
    """The field and the list; the action that is chosen by Enter or a click."""
    if palette.opened:
        imgui.set_window_focus()
        imgui.set_keyboard_focus_here()
    imgui.set_next_item_width(-1)
    before = palette.typed
    entered, palette.typed = imgui.input_text_with_hint("##command", "Type what you want to do", palette.typed,
                                                        imgui.InputTextFlags_.enter_returns_true)
    found, moved = palette.found, _move(palette)
    if palette.typed != before:
        palette.place, moved = 0, True
    palette.place = max(0, min(len(found) - 1, palette.place))
    imgui.begin_child("list")
    clicked = None
    for place, action in enumerate(found):
        if _draw_row(palette, place, action, moved):
            clicked = action
    if not found:
        imgui.text_disabled("No command has that in its name")
    imgui.end_child()
    return found[palette.place] if entered and found else clicked


def _move(palette: Palette) -> bool:
    """By the arrow keys."""
    by = imgui.is_key_pressed(imgui.Key.down_arrow) - imgui.is_key_pressed(imgui.Key.up_arrow)
    palette.place += by
    return by != 0


def _draw_row(palette: Palette, place: int, action: Action, moved: bool) -> bool:
    """What it does, and its key on the right; whether it was clicked."""
    em, chosen = imgui.get_font_size(), place == palette.place
    clicked = imgui.selectable(f"##{action.name}", chosen, 0, ImVec2(0, ROW * em))[0]
    if imgui.is_item_hovered() and any(imgui.get_io().mouse_delta):
        palette.place = place
    if chosen and moved:
        imgui.set_scroll_here_y()
    low, high, painter = imgui.get_item_rect_min(), imgui.get_item_rect_max(), imgui.get_window_draw_list()
    top = (low.y + high.y - em) / 2
    if chosen:
        left = imgui.get_window_pos().x
        painter.add_rect_filled(ImVec2(left, low.y), ImVec2(left + 0.2 * em, high.y),
                                imgui.get_color_u32(imgui.Col_.check_mark))
    painter.add_text(ImVec2(low.x + 0.8 * em, top), imgui.get_color_u32(imgui.Col_.text), action.does)
    painter.add_text(ImVec2(high.x - 0.8 * em - imgui.calc_text_size(action.shown).x, top),
                     imgui.get_color_u32(imgui.Col_.text_disabled), action.shown)
    return clicked
