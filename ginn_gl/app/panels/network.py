"""Which run is shown, and its network as a diagram to pick neurons from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from imgui_bundle import ImVec2, imgui

from .. import keys
from ..actions import runs
from ..state import State
from . import diagram, run_list
from .widgets import action_button


@dataclass
class Lists:
    """What is searched in the two lists of runs."""

    run: run_list.Search = field(default_factory=run_list.Search)
    beside: run_list.Search = field(default_factory=run_list.Search)


def draw(state: State, nodes: diagram.Nodes, lists: Lists) -> None:
    """The panel; sets view.highlighted to the neuron whose node is under the mouse."""
    draw_run_choice(state, lists)
    if state.shown.run is None:
        return
    draw_choice_beside(state, lists)
    imgui.spacing()
    width = (imgui.get_content_region_avail().x - imgui.get_style().item_spacing.x) / 2
    action_button(state, "Show all", "all", ImVec2(width, 0))
    imgui.same_line()
    action_button(state, "Hide all", "none", ImVec2(width, 0))
    imgui.spacing()
    hovered = diagram.draw(state, nodes)
    if hovered != state.shown.view.highlighted:
        state.shown.view = replace(state.shown.view, highlighted=hovered)


def draw_run_choice(state: State, lists: Lists) -> None:
    """A list of all runs there are; choosing one shows it."""
    _label("Run")
    shown = state.shown.run.path.resolve() if state.shown.run else None
    chosen = run_list.draw(state, "##run", state.library.paths(), shown, lists.run)
    if isinstance(chosen, Path):
        runs.open_path(state, chosen)
    before, after = (keys.BY_NAME[name].shown for name in ("previous run", "next run"))
    imgui.set_item_tooltip(f"The bundled runs, those in ./runs, and what you opened\n({before} and {after} go through "
                           "them)")
    if state.shown.run:
        run, training = state.shown.run, state.shown.run.training
        batch = "full batch" if training.batch_size is None else f"batches of {training.batch_size}"
        how = f"{run.made} from another program" if run.watched else f"seed {training.seed} · {batch}"
        imgui.text_disabled(f"{run.network} · {how}")


def draw_choice_beside(state: State, lists: Lists) -> None:
    """A list of all other runs; choosing one shows it beside the first."""
    beside = state.shown.compared.run.path.resolve() if state.shown.compared else None
    _label("Compare with")
    chosen = run_list.draw(state, "##beside", state.library.others(state.shown.run.path), beside, lists.beside, True)
    if chosen:
        runs.compare_with(state, chosen if isinstance(chosen, Path) else None)
    imgui.set_item_tooltip("Another run to compare with, at the same step and in the same view\n"
                           f"({keys.BY_NAME['compare'].shown} for the last one, or none)")


def _label(label: str) -> None:
    """On the left of the next control."""
    imgui.align_text_to_frame_padding()
    imgui.text_disabled(label)
    imgui.same_line(5.5 * imgui.get_font_size())
    imgui.set_next_item_width(-1)
