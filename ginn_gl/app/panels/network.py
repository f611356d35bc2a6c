"""Which run is shown, and its network as a diagram to pick neurons from."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from imgui_bundle import ImVec2, imgui
from imgui_bundle import icons_fontawesome_4 as icons

from .. import keys
from ..actions import changing, runs, window
from ..state import State
from ..state.beside import MOST
from . import diagram, neuron, run_list
from .widgets import action_button

ALL, BOTH = 45.0, 28.0  # heights, in font sizes, from which on choices and diagram stay beside a picked neuron
ITSELF = "this run at this step"
OF_DIAGRAM = 0.45       # of the height, where both are there


@dataclass
class Lists:
    """What is searched in the two lists of runs."""

    run: run_list.Search = field(default_factory=run_list.Search)
    beside: run_list.Search = field(default_factory=run_list.Search)


def draw(state: State, nodes: diagram.Nodes, lists: Lists) -> None:
    """The panel; where it is low, a neuron that is picked takes the place of what would not fit beside it."""
    em, height = imgui.get_font_size(), imgui.get_content_region_avail().y
    picked = state.shown.selected if state.shown.run else None
    if picked is None or height > ALL * em:
        _draw_choices(state, lists)
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


def _draw_choices(state: State, lists: Lists) -> None:
    """Which run is shown, and beside which; whose boundaries."""
    draw_run_choice(state, lists)
    if state.shown.run is None:
        return
    draw_choice_beside(state, lists)
    imgui.spacing()
    spacing = imgui.get_style().item_spacing.x
    third = ImVec2((imgui.get_content_region_avail().x + spacing) / 3 - spacing, 0)
    action_button(state, "Show all", "all", third)
    imgui.same_line()
    action_button(state, "Hide all", "none", third)
    imgui.same_line()
    action_button(state, "Train from here", "branch", third)
    imgui.spacing()


def draw_run_choice(state: State, lists: Lists) -> None:
    """A list of all runs there are; choosing one shows it."""
    _label("Run")
    button = imgui.calc_text_size("All runs").x + 2 * imgui.get_style().frame_padding.x
    imgui.set_next_item_width(-button - imgui.get_style().item_spacing.x)
    shown = [state.shown.run.path.resolve()] if state.shown.run else []
    chosen = run_list.draw(state, "##run", state.library.paths, shown, lists.run)
    if isinstance(chosen, Path):
        runs.open_path(state, chosen)
    before, after = (keys.BY_NAME[name].shown for name in ("previous run", "next run"))
    imgui.set_item_tooltip(f"The bundled runs, those in ./runs, and what you opened\n({before} and {after} go through "
                           "them)")
    imgui.same_line()
    action_button(state, "All runs", "all runs")
    if state.shown.run:
        run, training = state.shown.run, state.shown.run.training
        batch = "full batch" if training.batch_size is None else f"batches of {training.batch_size}"
        how = f"{run.made} from another program" if run.watched else f"seed {training.seed} · {batch}"
        imgui.text_disabled(f"{run.network} · {how}")


def draw_choice_beside(state: State, lists: Lists) -> None:
    """A list of all other runs; choosing one shows it beside the first, and choosing it again takes it away."""
    beside, run = state.shown.beside, state.shown.run
    assert run is not None
    _label("Compare with")
    if beside.others:
        imgui.set_next_item_width(-imgui.get_frame_height() - imgui.get_style().item_spacing.x)
    shown: list[Path | str] = [ITSELF if other.stays and other.is_of(run.path) else other.run.path.resolve()
                               for other in beside.others]
    chosen = run_list.draw(state, "##beside", lambda: state.library.others(run.path), shown, lists.beside,
                           (run_list.NONE, ITSELF), many=True)
    if chosen == ITSELF:
        runs.compare_with_itself(state)
    elif isinstance(chosen, Path):
        runs.show_beside(state, chosen)
    elif chosen:
        runs.compare_with(state)
    imgui.set_item_tooltip(f"Other runs to compare with, up to {MOST - 1} of them, at the same step and in the same "
                           f"view\n({keys.BY_NAME['compare'].shown} for the last ones, or none), or this run at "
                           "several steps")
    if beside.others:
        imgui.same_line()
        if imgui.button(f"{icons.ICON_FA_COG}###how", ImVec2(-1, 0)):
            window.open_tab("Compare")(state)
        imgui.set_item_tooltip("How they are compared: what is linked, their difference, layers in columns")


def _label(label: str) -> None:
    """On the left of the next control."""
    imgui.align_text_to_frame_padding()
    imgui.text_disabled(label)
    imgui.same_line(5.5 * imgui.get_font_size())
    imgui.set_next_item_width(-1)
