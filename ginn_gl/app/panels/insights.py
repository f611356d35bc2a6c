"""What a close look at the run finds: each measure in a sentence, its curves, and its table to click through."""

from __future__ import annotations

from pathlib import Path

from imgui_bundle import ImVec2, imgui

from ...insight.findings import Finding, Insight
from ..actions import findings, runs
from ..state import State
from . import motion

SHOWN = 12  # findings of one measure
LONGEST_LABEL = 40


def draw(state: State) -> None:
    """The panel; the run is looked at when it is first opened."""
    if state.shown.run is None:
        return
    findings.look_at_run(state)
    found, last = state.work.findings, int(state.shown.run.steps[-1])
    if found.computing:
        imgui.text_disabled(f"Looking at {state.shown.run.path.stem} ...")
    elif found.error:
        imgui.text_wrapped(found.error)
    elif found.steps != last:
        imgui.text_disabled(f"As of step {found.steps:,}")
        imgui.same_line()
        if imgui.small_button("Look again"):
            found.request(state.shown.run.path, last)
    for insight in found.insights:
        _draw_insight(state, insight)


def _draw_insight(state: State, insight: Insight) -> None:
    if not imgui.collapsing_header(f"{insight.title}##{insight.name}", imgui.TreeNodeFlags_.default_open):
        return
    imgui.text_wrapped(insight.summary)
    if insight.beside:
        _draw_switch_beside(state, insight.beside)
    for unit in dict.fromkeys(track.unit for track in insight.tracks):
        _draw_track_switch(state, insight, unit)
    if insight.motion:
        motion.draw(state, insight.motion)
    for number, finding in enumerate(insight.findings[:SHOWN]):
        _draw_finding(state, finding, f"{insight.name} {number}")
    if len(insight.findings) > SHOWN:
        imgui.text_disabled(f"and {len(insight.findings) - SHOWN} more: ginn-gl info --json lists all")
    imgui.spacing()


def _draw_switch_beside(state: State, path: Path) -> None:
    """Whether the run that this one was compared with is shown beside it."""
    shown = state.shown.compared is not None and state.shown.compared.is_of(path)
    changed, wanted = imgui.checkbox(f"Beside {path.stem}###beside", shown)
    imgui.set_item_tooltip("Show the two side by side, at the same step and in the same view")
    if changed:
        runs.compare_with(state, path if wanted else None)


def _draw_track_switch(state: State, insight: Insight, unit: str) -> None:
    """Whether the measure's curves in one unit are drawn beside the loss."""
    names = ", ".join(track.name for track in insight.tracks if track.unit == unit)
    shown = state.shown.track == (insight.name, unit)
    label = names if len(names) <= LONGEST_LABEL else unit
    changed, wanted = imgui.checkbox(f"{label[0].upper()}{label[1:]}##{insight.name} {unit}", shown)
    imgui.set_item_tooltip(f"In the timeline, beside the loss: {names}, in {unit}")
    if changed:
        state.shown.track = (insight.name, unit) if wanted else None


def _draw_finding(state: State, finding: Finding, key: str) -> None:
    """Its sentence; a click shows where it is."""
    width = imgui.get_content_region_avail().x - 0.6 * imgui.get_font_size()
    height = imgui.calc_text_size(finding.text, wrap_width=width).y
    start = imgui.get_cursor_pos()
    if imgui.selectable(f"##finding {key}", False, 0, ImVec2(0, height + 2))[0]:
        findings.show_finding(state, finding)
    imgui.set_item_tooltip(f"Show step {finding.first:,}" + (" and these neurons" if finding.neurons else ""))
    after = imgui.get_cursor_pos()
    imgui.set_cursor_pos(ImVec2(start.x + 0.3 * imgui.get_font_size(), start.y + 1))
    imgui.push_text_wrap_pos(start.x + width)
    imgui.push_style_color(imgui.Col_.text, imgui.get_style_color_vec4(imgui.Col_.text_disabled))
    imgui.text_wrapped(finding.text)
    imgui.pop_style_color()
    imgui.pop_text_wrap_pos()
    imgui.set_cursor_pos(after)
