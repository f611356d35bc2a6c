"""Which run is shown, and its network as a diagram to pick neurons from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from imgui_bundle import ImVec2, imgui

from ...store import Run
from .. import keys
from ..actions import runs
from ..state import State
from ..state.reading import UNREADABLE
from . import diagram
from .widgets import action_button


def draw(state: State, nodes: diagram.Nodes) -> None:
    """The panel; sets view.highlighted to the neuron whose node is under the mouse."""
    draw_run_choice(state)
    if state.shown.run is None:
        return
    draw_choice_beside(state)
    imgui.spacing()
    width = (imgui.get_content_region_avail().x - imgui.get_style().item_spacing.x) / 2
    action_button(state, "Show all", "all", ImVec2(width, 0))
    imgui.same_line()
    action_button(state, "Hide all", "none", ImVec2(width, 0))
    imgui.spacing()
    hovered = diagram.draw(state, nodes)
    if hovered != state.shown.view.highlighted:
        state.shown.view = replace(state.shown.view, highlighted=hovered)


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
    if imgui.begin_combo("##beside", beside.path.stem if beside else "none"):
        if imgui.selectable("none", beside is None)[0]:
            runs.compare_with(state, None)
        path = _chosen(state.library.others(state.shown.run.path), beside)
        if path:
            runs.compare_with(state, path)
        imgui.end_combo()
    imgui.set_item_tooltip("Another run to compare with, at the same step and in the same view\n"
                           f"({keys.BY_NAME['compare'].shown} for the last one, or none)")


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
