"""The one status line: what is under the cursor, where the training stands, how fast the picture is."""

from __future__ import annotations

from math import ceil, isnan, log10

from imgui_bundle import ImVec2, hello_imgui, imgui

from ...config import INPUTS
from ...train.schedule import learning_rate
from ..state import State
from .over_picture.vertices import said_of
from .widgets import action_button

HELP, LEFT = 4.2, 30.0
"""In font sizes: its button, and what is kept for what is under the cursor."""


def draw(state: State) -> None:
    """The line."""
    em = imgui.get_font_size()
    whole = _position(state), _speed(state)
    help_start = imgui.get_window_width() - imgui.get_style().window_padding.x - HELP * em
    middle, right = _fitting(state, help_start - LEFT * em, *whole)
    right_start = help_start - (imgui.calc_text_size(right).x + em if right else em)
    middle_start = right_start - imgui.calc_text_size(middle).x - (2 * em if right else 0)
    _draw_left(_under_cursor(state), middle_start - 1.5 * em)
    imgui.same_line(middle_start)
    imgui.text(middle)
    if whole != (middle, right):
        imgui.set_item_tooltip("\n".join(whole))
    if right:
        imgui.same_line(right_start)
        imgui.text_disabled(right)
    imgui.same_line(help_start)
    action_button(state, "Help", "help", ImVec2(HELP * em, 0))


def _fitting(state: State, room: float, position: str, speed: str) -> tuple[str, str]:
    """As much of both as there is room for: first the speed goes, then the learning rate."""
    em = imgui.get_font_size()
    if imgui.calc_text_size(position).x + imgui.calc_text_size(speed).x + 3 * em <= room:
        return position, speed
    if imgui.calc_text_size(position).x + em <= room:
        return position, ""
    return _position(state, with_rate=False), ""


def _draw_left(text: str, end: float) -> None:
    """Cut off where the next begins; all of it under the mouse."""
    imgui.align_text_to_frame_padding()
    low, origin = imgui.get_cursor_screen_pos(), imgui.get_window_pos()
    imgui.push_clip_rect(low, ImVec2(origin.x + end, low.y + 2 * imgui.get_frame_height()), True)
    imgui.text_disabled(text)
    imgui.pop_clip_rect()
    if imgui.get_item_rect_max().x > origin.x + end:
        imgui.set_item_tooltip(text)


def _under_cursor(state: State) -> str:
    at = state.pointer.cursor
    if at is None:
        turns = ", right drag turns the plane" if state.shown.run and state.shown.run.plane else ""
        return f"Wheel zooms, drag pans{turns}, F1 helps"
    if state.pointer.vertex:
        near = said_of(state)
    else:
        near = f"nearest {at.nearest[0]}:{at.nearest[1]} at {at.pixels:.1f} px" if at.nearest else "no boundary near"
    digits = digits_at(state.shown.view.zoom)
    first, *others = at.everywhere
    words = " | ".join([first, *(other.removeprefix("P(white) ") for other in others)])
    names, (x, y) = ("xy", at.inputs) if len(at.inputs) == INPUTS else ("uv", (at.x, at.y))
    return f"{names[0]} {x:.{digits}f}   {names[1]} {y:.{digits}f}   {words}   {near}"


def digits_at(zoom: float) -> int:
    """How many decimals of a coordinate one can see."""
    return 4 + max(0, ceil(log10(zoom)))


def _position(state: State, with_rate: bool = True) -> str:
    if state.shown.run is None:
        return ""
    has_rate = with_rate and not state.shown.run.watched
    rate = f"   learning rate {learning_rate(state.shown.run.training, state.shown.step):.3g}" if has_rate else ""
    loss = state.shown.loss
    said = "computing ..." if loss is None else "" if isnan(loss) else f"loss {loss:.3g}"
    if state.shown.held_out is not None:
        said += f"   validation {state.shown.held_out:.3g}"
    live = "   following" if state.shown.following else ""
    between = " interpolated" if state.shown.mixture else ""
    return f"step {state.shown.step:,}{between}   {said}{rate}{live}"


def _speed(state: State) -> str:
    rate = "still" if state.screen.idling else f"{hello_imgui.frame_rate():.0f} fps"
    coarse = f" at {state.screen.picture_scale:.0%}" if state.screen.picture_scale < 1 else ""
    took = f"   picture {1000 * state.screen.picture_seconds:.1f} ms{coarse}" if state.screen.picture_seconds else ""
    return f"{rate}{took}   {state.screen.renderer_name}"
