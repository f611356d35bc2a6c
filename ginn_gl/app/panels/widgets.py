"""Small controls that several panels share."""

from __future__ import annotations

from collections.abc import Iterable

from imgui_bundle import ImVec2, imgui

from .. import keys, theme
from ..forms.branch import BranchDraft
from ..forms.training import Draft
from ..state import State

LABELS = 8.0  # width of the labels beside controls, in font sizes

Spot = tuple[ImVec2, ImVec2]
"""Corner and size of a picture on screen."""


def action_button(state: State, label: str, name: str, size: ImVec2 | None = None) -> None:
    """A button that runs a named action; its tooltip says what it does and with which key."""
    if imgui.button(f"{label}##{name}", size or ImVec2(0, 0)):
        keys.BY_NAME[name].run(state)
    imgui.set_item_tooltip(keys.tooltip(name))


def labelled(label: str, width: float = -1.0) -> None:
    """A label above the next control, which takes the given width (-1: all there is)."""
    imgui.text_disabled(label)
    imgui.set_next_item_width(width)


def row(label: str, width: float = -1.0, labels: float = LABELS) -> None:
    """A label beside the next control, which takes the given width (-1: all there is). labels: width, in font sizes."""
    imgui.align_text_to_frame_padding()
    imgui.text_disabled(label)
    imgui.same_line(labels * imgui.get_font_size())
    imgui.set_next_item_width(width)


def asked_row(state: State, label: str, width: float = -1.0) -> None:
    """The same; the control has the keyboard once it was asked for by its label."""
    row(label, width)
    if state.asked.row == label:
        imgui.set_scroll_here_y()
        imgui.set_keyboard_focus_here()
        state.asked.row = None


BESIDE_BATCH = 4.2  # width that `batch` leaves free for its box, in font sizes


def batch(draft: Draft | BranchDraft, form: str) -> None:
    """How many points a minibatch has, after a row's label that leaves BESIDE_BATCH free; or all. form: whose, to tell
    one's controls from another's."""
    imgui.begin_disabled(draft.full_batch)
    draft.batch_size = imgui.input_int(f"##{form}batch", draft.batch_size, 16, 128)[1]
    imgui.end_disabled()
    imgui.set_item_tooltip("Random points, or pixels, in each iteration")
    imgui.same_line()
    draft.full_batch = imgui.checkbox(f"all##{form}", draft.full_batch)[1]
    imgui.set_item_tooltip("The full batch: every point, or pixel, in each iteration")


def complaint(problem: str | None, labels: float = LABELS) -> None:
    """What is wrong with the control above, if anything is, where that stands."""
    if problem:
        imgui.set_cursor_pos_x(imgui.get_cursor_pos_x() + labels * imgui.get_font_size())
        imgui.push_style_color(imgui.Col_.text, theme.error_text())
        imgui.text_wrapped(problem)
        imgui.pop_style_color()


def choice(name: str, shown: str, offered: Iterable[str]) -> str | None:
    """A control to choose one of some words by; what was chosen in this frame, if anything was."""
    chosen = None
    if imgui.begin_combo(name, shown):
        for one in offered:
            if imgui.selectable(one, one == shown)[0]:
                chosen = one
        imgui.end_combo()
    return chosen
