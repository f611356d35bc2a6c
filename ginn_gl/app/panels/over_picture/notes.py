"""What is written over the picture: the last message, and how a recording or a video stands."""

from __future__ import annotations

from imgui_bundle import ImVec2, imgui

from ... import theme
from ...capture import stills
from ...capture.recording import Recording
from ...processes.video import VideoMaking
from ...state import State

BUTTON = "Open folder"


def draw(state: State, corner: ImVec2, area: ImVec2) -> None:
    """All of it, over a picture with this upper left corner and size."""
    if state.work.recording:
        _draw_mark(state, _standing(state.work.recording), not state.work.recording.stopped, corner, area)
    elif state.work.video:
        _draw_mark(state, f"Video   {said_of(state.work.video)}", False, corner, area)
    _draw_toast(state, corner, area)


def said_of(video: VideoMaking) -> str:
    """How far a video of a training is, such as '120 of 600   0:12 left'."""
    left = video.seconds_left
    if video.stopped or (video.total and video.done == video.total):
        return "Saving ..."
    if left is None:
        return "Starting ..."
    return f"{video.done:,} of {video.total:,}   {int(left) // 60}:{int(left) % 60:02} left"


def _draw_mark(state: State, text: str, films: bool, corner: ImVec2, area: ImVec2) -> None:
    """In the upper right corner, a text with a dot: red while it films."""
    em = imgui.get_font_size()
    width = imgui.calc_text_size(text).x + 3 * em
    low = ImVec2(corner.x + area.x - width - em, corner.y + em)
    high = ImVec2(low.x + width, low.y + 2.1 * em)
    painter = imgui.get_window_draw_list()
    ground = imgui.get_color_u32(theme.colour("panel", state.settings.light, 0.92))
    painter.add_rect_filled(low, high, ground, 0.35 * em)
    mark = theme.RECORDING if films else theme.colour("faint", state.settings.light)
    painter.add_circle_filled(ImVec2(low.x + 1.1 * em, low.y + 1.05 * em), 0.42 * em, imgui.get_color_u32(mark))
    painter.add_text(ImVec2(low.x + 2.2 * em, low.y + 0.55 * em), imgui.get_color_u32(imgui.Col_.text), text)


def _standing(recording: Recording) -> str:
    """Such as '1:05   1280 x 720   3.4 MB   2 dropped'."""
    minutes, seconds = divmod(int(recording.seconds), 60)
    width, height = recording.size
    parts = [f"{minutes}:{seconds:02}", f"{width} x {height}", f"{recording.bytes / 1e6:.1f} MB"]
    if recording.dropped:
        parts.append(f"{recording.dropped:,} dropped")
    if recording.stopped:
        parts.append("saving ...")
    return "   ".join(parts)


def _draw_toast(state: State, corner: ImVec2, area: ImVec2) -> None:
    """The last message, in the lower left corner, with a button if it is of a file."""
    toast = state.messages.to_read
    if toast is None:
        return
    em = imgui.get_font_size()
    button = imgui.calc_text_size(BUTTON).x + 2 * imgui.get_style().frame_padding.x if toast.folder else 0
    beside = button + 0.8 * em if button else 0
    room = area.x - 4 * em - beside
    text = imgui.calc_text_size(toast.text, wrap_width=room)
    height = max(text.y + 1.2 * em, 2.6 * em if button else 0)
    low = ImVec2(corner.x + em, corner.y + area.y - height - em)
    high = ImVec2(low.x + text.x + 1.6 * em + beside, low.y + height)
    painter = imgui.get_window_draw_list()
    painter.add_rect_filled(low, high, imgui.get_color_u32(theme.colour("panel", state.settings.light, 0.95)), 4)
    mark = theme.ERROR if toast.error else theme.colour("accent", state.settings.light)
    painter.add_rect_filled(low, ImVec2(low.x + 0.25 * em, high.y), imgui.get_color_u32(mark), 2)
    painter.add_text(imgui.get_font(), em, ImVec2(low.x + 0.9 * em, low.y + (height - text.y) / 2),
                     imgui.get_color_u32(imgui.Col_.text), toast.text, wrap_width=room)
    if button:
        imgui.set_cursor_screen_pos(ImVec2(high.x - button - 0.6 * em,
                                           low.y + (height - imgui.get_frame_height()) / 2))
        if imgui.button(BUTTON) and toast.folder:
            stills.open_folder(toast.folder)
