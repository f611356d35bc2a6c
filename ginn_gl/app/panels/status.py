"""The one status line: what is under the cursor, where the training stands, how fast the picture is."""

from __future__ import annotations

from math import ceil, isnan, log10

from imgui_bundle import ImVec2, hello_imgui, imgui

from ...config import INPUTS
from ...train.schedule import learning_rate
from ..state import State
from .over_picture.vertices import said_of
from .widgets import action_button


def draw(state: State) -> None:
    """The line."""
    imgui.align_text_to_frame_padding()
    imgui.text_disabled(_under_cursor(state))
    middle, right = _position(state), _speed(state)
    em = imgui.get_font_size()
    help_width, left_width = 4.2 * em, 30 * em
    help_start = imgui.get_window_width() - imgui.get_style().window_padding.x - help_width
    right_start = help_start - imgui.calc_text_size(right).x - em
    middle_width = imgui.calc_text_size(middle).x + 2 * em
    if right_start < left_width + middle_width:  # in a narrow window, the speed is what can be missed first
        right, right_start = "", help_start
    if right_start < left_width + middle_width:
        middle = _position(state, with_rate=False)
        middle_width = imgui.calc_text_size(middle).x + 2 * em
    imgui.same_line(max(left_width, right_start - middle_width))
    imgui.text(middle)
    imgui.same_line(right_start)
    imgui.text_disabled(right)
    imgui.same_line(help_start)
    action_button(state, "Help", "help", ImVec2(help_width, 0))


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
    words = " | ".join([first, *(other.removeprefix("white ") for other in others)])
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
