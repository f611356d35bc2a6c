"""Where the picture lies among more than two inputs: the plane chosen by points or inputs, turned and shifted."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from imgui_bundle import ImVec2, imgui
from imgui_bundle import icons_fontawesome_4 as icons

from ...plane import Plane
from .. import theme
from ..forms.plane import KINDS, PlaneChoice
from ..state import State
from . import point_list
from .samples import Samples
from .widgets import labelled

CORNERS = ("upper left", "upper right", "lower left")
DEGREES, PARTS = 0.4, 0.005  # by which a plane is turned, and shifted as parts of its side, for each pixel of the mouse
WITHOUT_POINTS = ("features", "random")
PAIRS = imgui.TableFlags_.sizing_stretch_same | imgui.TableFlags_.no_pad_outer_x
LOW = 4.0                    # of an image, at least, in font sizes
ROWS = 2                     # of sliders that are seen at least


def draw(state: State, samples: Samples) -> None:
    """The panel."""
    if state.shown.run is None or state.shown.run.plane is None:
        return
    planes = followed(state)
    samples.of(planes)
    _draw_kinds(state, planes)
    if planes.kind == "points":
        _draw_points(state, planes, samples)
    elif planes.kind == "features":
        _draw_features(state, planes)
    elif planes.kind == "pca":
        imgui.text_wrapped("Along the two directions in which the points are spread most.")
    else:
        _draw_random(state, planes)
    if planes.problem:
        imgui.text_colored(theme.ERROR, planes.problem[:1].upper() + planes.problem[1:])
    imgui.dummy(ImVec2(0, 2))
    _draw_turning(state, planes)
    _draw_place(state, planes, samples)
    if planes.kind == "features":
        _draw_others(state, planes)


def followed(state: State) -> PlaneChoice:
    """What is chosen, of the plane that is on screen."""
    assert state.shown.run is not None  # or there is none
    state.forms.plane.follow(state.shown.run, state.shown.picture.plane)
    return state.forms.plane


def show(state: State, planes: PlaneChoice) -> None:
    """Have the chosen plane on screen."""
    state.shown.view = replace(state.shown.view, plane=planes.plane)


def turn(state: State, x: float, y: float) -> None:
    """Turn the plane about the middle of what is seen, as a mouse that is moved by so many pixels does."""
    planes = followed(state)
    planes.turn(DEGREES * x, DEGREES * y, state.shown.view.center)
    show(state, planes)


def _draw_kinds(state: State, planes: PlaneChoice) -> None:
    """Ways to choose a plane, as buttons side by side."""
    spacing = 2.0
    names = [(kind, name) for kind, name in KINDS.items() if planes.points is not None or kind in WITHOUT_POINTS]
    width = (imgui.get_content_region_avail().x + spacing) / len(names) - spacing
    imgui.push_style_var(imgui.StyleVar_.frame_padding, ImVec2(2, imgui.get_style().frame_padding.y))
    for place, (kind, name) in enumerate(names):
        if place:
            imgui.same_line(0, spacing)
        chosen = kind == planes.kind
        imgui.push_style_color(imgui.Col_.button, theme.colour("accent" if chosen else "control", state.settings.light,
                                                               0.85 if chosen else 1.0))
        imgui.push_style_color(imgui.Col_.text, imgui.ImVec4(0.08, 0.08, 0.08, 1) if chosen
                               else theme.colour("text", state.settings.light))
        if imgui.button(f"{name}###plane {kind}", ImVec2(width, 0)):
            planes.choose(kind)
            show(state, planes)
        imgui.pop_style_color(2)
    imgui.pop_style_var()


def _draw_points(state: State, planes: PlaneChoice, samples: Samples) -> None:
    """The three points as large as fit, each a button that opens the list of all."""
    em, spacing = imgui.get_font_size(), imgui.get_style().item_spacing.x
    width = (imgui.get_content_region_avail().x + spacing) / 3 - spacing
    side = min(width, max(LOW * em, 0.2 * imgui.get_window_height())) if planes.image else 2.0 * em
    start = imgui.get_cursor_pos()
    for place, corner in enumerate(CORNERS):
        imgui.set_cursor_pos(ImVec2(start.x + place * (width + spacing), start.y))
        imgui.begin_group()
        number = planes.corners[place]
        imgui.text_disabled(corner)
        if samples.button(f"corner {place}", number, ImVec2(width, side)):
            imgui.open_popup(f"points {place}")
        imgui.set_item_tooltip("Click to choose another point of the data" if number is not None else
                               "Of no point of the data: click to choose one")
        imgui.text("no point" if number is None else f"{number}")
        if number is not None and planes.name_of(number):
            imgui.same_line(0, 0)
            imgui.text_disabled(f"  {planes.name_of(number)}")
        chosen = point_list.draw(f"points {place}", planes, samples, number)
        imgui.end_group()
        if chosen is not None:
            picked = list(planes.corners)
            picked[place] = chosen
            planes.pick((picked[0], picked[1], picked[2]))
            if planes.problem == "":
                show(state, planes)
    if imgui.button("Any three", ImVec2(-1, 0)):
        planes.pick_at_random(np.random.default_rng())
        show(state, planes)
    imgui.set_item_tooltip("Three points at random, of three classes")


def _draw_features(state: State, planes: PlaneChoice) -> None:
    i, j = planes.features
    if imgui.begin_table("inputs", 2, PAIRS):
        for label in ("From left to right", "Downwards"):
            imgui.table_next_column()
            imgui.text_disabled(label)
        imgui.table_next_column()
        imgui.set_next_item_width(-1)
        i = _input_choice("##across", i, j, planes)
        imgui.table_next_column()
        imgui.set_next_item_width(-1)
        j = _input_choice("##down", j, i, planes)
        imgui.end_table()
    if (i, j) != planes.features:
        planes.look_along(i, j)
        show(state, planes)


def _input_choice(label: str, chosen: int, other: int, planes: PlaneChoice) -> int:
    if imgui.begin_combo(label, planes.name_of_input(chosen)):
        clipper = imgui.ListClipper()
        clipper.begin(planes.inputs)
        while clipper.step():
            for number in range(clipper.display_start, clipper.display_end):
                flags = imgui.SelectableFlags_.disabled if number == other else 0
                if imgui.selectable(planes.name_of_input(number), number == chosen, flags)[0]:
                    chosen = number
        imgui.end_combo()
    return chosen


def _draw_others(state: State, planes: PlaneChoice) -> None:
    """A slider for each of the other inputs, in a part that scrolls by itself."""
    imgui.dummy(ImVec2(0, 2))
    imgui.text_disabled("The other inputs")
    imgui.same_line(imgui.get_content_region_avail().x - 7 * imgui.get_font_size())
    if imgui.small_button("in their middle"):
        planes.put_others_in_the_middle()
        show(state, planes)
    row = imgui.get_frame_height_with_spacing()
    others = [number for number in range(planes.inputs) if number not in planes.features]
    imgui.begin_child("others", ImVec2(0, max(ROWS * row, imgui.get_content_region_avail().y)))
    clipper = imgui.ListClipper()
    clipper.begin(len(others), row)
    while clipper.step():
        for number in others[clipper.display_start:clipper.display_end]:
            low, high = planes.ranges[:, number].tolist()
            imgui.align_text_to_frame_padding()
            imgui.text_disabled(planes.name_of_input(number))
            imgui.same_line(7 * imgui.get_font_size())
            imgui.set_next_item_width(-1)
            changed, value = imgui.slider_float(f"##input {number}", float(planes.at[number]), low,
                                                high if high > low else low + 1, "%.4g")
            if changed:
                planes.at[number] = value
                planes.look_along(*planes.features)
                show(state, planes)
    imgui.end_child()


def _draw_random(state: State, planes: PlaneChoice) -> None:
    labelled("Seed", -7 * imgui.get_font_size())
    changed, seed = imgui.input_int("##seed of the plane", planes.seed, 0)
    imgui.same_line()
    another = imgui.button("Another", ImVec2(-1, 0))
    if changed or another:
        planes.draw_lots(max(0, seed) + another)
        show(state, planes)


def _draw_turning(state: State, planes: PlaneChoice) -> None:
    """Two places to drag on, and the way back."""
    third = ImVec2((imgui.get_content_region_avail().x + imgui.get_style().item_spacing.x) / 3
                   - imgui.get_style().item_spacing.x, 2.4 * imgui.get_font_size())
    moved = _drag("Turn", third, "Drag here to turn the plane out of itself: its sides lead on to where\n"
                                 "the data are spread most beside it (or drag the picture with the right button)")
    if moved != (0, 0):
        turn(state, *moved)
    imgui.same_line()
    x, y = _drag("Shift", third, "Drag here to shift the plane straight out of itself, as a whole")
    if (x, y) != (0, 0):
        planes.shift(PARTS * x, PARTS * y)
        show(state, planes)
    imgui.same_line()
    imgui.begin_disabled(not planes.is_turned)
    if imgui.button("Put back", third):
        planes.put_back()
        show(state, planes)
    imgui.end_disabled()
    imgui.set_item_tooltip("The plane as it was chosen")


def _drag(name: str, size: ImVec2, tooltip: str) -> tuple[float, float]:
    """A button that tells by how much the mouse is dragged from it, in pixels."""
    imgui.button(f"{icons.ICON_FA_ARROWS_ALT}  {name}###{name} the plane", size)
    if imgui.is_item_hovered() or imgui.is_item_active():
        imgui.set_mouse_cursor(imgui.MouseCursor_.resize_all)
    if not imgui.is_item_active():
        imgui.set_item_tooltip(tooltip)
        return 0.0, 0.0
    moved = imgui.get_io().mouse_delta
    return moved.x, moved.y


def _draw_place(state: State, planes: PlaneChoice, samples: Samples) -> None:
    """The point under the mouse, as what the network is given there."""
    if planes.image is None:
        return
    em, at = imgui.get_font_size(), state.pointer.cursor
    imgui.dummy(ImVec2(0, 2))
    plane: Plane = state.shown.picture.plane
    place = (at.x, at.y) if at else state.shown.view.center
    imgui.text_disabled(f"The input {'under the mouse' if at else 'in the middle'}: {place[0]:.3f}, {place[1]:.3f}")
    below = (ROWS + 1.5) * imgui.get_frame_height_with_spacing() if planes.kind == "features" else 0.0
    side = min(9 * em, max(LOW * em, imgui.get_content_region_avail().y - below))
    samples.show("place", plane.points([place])[0], ImVec2(side, side))
