"""Pictures and videos of what is on screen, and videos of a whole training."""

from __future__ import annotations

from imgui_bundle import ImVec2, imgui

from ...config import PACES, View
from .. import theme
from ..capture import pages, videos
from ..state import State
from ..state.settings import VIDEO_FORMATS, VIDEO_FRAME_RATES
from . import figure
from .over_picture.notes import said_of
from .widgets import action_button, labelled

SIZES = ("1080x1080", "1280x720", "1920x1080", "2560x1440", "3840x2160", "7680x4320")
# Two columns, of rows of labels and rows of what they belong to: in one cell they would shift their neighbour.
PAIRS = imgui.TableFlags_.sizing_stretch_same | imgui.TableFlags_.no_pad_outer_x
TURNS = {0.0: "the plane stays", 90.0: "the plane turns by 90 degrees", 360.0: "the plane turns once around",
         720.0: "the plane turns twice around"}
PACE_TEXTS = dict(zip(PACES, ("even by checkpoint", "even by step", "even by log of step")))


def draw(state: State) -> None:
    """The panel."""
    imgui.begin_disabled(state.shown.run is None)
    _draw_stills(state)
    _draw_recording(state)
    _draw_settings(state)
    imgui.dummy(ImVec2(0, 2))
    imgui.separator_text("The training as a video")
    if state.shown.run:
        _draw_sweep(state)
    imgui.dummy(ImVec2(0, 2))
    together = bool(state.shown.beside.others)
    imgui.separator_text("The runs as a web page" if together else "The run as a web page")
    if imgui.button("Save web page", ImVec2(-1, 0)):
        pages.save_web_page(state)
    imgui.set_item_tooltip("One file with all checkpoints, for any browser; it works offline")
    imgui.dummy(ImVec2(0, 2))
    if imgui.collapsing_header(f"The {'pictures' if together else 'picture'} as a figure###figure") and state.shown.run:
        figure.draw(state)
    imgui.end_disabled()


def _part_of_row(count: int) -> ImVec2:
    """The size of one of several buttons in a row."""
    spacing = imgui.get_style().item_spacing.x
    return ImVec2((imgui.get_content_region_avail().x + spacing) / count - spacing, 0)


def _labels(*labels: str) -> None:
    for label in labels:
        imgui.table_next_column()
        imgui.text_disabled(label)


def _next_cell() -> None:
    imgui.table_next_column()
    imgui.set_next_item_width(-1)


def _draw_stills(state: State) -> None:
    third = _part_of_row(3)
    action_button(state, "Save picture", "picture", third)
    imgui.same_line()
    action_button(state, "Save window", "window", third)
    imgui.same_line()
    action_button(state, "Copy picture", "copy", third)


def _draw_recording(state: State) -> None:
    recording = state.work.recording
    if recording is None:
        half = _part_of_row(2)
        action_button(state, "Record picture", "record", half)
        imgui.same_line()
        action_button(state, "Record window", "record window", half)
        return
    imgui.push_style_color(imgui.Col_.button, theme.RECORDING)
    imgui.push_style_color(imgui.Col_.text, imgui.ImVec4(1, 1, 1, 1))
    imgui.begin_disabled(recording.stopped)
    name = "record window" if recording.of_window else "record"
    action_button(state, "Saving ..." if recording.stopped else "Stop recording", name, ImVec2(-1, 0))
    imgui.end_disabled()
    imgui.pop_style_color(2)


def _draw_settings(state: State) -> None:
    settings = state.settings
    if imgui.begin_table("settings", 2, PAIRS):
        _labels("Format of videos", "Frames per second")
        _next_cell()
        names = {name: name for name in VIDEO_FORMATS}
        videos.choose_format(state, _choice("##format", settings.video_format, names))
        _next_cell()
        settings.video_fps = _choice("##fps", settings.video_fps, {rate: f"{rate}" for rate in VIDEO_FRAME_RATES})
        imgui.set_item_tooltip("A GIF has 50 at most")
        imgui.end_table()
    labelled("Size of videos", -imgui.get_frame_height())
    width, height = videos.usual_size(state)
    usual = f"{'small' if settings.video_format == 'GIF' else 'as on screen'}: {width} x {height}"
    settings.video_size = imgui.input_text_with_hint("##size", usual, settings.video_size)[1]
    imgui.set_item_tooltip("Such as 1920x1080; a video of the window is as large as that")
    imgui.same_line(0, 0)
    sizes = {"": usual.partition(":")[0]} | {size: size.replace("x", " x ") for size in SIZES}
    settings.video_size = _choice("##sizes", settings.video_size, sizes, imgui.ComboFlags_.no_preview)


