"""Which run is shown, and its network as a diagram to pick neurons from."""

from __future__ import annotations

from pathlib import Path

from imgui_bundle import ImVec2, imgui

from ...errors import GinnError
from ...store import Run
from .. import keys
from ..actions import changing, runs
from ..forms.step import step_of
from ..state import State
from ..state.reading import UNREADABLE
from . import diagram, neuron
from .widgets import action_button

ALL, BOTH = 45.0, 28.0  # heights, in font sizes, from which on choices and diagram stay beside a picked neuron
OF_DIAGRAM = 0.45       # of the height, where both are there


def draw(state: State, nodes: diagram.Nodes) -> None:
    """The panel; where it is low, a neuron that is picked takes the place of what would not fit beside it."""
    em, height = imgui.get_font_size(), imgui.get_content_region_avail().y
    picked = state.shown.selected if state.shown.run else None
    if picked is None or height > ALL * em:
        _draw_choices(state)
    if state.shown.run is None:
        return
    if picked is None:
        state.pointer.node = diagram.draw(state, nodes, imgui.get_content_region_avail().y)
        return
    if height > BOTH * em:
        state.pointer.node = diagram.draw(state, nodes, OF_DIAGRAM * imgui.get_content_region_avail().y)
        imgui.separator()
    share = nodes.of(state.shown.picture).shares[picked]
    imgui.begin_child("neuron", ImVec2(0, 0))
    neuron.draw(state, picked, share)
    imgui.end_child()
    if imgui.is_key_pressed(imgui.Key.escape) and not imgui.get_io().want_text_input:
        changing.deselect(state)


def _draw_choices(state: State) -> None:
    """Which run is shown, and beside which; whose boundaries."""
    draw_run_choice(state)
    if state.shown.run is None:
        return
    draw_choice_beside(state)
    imgui.spacing()
    spacing = imgui.get_style().item_spacing.x
    third = ImVec2((imgui.get_content_region_avail().x + spacing) / 3 - spacing, 0)
    action_button(state, "Show all", "all", third)
    imgui.same_line()
    action_button(state, "Hide all", "none", third)
    imgui.same_line()
    action_button(state, "Train from here", "branch", third)
    imgui.spacing()


def draw_run_choice(state: State) -> None:
    """A list of all runs there are; choosing one shows it."""
    _label("Run")
    if imgui.begin_combo("##run", state.shown.run.path.stem if state.shown.run else "none"):
        path = _chosen(state.library.paths(), state.shown.run)
        if path:
            _open(state, path)
        imgui.end_combo()
    imgui.set_item_tooltip("The bundled runs, those in ./runs, and what you opened")
    if state.shown.run:
        run, training = state.shown.run, state.shown.run.training
        batch = "full batch" if training.batch_size is None else f"batches of {training.batch_size}"
        how = f"{run.made} from another program" if run.watched else f"seed {training.seed} · {batch}"
        imgui.text_disabled(f"{run.network} · {how}")


def draw_choice_beside(state: State) -> None:
    """A list of all other runs; choosing one shows it beside the first."""
    beside = state.shown.compared.run if state.shown.compared else None
    _label("Compare with")
    stays = state.shown.compared is not None and state.shown.compared.stays
    if imgui.begin_combo("##beside", "this run at" if stays else beside.path.stem if beside else "none"):
        if imgui.selectable("none", beside is None)[0]:
            runs.compare_with(state, None)
        if imgui.selectable(f"this run at step {state.shown.step:,}###itself", False)[0]:
            runs.compare_with_itself(state)
        path = _chosen(state.library.others(state.shown.run.path), None if stays else beside)
        if path:
            runs.compare_with(state, path)
        imgui.end_combo()
    imgui.set_item_tooltip("Another run to compare with, at the same step and in the same view\n"
                           f"({keys.BY_NAME['compare'].shown} for the last one, or none), or this run at two steps")
    if stays:
        _draw_step_beside(state)


def _draw_step_beside(state: State) -> None:
    """The step at which the run beside stays."""
    assert state.shown.compared is not None
    _label("at step")
    imgui.set_next_item_width(-8.5 * imgui.get_font_size())
    entered, text = imgui.input_text("##step beside", str(state.shown.compared.step),
                                     imgui.InputTextFlags_.enter_returns_true | imgui.InputTextFlags_.auto_select_all)
    imgui.set_item_tooltip("Type a step, such as 12000 or 12k, and press Enter: its last checkpoint before that stays")
    if entered:
        try:
            runs.compared_stays_at(state, step_of(text))
        except GinnError as error:
            state.messages.complain(error)
    imgui.same_line()
    if imgui.button("The one shown", ImVec2(-1, 0)):
        runs.compared_stays_at(state, state.shown.step)


def _label(label: str) -> None:
    """On the left of the next control."""
    imgui.align_text_to_frame_padding()
    imgui.text_disabled(label)
    imgui.same_line(5.5 * imgui.get_font_size())
    imgui.set_next_item_width(-1)


def _chosen(paths: list[Path], run: Run | None) -> Path | None:
    """The run file that is clicked in a list of them. run: the one that is chosen already."""
    clicked = None
    for path in paths:
        shown = run is not None and path == run.path.resolve()
        imgui.push_id(str(path))
        if imgui.selectable(path.stem, shown)[0] and not shown:
            clicked = path
        imgui.pop_id()
    return clicked


def _open(state: State, path: Path) -> None:
    try:
        runs.open_run(state, path)
    except UNREADABLE as error:
        state.messages.complain(str(error))
