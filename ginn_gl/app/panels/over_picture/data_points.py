"""The points of the data over the picture: discs those that are learnt, diamonds those held out."""

from __future__ import annotations

from dataclasses import replace

import moderngl
import numpy as np
from imgui_bundle import ImVec2, imgui

from ....render.pixels.blending import Box
from ....render.pixels.points import PointsDrawing
from ....render.points import Points, placed, points_of
from ... import keys, theme
from ...state import State
from ...state.picture import Picture
from ..widgets import Spot
from .point_facts import said_of

NEAR = 3.0  # beyond its edge, in which a point tells about itself
RING = 2.0  # wide


class DataPoints:
    """Draws them in the framebuffer."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._drawings: list[PointsDrawing] = []

    def draw(self, pictures: list[Picture], boxes: list[Box]) -> None:
        """Over pictures that are there already, each in its box."""
        screen = self._context.detect_framebuffer()
        for place, (picture, box) in enumerate(zip(pictures, boxes)):
            if place == len(self._drawings):
                self._drawings.append(PointsDrawing(self._context))
            if points := _shown(picture):
                self._drawings[place].draw(points, picture.view, picture.aspect, screen, box)


def draw_switch(state: State) -> None:
    """The panel's part, where there are points."""
    points = points_of(state.shown.run, state.shown.view) if state.shown.run else None
    if points is None:
        return
    changed, shown = imgui.checkbox("Points", state.shown.view.points)
    imgui.set_item_tooltip(keys.tooltip("points"))
    if changed:
        state.shown.view = replace(state.shown.view, points=shown)
    held_out = int(points.held_out.sum())
    imgui.same_line()
    if held_out:
        imgui.text_disabled(f"{len(points.numbers) - held_out:,} learnt, {held_out:,} held out (diamonds)")
    else:
        imgui.text_disabled(f"{len(points.numbers):,}")


def tell(state: State, pictures: list[Picture], spots: list[Spot]) -> None:
    """What is known of the point under the mouse, if there is one."""
    at = state.pointer.cursor
    if at is None or imgui.is_any_mouse_down() or (points := _shown(pictures[at.place])) is None:
        return
    picture, (corner, area) = pictures[at.place], spots[at.place]
    there, mouse = placed(points, picture.view, (area.x, area.y), picture.aspect), imgui.get_io().mouse_pos
    distances = np.hypot(*(there.middles - (mouse.x - corner.x, mouse.y - corner.y)).T)
    if not len(distances) or distances.min() > there.radius + there.edge + NEAR:
        return
    nearest = int(distances.argmin())
    x, y = there.middles[nearest].tolist()
    accent = imgui.get_color_u32(theme.colour("accent", False))
    imgui.get_window_draw_list().add_circle(ImVec2(corner.x + x, corner.y + y), there.radius + there.edge + RING,
                                            accent, 0, RING)
    which, data = int(there.which[nearest]), picture.run.dataset
    assert data is not None  # since it has points
    imgui.set_tooltip(said_of(picture, data, int(points.numbers[which]), bool(points.held_out[which])))


def _shown(picture: Picture) -> Points | None:
    return points_of(picture.run, picture.view) if picture.view.points and not picture.less else None
