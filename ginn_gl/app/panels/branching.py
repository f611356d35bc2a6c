"""The form that asks how a training is to go on from the shown step."""

from __future__ import annotations

from pathlib import Path

from imgui_bundle import ImVec2, imgui

from ...edits import said_shortly
from ..actions import branching
from ..forms.branch import BranchDraft
from ..state import State
from .widgets import BESIDE_BATCH, batch, choice, complaint, row

TITLE = "Train from here"
WIDTH = 26.0  # font sizes
ITS_OWN = "as it was"


def draw(state: State) -> None:
    """The form, while it is open."""
    draft, em = state.forms.branch, imgui.get_font_size()
    if draft is None:
        return
    if not imgui.is_popup_open(TITLE):
        imgui.open_popup(TITLE)
    screen = imgui.get_main_viewport()
    imgui.set_next_window_pos(screen.get_center(), imgui.Cond_.appearing, ImVec2(0.5, 0.5))
    imgui.set_next_window_size(ImVec2(min(WIDTH * em, screen.size.x - 2 * em), 0))
    flags = imgui.WindowFlags_.no_resize | imgui.WindowFlags_.no_saved_settings
    if imgui.begin_popup_modal(TITLE, None, flags)[0]:
        _draw_form(state, draft)
        if state.forms.branch is None or imgui.is_key_pressed(imgui.Key.escape):
            state.forms.branch = None
            imgui.close_current_popup()
        imgui.end_popup()


def _draw_form(state: State, draft: BranchDraft) -> None:
    _draw_where(draft)
    problems = draft.problems()
    row("Iterations")
    draft.iterations = imgui.input_int("##branch iterations", draft.iterations, 10_000, 100_000)[1]
    imgui.set_item_tooltip("Up to which step; the learning rate falls to 0 there")
    complaint(problems.get("iterations"))
    row("Learning rate")
    draft.learning_rate = imgui.input_double("##branch rate", draft.learning_rate, 0, 0, "%.6g")[1]
    imgui.set_item_tooltip("As if the whole training had begun with it")
    complaint(problems.get("learning_rate"))
    row("Batch", -BESIDE_BATCH * imgui.get_font_size())
    batch(draft, "branch ")
    complaint(problems.get("batch_size"))
    row("Seed")
    draft.seed = imgui.input_int("##branch seed", draft.seed)[1]
    imgui.set_item_tooltip("Decides every minibatch from here on")
    complaint(problems.get("seed"))
    _draw_target(state, draft)
    imgui.spacing()
    _draw_buttons(state, bool(problems))


def _draw_where(draft: BranchDraft) -> None:
    imgui.text_wrapped(f"A new run begins as {draft.path.stem} is at step {draft.step:,}.")
    named = ", ".join(said_shortly(draft.edits))
    if named:
        imgui.text_wrapped(f"With your changes: {named}.")
    elif not draft.wanted and draft.target is None:
        imgui.text_wrapped("Nothing is changed: it will become the same run, to the last digit.")
    else:
        imgui.text_wrapped("Its neurons are as they were.")
    imgui.spacing()


def _draw_target(state: State, draft: BranchDraft) -> None:
    """The run's own, or the image that the Train panel would learn, where both are black and white."""
    other, run = state.forms.training.target, state.shown.run
    row("Target")
    imgui.begin_disabled(run is None or run.target is None or other is None)
    names = {ITS_OWN: None} | ({Path(other).name: other} if other else {})
    shown = next((name for name, path in names.items() if path == draft.target), ITS_OWN)
    chosen = choice("##branch target", shown, names)
    if chosen:
        draft.target, draft.threshold = names[chosen], state.forms.training.threshold
    imgui.end_disabled()
    if imgui.is_item_hovered(imgui.HoveredFlags_.allow_when_disabled):
        imgui.set_tooltip("What is learnt from here on: as it was, or the image\nthat is chosen in the Train tab")


def _draw_buttons(state: State, is_wrong: bool) -> None:
    half = ImVec2((imgui.get_content_region_avail().x - imgui.get_style().item_spacing.x) / 2, 0)
    if imgui.button("Cancel##branch", half):
        state.forms.branch = None
    imgui.same_line()
    imgui.begin_disabled(is_wrong)
    if imgui.button("Train##branch", half):
        branching.begin(state)
    imgui.end_disabled()