def _draw_sweep(state: State) -> None:
    imgui.begin_disabled(state.work.video is not None)
    _draw_sweep_form(state)
    imgui.end_disabled()
    imgui.dummy(ImVec2(0, 2))
    if state.work.video:
        _draw_sweep_progress(state)
    elif imgui.button("Make the video", ImVec2(-1, 0)):
        videos.start_sweep(state)


def _draw_sweep_form(state: State) -> None:
    draft = state.forms.video
    assert state.shown.run is not None
    first, last = draft.steps(state.shown.run)
    if imgui.begin_table("sweep", 2, PAIRS):
        _labels("From step", "To step")
        _next_cell()
        changed, step = imgui.input_int("##first", first, 0, 0)
        draft.first = step if changed else draft.first
        _next_cell()
        changed, step = imgui.input_int("##last", last, 0, 0)
        draft.last = step if changed else draft.last
        _labels("Seconds", "Pace")
        _next_cell()
        draft.seconds = min(3600.0, max(0.1, imgui.input_float("##seconds", draft.seconds, 0, 0, "%.4g")[1]))
        _next_cell()
        draft.pace = _choice("##pace", draft.pace, PACE_TEXTS)
        imgui.set_item_tooltip("By checkpoint, the early steps, where most changes, get most of the time")
        _labels("View at the start", "View at the end")
        _next_cell()
        draft.begin = _kept_view(state, "start", draft.begin)
        _next_cell()
        draft.end = _kept_view(state, "end", draft.end)
        imgui.end_table()
    draft.caption = imgui.checkbox("Write step and loss into it", draft.caption)[1]
    if state.shown.run.plane:
        imgui.set_next_item_width(-1)
        draft.turn = float(_choice("##turn", draft.turn, TURNS))
        imgui.set_item_tooltip("About the middle of its square; from and to the same step, nothing else moves.\n"
                               "With another plane in the view at the end, it goes there instead")


def _kept_view(state: State, name: str, view: View | None) -> View | None:
    """A button that keeps the view on screen for the video's start or end, and then one that lets it go."""
    text = f"zoom {view.zoom:,.4g}" if view else "as on screen"
    clicked = imgui.button(f"{text}###view {name}", ImVec2(-1, 0))
    x, y = (view or state.shown.view).center
    imgui.set_item_tooltip(f"Centre {x:.4f}, {y:.4f}. Click to have the video {name} with what is on screen then"
                           if view else f"Click to keep the view that is on screen now for the {name}")
    if clicked:
        return None if view else state.shown.view
    return view


def _draw_sweep_progress(state: State) -> None:
    sweeping, em = state.work.video, imgui.get_font_size()
    assert sweeping is not None
    imgui.progress_bar(sweeping.done / max(1, sweeping.total), ImVec2(-5 * em, 0), said_of(sweeping))
    imgui.same_line()
    imgui.begin_disabled(sweeping.stopped)
    if imgui.button("Cancel", ImVec2(-1, 0)):
        sweeping.stop()
    imgui.end_disabled()
    imgui.set_item_tooltip("The frames drawn so far are kept")


def _choice(label: str, chosen, texts: dict, flags: int = 0):
    """A list to choose from, {choice: its text}; what is chosen after this frame."""
    if imgui.begin_combo(label, texts.get(chosen, str(chosen)), flags):
        for choice, text in texts.items():
            if imgui.selectable(text, choice == chosen)[0]:
                chosen = choice
        imgui.end_combo()
    return chosen
