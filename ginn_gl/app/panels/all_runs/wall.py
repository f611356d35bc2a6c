"""All runs as pictures side by side, at the same moment of their training; the one under the mouse is played."""

from __future__ import annotations

import time
from math import ceil, isnan

from imgui_bundle import ImVec2, ImVec4, imgui

from ....many.listing import Listed
from ....many.tiles import Moment
from ... import keys, theme
from ...actions import all_runs
from ...state import State
from .atlas import Atlas, Slot

GAP, CAPTION = 0.6, 1.35  # in font sizes
SECONDS = 5.0             # for all of a training, where one is played
PICTURES = 120            # of it, at most
PAUSE = 0.25              # before it begins


class Wall:
    """columns: tiles in a row. page: as many as are seen whole."""

    def __init__(self) -> None:
        self.columns = self.page = 1
        self._hovered: str | None = None
        self._since = 0.0

    def draw(self, state: State, atlas: Atlas, height: float, moved: bool) -> str | None:
        """In so many pixels; returns the run under the mouse. moved: another is chosen, and is to be seen."""
        view, em = state.all_runs, imgui.get_font_size()
        imgui.begin_child("wall", ImVec2(0, height))
        side, gap = round(view.side * em), round(GAP * em)
        self.columns = max(1, int((imgui.get_content_region_avail().x + gap) / (side + gap)))
        rows, hovered = view.kept, None
        cell = side + round((CAPTION + 0.5 * GAP) * em)
        self.page = self.columns * max(1, int(height / cell))
        if moved:
            _scroll_to(rows, view.chosen, self.columns, cell)
        imgui.push_style_var(imgui.StyleVar_.item_spacing, ImVec2(gap, 0))
        clipper = imgui.ListClipper()
        clipper.begin(ceil(len(rows) / self.columns), cell)
        while clipper.step():
            for row in range(clipper.display_start, clipper.display_end):
                for column, one in enumerate(rows[row * self.columns:(row + 1) * self.columns]):
                    if column:
                        imgui.same_line()
                    if self._draw_tile(state, atlas, one, ImVec2(side, cell)):
                        hovered = one.path
        clipper.end()
        imgui.pop_style_var()
        if not rows:
            imgui.text_disabled("No run is like that")
        imgui.end_child()
        if hovered != self._hovered:
            self._hovered, self._since = hovered, time.monotonic()
        return hovered

    def _moment(self, share: float, is_hovered: bool) -> Moment:
        """Which one is wanted of a tile."""
        gone = time.monotonic() - self._since - PAUSE
        if not is_hovered or gone < 0:
            return Moment(share)
        return Moment(int(PICTURES * gone / SECONDS) % (PICTURES + 1) / PICTURES, of_checkpoints=True)

    def _draw_tile(self, state: State, atlas: Atlas, one: Listed, size: ImVec2) -> bool:
        """Whether the mouse is over it; a click shows the run."""
        view, em = state.all_runs, imgui.get_font_size()
        corner = imgui.get_cursor_screen_pos()
        imgui.push_id(one.path)
        clicked = imgui.invisible_button(one.name, size)
        is_hovered = imgui.is_item_hovered()
        imgui.pop_id()
        if not imgui.is_item_visible():
            return False
        view.seen.append(one)
        plays = is_hovered and one.path == self._hovered
        slot = atlas.slot(one, self._moment(view.share, plays), first=plays)
        painter, side = imgui.get_window_draw_list(), size.x
        low, high = corner, ImVec2(corner.x + side, corner.y + side)
        if slot is None or slot.size is None or slot.size[0] != slot.size[1]:  # else all of it is covered
            painter.add_rect_filled(low, high, imgui.get_color_u32(theme.colour("window", state.settings.light)))
        if slot:
            atlas.draw(slot, corner, side)
        if all_runs.is_on_screen(state, one.path):
            mark(corner)
        if one.path in (view.chosen, view.hovered) or is_hovered:
            painter.add_rect(ImVec2(low.x - 1, low.y - 1), ImVec2(high.x + 1, high.y + 1),
                             imgui.get_color_u32(imgui.Col_.check_mark), 0, 2)
        _draw_caption(one, slot, ImVec2(corner.x, corner.y + side + 0.15 * em), side, slot if plays else None)
        if is_hovered:
            _tell(one, slot)
        if clicked:
            all_runs.show(state, one.path, beside=bool(imgui.get_io().key_mods & keys.SHIFT))
        return is_hovered


def mark(corner: ImVec2) -> None:
    """In the corner of a picture: its run is on screen, or beside the one that is."""
    em, painter = imgui.get_font_size(), imgui.get_window_draw_list()
    middle = ImVec2(corner.x + 0.75 * em, corner.y + 0.75 * em)
    painter.add_circle_filled(middle, 0.5 * em, imgui.get_color_u32(theme.SHADOW))
    painter.add_circle_filled(middle, 0.35 * em, imgui.get_color_u32(theme.colour("accent", False)))


def _draw_caption(one: Listed, slot: Slot | None, at: ImVec2, width: float, playing: Slot | None) -> None:
    """Its seed or name, and the loss at the moment that is shown; where it is played, the step."""
    painter, em = imgui.get_window_draw_list(), imgui.get_font_size()
    seed = one.facts.seed if one.facts else None
    left = f"step {playing.step:,}" if playing else one.name if seed is None else f"seed {seed}"
    right = "" if slot is None or isnan(slot.loss) else "no picture" if slot.size is None else f"{slot.loss:.2g}"
    room = width - imgui.calc_text_size(right).x - 0.4 * em
    painter.add_text(ImVec2(at.x + width - imgui.calc_text_size(right).x, at.y),
                     imgui.get_color_u32(imgui.Col_.text_disabled), right)
    clip = ImVec4(at.x, at.y, at.x + room, at.y + 1.3 * em)
    painter.push_clip_rect(ImVec2(clip.x, clip.y), ImVec2(clip.z, clip.w), True)
    painter.add_text(at, imgui.get_color_u32(imgui.Col_.text), left)
    painter.pop_clip_rect()


def _tell(one: Listed, slot: Slot | None) -> None:
    """Beside the mouse: what run it is."""
    lines = [one.name]
    if one.facts:
        facts = one.facts
        lines.append(f"{facts.network}" + ("" if facts.seed is None else f", seed {facts.seed}"))
        lines.append(f"last loss {facts.loss:.3g}, {facts.state}" if facts.loss is not None else facts.state)
    elif one.trouble:
        lines.append(one.trouble)
    lines.append("Click opens it; Shift+click shows it beside the open run, or takes it away")
    imgui.set_tooltip("\n".join(lines))


def _scroll_to(rows: list[Listed], path: str | None, columns: int, cell: float) -> None:
    """So that the chosen one is seen."""
    place = next((place for place, one in enumerate(rows) if one.path == path), None)
    if place is None:
        return
    top, seen = place // columns * cell, imgui.get_window_height()
    if not imgui.get_scroll_y() <= top <= imgui.get_scroll_y() + seen - cell:
        imgui.set_scroll_y(max(0, top - (seen - cell) / 2))
