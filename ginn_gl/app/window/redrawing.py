"""Which parts of the window are drawn anew in a frame: some rest while the picture moves by itself, so that the
processor is left to others.

What is around the picture is then drawn anew only so often, one part in a frame; those that both say which step is
shown are drawn together, or they would say two. imgui keeps what a resting part
was made of. A renderer in software whose window keeps its pixels from frame to frame need not even draw that again.
"""

from __future__ import annotations

import time

import moderngl
from imgui_bundle import ImVec4, imgui

from .. import theme
from ..state import State

AROUND = ("Panels", "Timeline", "Status")
TOGETHER = (("Panels",), ("Timeline", "Status"))
REST_SECONDS = 1 / 8
AWAKE_SECONDS = 0.5  # after the mouse was used: by then, tooltips are there, or have gone from over other parts
AVOID = imgui.internal.WindowRefreshFlags_.try_to_avoid_refresh
KEEPING = ("llvmpipe", "softpipe")  # parts of names of renderers that copy to the screen what stays theirs


class Redrawing:
    """Which parts rest in a frame, and what is cleared in it. A frame: begin, part by part, end, drawn."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._keeps = any(name in context.info["GL_RENDERER"].lower() for name in KEEPING)
        self._drawn_at: dict[str, float] = dict.fromkeys(AROUND, 0.0)
        self._used_at = 0.0
        self._looks: tuple | None = None   # all that, when it changes, changes every part
        self._awake: set[str] = set(AROUND)
        self._hidden: list[imgui.internal.Window] = []

    def begin(self, state: State) -> None:
        """Decide for this frame."""
        size = imgui.get_io().display_size
        looks, before = (state.shown.run, state.settings.light, state.settings.text_size, state.asked.lecture,
                         state.all_runs.is_open, state.asked.tab_requested, size.x, size.y), self._looks
        self._looks = looks
        moves = state.playback.playing or (state.shown.following and state.work.at_work)
        films = state.work.recording is not None and state.work.recording.of_window
        whole = state.asked.lecture or state.all_runs.is_open or films
        now = time.perf_counter()
        if looks != before or _is_used():
            self._used_at = now
        is_dear = state.work.at_work or state.screen.in_software
        if moves and not whole and is_dear and now - self._used_at > AWAKE_SECONDS:
            longest = min(TOGETHER, key=lambda names: self._drawn_at[names[0]])
            due = set(longest) if now - self._drawn_at[longest[0]] > REST_SECONDS else set()
            self._awake = due | _with_tooltip()
        else:
            self._awake = set(AROUND)
        for name in self._awake:
            self._drawn_at[name] = now

    def before(self, name: str) -> None:
        """Called before a part of this name begins."""
        if name in AROUND and name not in self._awake:
            imgui.internal.set_next_window_refresh_policy(AVOID)

    def end(self, state: State) -> None:
        """Called when all parts are there, and before anything is drawn on the screen."""
        if self._keeps:
            self._hidden = [window for window in _windows() if window.skip_refresh]
            for window in self._hidden:
                window.hidden = True
        self._clear(theme.colour("panel", state.settings.light))

    def drawn(self) -> None:
        """Called when the frame is drawn."""
        for window in self._hidden:
            window.hidden = False
        self._hidden = []

    def _clear(self, colour: ImVec4) -> None:
        """What will be drawn; the picture covers its part by itself."""
        screen, ground = self._context.detect_framebuffer(), (colour.x, colour.y, colour.z, 1.0)
        if not self._keeps or len(self._awake) == len(AROUND):
            screen.clear(*ground)
            return
        io, origin = imgui.get_io(), imgui.get_main_viewport().pos
        scale, height = io.display_framebuffer_scale, io.display_size.y
        for window in (imgui.internal.find_window_by_name(name) for name in self._awake):
            left, top, size = window.pos.x - origin.x, window.pos.y - origin.y, window.size
            screen.clear(*ground, viewport=(round(left * scale.x), round((height - top - size.y) * scale.y),
                                            round(size.x * scale.x), round(size.y * scale.y)))


def _windows() -> list[imgui.internal.Window]:
    return [imgui.internal.find_window_by_name(name) for name in AROUND]


def _is_used() -> bool:
    """Is anything done with the mouse, or does anything lie over the parts?"""
    io = imgui.get_io()
    return (io.mouse_delta.x != 0 or io.mouse_delta.y != 0 or io.mouse_wheel != 0 or imgui.is_any_mouse_down()
            or imgui.is_any_item_active() or _is_covered())


def _is_covered() -> bool:
    """Does any other window lie over the parts, but for tooltips?"""
    parts = {imgui.internal.find_window_by_name(name).id_ for name in ("Picture", *AROUND)}
    return any(window.was_active and not window.hidden and window.root_window.id_ not in parts
               and not window.flags & imgui.WindowFlags_.tooltip for window in imgui.get_current_context().windows)


def _with_tooltip() -> set[str]:
    """The part that a tooltip is shown of, if any: it would go with the next frame."""
    tooltip = imgui.internal.find_window_by_name("##Tooltip_00")
    hovered = imgui.get_current_context().hovered_window
    if not (tooltip and tooltip.was_active and hovered):
        return set()
    return {name for name, window in zip(AROUND, _windows()) if hovered.root_window.id_ == window.id_}
