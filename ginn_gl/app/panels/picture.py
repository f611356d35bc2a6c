"""The picture, or several side by side: drawn by the renderer, with zoom, pan and what is under the cursor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby

import moderngl
import numpy as np
from imgui_bundle import ImVec2, imgui

from ...config import View
from ...network import evaluate
from ...render import Grid, pixel_to_point, together
from ...render.look import to_bends
from ...render.mapping import drawn_box, pixels_per_unit, worth_keeping
from .. import theme
from ..actions import looking
from ..capture import stills
from ..capture.camera import Camera
from ..capture.recording import Size
from ..state import State
from ..state.picture import MAX_ZOOM, MIN_ZOOM, Picture, grid_of, in_words
from ..state.pointer import Cursor
from . import plane
from .canvas import Canvas
from .lecture import Lecture
from .over_picture import callouts, changed, data_points, labels, notes, region, scale_bar, touch, vertices
from .over_picture.data_points import DataPoints
from .over_picture.past import Past
from .pasting import box_of, paste
from .widgets import Spot

ZOOM_PER_NOTCH = 1.2
MARGIN = 10  # around each picture
FOR_A_HALL = 400  # pixels of a picture whose lines are as wide as they are said to be
NEAR_PIXELS = 40.0  # a boundary farther than this from the cursor is not called near


@dataclass(frozen=True)
class Scene:
    """What is shown in a frame: pictures, drawn into textures, for spots that are so many pixels in size."""

    pictures: list[Picture]
    textures: list[moderngl.Texture]
    spots: list[Spot]
    sizes: list[Size]
    gap: int  # pixels between two
    grid: Grid
    places: list[int]  # in it


def draw(state: State, canvas: Canvas, camera: Camera, alone: Lecture | None = None) -> Scene | None:
    """Fill the window it is in with what is shown, and a margin around it in the colour around the square.

    alone: what is over it while it is all there is, with lines that can be seen from the last row.

    The pictures themselves are left to put_on_screen: while they are drawn, all else in the window can be made.
    """
    _draw_margin(state)
    area = imgui.get_content_region_avail()
    area = ImVec2(area.x - MARGIN, area.y - MARGIN)
    if state.shown.run is None:
        _say(state, area, "No run is open.", "T trains one here; Ctrl+O or drag and drop opens a .ginn file.")
        return None
    pictures = touch.lit(state, state.shown.pictures())
    if spoken_of := callouts.marked(state):
        pictures[0] = replace(pictures[0], view=replace(pictures[0].view, highlighted=spoken_of))
    corner, scale = imgui.get_cursor_screen_pos(), imgui.get_io().display_framebuffer_scale
    whole = (max(1, round(area.x * scale.x)), max(1, round(area.y * scale.y)))
    gap = round(MARGIN * scale.x)
    grid, places = grid_of(pictures, whole)
    boxes = grid.boxes(whole, gap)
    boxes = [boxes[place] for place in places]
    if alone:
        pictures = [_thicker(picture, box[2:], scale.x) for picture, box in zip(pictures, boxes)]
    sizes = [box[2:] for box in boxes]
    drawn = canvas.draw(pictures, sizes, state.settings.frame_rate, spared=int(state.work.at_work))
    pictures, textures = [picture for picture, _ in drawn], [texture for _, texture in drawn]
    screen = state.screen
    screen.picture_size, screen.picture_is_final = whole, canvas.is_final
    screen.picture_seconds, screen.picture_scale = canvas.seconds, canvas.scale
    camera.film_picture(state, pictures, textures, canvas.paints)
    spots = [(ImVec2(corner.x + left / scale.x, corner.y + top / scale.y), ImVec2(width / scale.x, height / scale.y))
             for left, top, width, height in boxes]
    vertices.draw_dots(state, pictures, spots)
    state.pointer.cursor = None
    for place, spot in enumerate(spots):
        _navigate(state, pictures, place, *spot)
    data_points.tell(state, pictures, spots)
    _fill_between(state, spots, corner, area)
    region.draw_outline(state, pictures, spots)
    touch.draw(state, pictures, spots)
    taken = labels.draw(state, pictures, spots)
    taken = changed.draw(state, *spots[0], taken)
    scale_bar.draw(state, pictures, spots)
    notes.draw(state, ImVec2(corner.x, corner.y + taken), ImVec2(area.x, area.y - taken))
    callouts.draw(state, pictures[0], spots[0])
    state.screen.fading = not state.shown.ghosts.is_complete
    if alone:
        alone.draw(state, ImVec2(corner.x, corner.y + taken), ImVec2(area.x, area.y - taken))
    return Scene(pictures, textures, spots, sizes, gap, grid, places)


def put_on_screen(state: State, canvas: Canvas, past: Past, points: DataPoints, scene: Scene) -> None:
    """Under all that imgui draws; then keep a still of it, if one is wanted."""
    light = state.settings.light
    for picture, texture, spot in zip(scene.pictures, scene.textures, scene.spots):
        drawn = drawn_box(picture.view, texture.size, picture.aspect)
        paste(texture, box_of(*spot), drawn, theme.surround(light), bare=light)
    past.draw(scene.pictures, [box_of(*spot) for spot in scene.spots])
    points.draw(scene.pictures, [box_of(*spot) for spot in scene.spots])
    if state.asked.still in ("picture", "clipboard"):
        pixels = canvas.pixels(scene.pictures, scene.sizes)
        kept = [_without_bars(*each) for each in zip(pixels, scene.pictures)]
        if len({each.shape for each in kept}) > 1:  # of different sizes: they stay in their frames
            kept = pixels
        height, width, _ = kept[0].shape
        grid, gap = scene.grid, scene.gap
        size = grid.columns * (width + gap) - gap, grid.rows * (height + gap) - gap
        if kept is pixels:
            size = state.screen.picture_size
        stills.keep_still(state, together(kept, grid, scene.places, size, gap))


def _thicker(picture: Picture, size: tuple[int, int], scale: float) -> Picture:
    """With lines that are as wide beside the picture as if it were small, and a little wider."""
    times = max(1.5, min(size) / scale / FOR_A_HALL)
    return replace(picture, view=replace(picture.view, line_width=times * picture.view.line_width))


def _without_bars(pixels: np.ndarray, picture: Picture) -> np.ndarray:
    left, top, width, height = worth_keeping(picture.view, (pixels.shape[1], pixels.shape[0]), picture.aspect)
    return pixels[top:top + height, left:left + width]


def _fill_between(state: State, spots: list[Spot], corner: ImVec2, area: ImVec2) -> None:
    """All that is not a picture's: row by row, what is between them, beside the last and below."""
    painter, colour = imgui.get_window_draw_list(), imgui.get_color_u32(theme.surround(state.settings.light))
    low, high = corner, ImVec2(corner.x + area.x, corner.y + area.y)
    for top, row in groupby(spots, key=lambda spot: spot[0].y):
        if top > low.y:
            painter.add_rect_filled(low, ImVec2(high.x, top), colour)
        across, bottom = low.x, top
        for at, size in row:
            bottom = top + size.y
            if at.x > across:
                painter.add_rect_filled(ImVec2(across, top), ImVec2(at.x, bottom), colour)
            across = at.x + size.x
        if across < high.x - 0.5:
            painter.add_rect_filled(ImVec2(across, top), ImVec2(high.x, bottom), colour)
        low = ImVec2(low.x, bottom)


