"""The points of the data over the picture: circles those that are learnt, diamonds those held out."""

from __future__ import annotations

import numpy as np
from imgui_bundle import ImVec2, ImVec4, imgui

from ...data import Dataset
from ...render import point_to_pixel
from ...render.ground import ground_of
from ...store import Run
from .. import keys, theme
from ..points import Points, points_on, said_of
from ..shown import Shown
from ..state import State
from .widgets import Spot

RADIUS = 3.2
EDGE = 1.2
DIAMOND, CIRCLE = 4, 12  # corners
NEAR_PIXELS = 9.0
EDGES = ImVec4(0.45, 0.46, 0.48, 1)


class DataPoints:
    """What is drawn of each run on screen, found once."""

    def __init__(self) -> None:
        self._found: dict[Run, Points] = {}

    def draw(self, state: State, pictures: list[Shown], spots: list[Spot]) -> None:
        """Over pictures, whose places are given; a point under the mouse tells about itself."""
        if not state.show_points:
            return
        runs = {picture.run: data for picture in pictures if (data := _data_of(picture.run))}
        self._found = {run: self._found.get(run) or _points_of(run, data) for run, data in runs.items()}
        for place, (picture, spot) in enumerate(zip(pictures, spots)):
            if (data := runs.get(picture.run)) is None:
                continue
            points = self._found[picture.run]
            within, places = _places(points, picture, spot)
            _draw(points, within, places)
            if state.cursor and state.cursor.place == place and len(places):
                _tell(picture, data, points, within, places)


def draw_switch(state: State) -> None:
    """The panel's part, where there are points."""
    if state.run and _data_of(state.run):
        state.show_points = imgui.checkbox("Points", state.show_points)[1]
        imgui.set_item_tooltip(keys.tooltip("points") + "\nCircles are learnt, diamonds held out")


def _data_of(run: Run) -> Dataset | None:
    """Its points, where they are no image's pixels."""
    return run.dataset if run.dataset and run.dataset.image is None else None


def _points_of(run: Run, data: Dataset) -> Points:
    return points_on(data, ground_of(run).plane, run.training.validation)


def _places(points: Points, picture: Shown, spot: Spot) -> tuple[np.ndarray, np.ndarray]:
    """Which are in sight, (m,), and where on screen, (m, 2)."""
    corner, area = spot
    x, y = point_to_pixel(picture.view, (area.x, area.y), picture.aspect, points.places.T)
    within = np.flatnonzero((x >= 0) & (x <= area.x) & (y >= 0) & (y <= area.y))
    return within, np.stack([x[within] + corner.x, y[within] + corner.y], axis=1)


def _draw(points: Points, within: np.ndarray, places: np.ndarray) -> None:
    painter, edge = imgui.get_window_draw_list(), imgui.get_color_u32(EDGES)
    shapes = np.where(points.held_out[within], DIAMOND, CIRCLE).tolist()
    for (x, y), shade, corners in zip(places.tolist(), points.shades[within].tolist(), shapes):
        middle, radius = ImVec2(x, y), RADIUS + (corners == DIAMOND)
        painter.add_ngon_filled(middle, radius + EDGE, edge, corners)
        painter.add_ngon_filled(middle, radius, shade, corners)


def _tell(picture: Shown, data: Dataset, points: Points, within: np.ndarray, places: np.ndarray) -> None:
    mouse = imgui.get_io().mouse_pos
    distances = np.hypot(places[:, 0] - mouse.x, places[:, 1] - mouse.y)
    nearest = int(distances.argmin())
    if distances[nearest] > NEAR_PIXELS:
        return
    which = int(within[nearest])
    painter, accent = imgui.get_window_draw_list(), imgui.get_color_u32(theme.colour("accent", False))
    painter.add_circle(ImVec2(*places[nearest].tolist()), 2 * RADIUS, accent, 0, 2.0)
    imgui.set_tooltip(said_of(picture, data, int(points.numbers[which]), bool(points.held_out[which])))
