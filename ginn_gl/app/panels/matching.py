"""Whether the neurons of runs side by side are matched, and how alike the runs then are."""

from __future__ import annotations

from imgui_bundle import imgui

from ...insight.alignment import Alignment
from ...insight.alignment_report import percent
from ..state import State
from ..state.matching import Match

WHAT = ("Neurons have no order of their own. Matched, those of a run beside have the numbers\n"
        "of the ones here that are on, and off, at most of the same points: so one click, one\n"
        "number and one thumbnail are the same neuron in all. The last steps decide, so that\n"
        "numbers stay while time goes on.")


def draw(state: State) -> None:
    """Nothing where no other run is beside the shown one."""
    matches = state.shown.matching.matches
    if not matches:
        return
    problems = [match.problem for match in matches if match.problem]
    imgui.begin_disabled(len(problems) == len(matches))
    chosen = imgui.checkbox("Match neurons", state.settings.match_neurons and len(problems) < len(matches))
    if chosen[0]:
        state.settings.match_neurons = chosen[1]
    imgui.end_disabled()
    if imgui.is_item_hovered(imgui.HoveredFlags_.for_tooltip | imgui.HoveredFlags_.allow_when_disabled):
        imgui.set_tooltip(_capital(problems[0]) if problems else WHAT)
    if not state.settings.match_neurons:
        return
    for match in matches:
        if len(matches) == 1:
            imgui.same_line()
        imgui.text_disabled(_said(match) if len(matches) == 1 else f"{match.run.path.stem}: {_said(match)}")
        if match.found:
            imgui.set_item_tooltip(_in_full(match.found))


def _said(match: Match) -> str:
    if match.problem:
        return "of other layers"
    return f"{percent(match.found.alike)} alike" if match.found else "matching ..."


def _in_full(found: Alignment) -> str:
    """How alike layers are, and what would be without."""
    layers = "\n".join(f"Layer {layer}: {percent(share)}" for layer, share in enumerate(found.by_layer, 1))
    return ("At this share of the picture matched neurons are both on or both off, at the last steps:\n"
            f"{layers}\nPaired by their own numbers: {percent(found.unmatched)}")


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