def _draw_margin(state: State) -> None:
    """Four bars, and the next item goes between them."""
    low, size, painter = imgui.get_window_pos(), imgui.get_window_size(), imgui.get_window_draw_list()
    high, colour = ImVec2(low.x + size.x, low.y + size.y), imgui.get_color_u32(theme.surround(state.settings.light))
    for start, end in ((low, (high.x, low.y + MARGIN)), ((low.x, high.y - MARGIN), high),
                       ((low.x, low.y + MARGIN), (low.x + MARGIN, high.y - MARGIN)),
                       ((high.x - MARGIN, low.y + MARGIN), (high.x, high.y - MARGIN))):
        painter.add_rect_filled(start, end, colour)
    imgui.set_cursor_screen_pos(ImVec2(low.x + MARGIN, low.y + MARGIN))


def _say(state: State, area: ImVec2, *lines: str) -> None:
    """Lines of text instead of pictures, on the colour that is around those."""
    corner = imgui.get_cursor_screen_pos()
    end = ImVec2(corner.x + area.x, corner.y + area.y)
    imgui.get_window_draw_list().add_rect_filled(corner, end, imgui.get_color_u32(theme.surround(state.settings.light)))
    for number, line in enumerate(lines):
        width = imgui.calc_text_size(line).x
        imgui.set_cursor_pos(ImVec2((area.x - width) / 2, area.y / 2 + number * 1.5 * imgui.get_font_size()))
        imgui.text_colored(theme.colour("faint", state.settings.light), line)


