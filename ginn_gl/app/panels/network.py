"""Which run is shown, and its network as a diagram to pick neurons from."""

from __future__ import annotations

from dataclasses import replace

from imgui_bundle import ImVec2, imgui

from ...errors import GinnError
from ..state import State
from . import diagram
from .widgets import action_button, labelled


def draw(state: State, nodes: diagram.Nodes) -> None:
    """The panel; sets view.highlighted to the neuron whose node is under the mouse."""
    draw_run_choice(state)
    if state.run is None:
        return
    imgui.spacing()
    width = (imgui.get_content_region_avail().x - imgui.get_style().item_spacing.x) / 2
    action_button(state, "Show all", "all", ImVec2(width, 0))
    imgui.same_line()
    action_button(state, "Hide all", "none", ImVec2(width, 0))
    imgui.spacing()
    hovered = diagram.draw(state, nodes)
    if hovered != state.view.highlighted:
        state.view = replace(state.view, highlighted=hovered)


def draw_run_choice(state: State) -> None:
    """A list of all runs there are; choosing one shows it."""
    labelled("Run")
    if imgui.begin_combo("##run", state.run.path.stem if state.run else "none"):
        for path in state.library.paths():
            shown = state.run is not None and path == state.run.path.resolve()
            if imgui.selectable(f"{path.stem}##{path}", shown)[0] and not shown:
                try:
                    state.open(path)
                except GinnError as error:
                    state.complain(error)
        imgui.end_combo()
    imgui.set_item_tooltip("The bundled runs, those in ./runs, and what you opened")
    if state.run:
        training = state.run.training
        batch = "full batch" if training.batch_size is None else f"batches of {training.batch_size}"
        imgui.text_disabled(f"{state.run.network} · seed {training.seed} · {batch}")