def _navigate(state: State, pictures: list[Picture], place: int, corner: ImVec2, area: ImVec2) -> None:
    """Zoom and pan by the mouse over a picture; note what lies under it."""
    imgui.set_cursor_screen_pos(corner)
    imgui.set_next_item_allow_overlap()
    imgui.invisible_button(button_of(place), area)
    io = imgui.get_io()
    picture, aspect = pictures[place], pictures[place].aspect
    view, of_run = picture.view, picture.place
    size = (area.x, area.y)
    mouse = (io.mouse_pos.x - corner.x, io.mouse_pos.y - corner.y)
    before = (mouse[0] - io.mouse_delta.x, mouse[1] - io.mouse_delta.y)
    hovered = imgui.is_item_hovered()
    released = imgui.is_item_deactivated()
    if imgui.is_item_activated():
        touch.press(state, pictures[place], place, area, mouse)
    if hovered and imgui.is_mouse_double_clicked(imgui.MouseButton_.left):
        looking.reset_view(state)
    elif imgui.is_item_active() and state.pointer.held:
        touch.drag(state, pictures[place], area, mouse)
    elif imgui.is_item_active() and mouse != before:
        looking.move(state, of_run, _centred(view, size, aspect, mouse, pixel_to_point(view, size, aspect, before)))
    elif hovered and io.mouse_wheel:
        zoom = min(MAX_ZOOM, max(MIN_ZOOM, view.zoom * ZOOM_PER_NOTCH ** io.mouse_wheel))
        point = pixel_to_point(view, size, aspect, mouse)
        looking.zoom(state, of_run, zoom, _centred(replace(view, zoom=zoom), size, aspect, mouse, point))
    if hovered and imgui.is_mouse_clicked(imgui.MouseButton_.right):
        state.pointer.turning = place
    if state.pointer.turning == place and state.shown.run and state.shown.run.plane:
        if imgui.is_mouse_down(imgui.MouseButton_.right):
            imgui.set_mouse_cursor(imgui.MouseCursor_.resize_all)
            if mouse != before:
                plane.turn(state, io.mouse_delta.x, io.mouse_delta.y)
        else:
            state.pointer.turning = None
    if hovered and _is_drawn_at(view, size, aspect, mouse):
        state.pointer.cursor = _under(state, pictures, place, size, mouse)
    if released:
        touch.release(state, of_run)


def button_of(place: int) -> str:
    """The name of a picture's widget."""
    return "picture" if place == 0 else f"picture beside {place}"


def _is_drawn_at(view: View, size: tuple, aspect: float, mouse: tuple) -> bool:
    """Whether there is anything of the network to tell about, and not just what is around it."""
    return view.beyond or all(0 <= part <= 1 for part in pixel_to_point(view, size, aspect, mouse))


def _centred(view: View, size: tuple, aspect: float, mouse: tuple, point: tuple) -> tuple[float, float]:
    """The centre by which a point of the plane lies under the mouse."""
    x, y = pixel_to_point(view, size, aspect, mouse)
    return view.center[0] + point[0] - x, view.center[1] + point[1] - y


def _under(state: State, pictures: list[Picture], place: int, size: tuple, mouse: tuple) -> Cursor:
    picture, aspect = pictures[place], pictures[place].aspect
    x, y = pixel_to_point(picture.view, size, aspect, mouse)
    runs = {one.place: one for one in pictures if one.less is None}  # each once, whose layers may have pictures
    everywhere = {one.place: evaluate(one.on_plane, one.network, np.array([[x, y]])) for one in runs.values()}
    at = everywhere[picture.place]
    per_pixel = 1 / np.array(pixels_per_unit(picture.view, size, aspect))
    nearest, distance = None, NEAR_PIXELS
    for layer, (values, gradients) in enumerate(zip(at.preactivations, at.gradients), 1):
        slopes = np.linalg.norm(gradients[0] * per_pixel, axis=1)
        bends = to_bends(pictures[place].network, layer, values[0])
        distances = np.where(slopes > 0, bends / np.maximum(slopes, 1e-30), np.inf)
        for neuron in np.argsort(distances):
            if (layer, neuron + 1) in pictures[place].view.neurons:
                if distances[neuron] < distance:
                    nearest, distance = (layer, int(neuron) + 1), float(distances[neuron])
                break
    said = [in_words(runs[one].network, there.logits[0]) for one, there in sorted(everywhere.items())]
    inputs = pictures[place].plane.points(np.array([[x, y]]))[0]
    return Cursor(x, y, tuple(inputs.tolist()), nearest, distance, place, said, picture.place)
