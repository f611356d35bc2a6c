"""What a close look at the run finds: each measure in a sentence, and what it found as pictures that a click plays."""

from __future__ import annotations

from pathlib import Path

import moderngl
from imgui_bundle import ImVec2, ImVec4, imgui

from ...config import View
from ...insight.findings import Finding, Insight
from ...render import layer_color
from ...render.thumbnails import Thumbnails
from ...store import Run
from ..actions import findings, runs
from ..state import State
from ..state.picture import Picture
from ..state.reading import UNREADABLE
from ..state.shown import Shown
from . import motion
from .diagram import Nodes

SHOWN = 3          # findings of one measure, until all are wanted
LONGEST_LABEL = 40
PICTURE = 3.4      # side of a finding's picture, in font sizes
MOST_PICTURED = 4  # neurons in it


class Insights:
    """The panel. The pictures are of the run's last step."""

    def __init__(self, context: moderngl.Context) -> None:
        self._nodes = Nodes(context)
        self._pictured: tuple[Run, int] | None = None
        self._picture: Picture | None = None
        self._all: set[str] = set()  # measures of which all findings are listed

    def draw(self, state: State) -> None:
        """The panel; the run is looked at when it is first opened."""
        run = state.shown.run
        if run is None:
            return
        findings.look_at_run(state)
        _draw_standing(state, run)
        if state.shown.view_before is not None and imgui.button("Back to the whole picture", ImVec2(-1, 0)):
            findings.go_back(state)
        thumbnails = self._thumbnails(state.shown, run)
        for insight in state.work.findings.insights:
            if imgui.collapsing_header(f"{insight.title}##{insight.name}", imgui.TreeNodeFlags_.default_open):
                self._draw_insight(state, insight, thumbnails)

    def _thumbnails(self, shown: Shown, run: Run) -> Thumbnails:
        if self._pictured != (run, len(run)):
            try:
                parameters = run.parameters(-1)
            except UNREADABLE:  # then as it was read last
                parameters = shown.parameters
            self._pictured = run, len(run)
            self._picture = Picture(run, int(run.steps[-1]), None, parameters, View())
        assert self._picture is not None
        return self._nodes.of(self._picture)

    def _draw_insight(self, state: State, insight: Insight, thumbnails: Thumbnails) -> None:
        imgui.text_wrapped(insight.summary)
        count = len(insight.findings) if insight.name in self._all else SHOWN
        for number, finding in enumerate(insight.findings[:count]):
            _draw_finding(state, insight.name, number, finding, thumbnails)
        if len(insight.findings) > count and imgui.small_button(
                f"{len(insight.findings) - count} more##{insight.name}"):
            self._all.add(insight.name)
        if insight.why and imgui.tree_node(f"Why does this matter?##{insight.name}"):
            imgui.unindent(imgui.get_style().indent_spacing)
            imgui.text_wrapped(insight.why)
            imgui.indent(imgui.get_style().indent_spacing)
            imgui.tree_pop()
        if insight.motion:
            motion.draw(state, insight.motion)
        if insight.beside:
            _draw_switch_beside(state, insight.beside)
        if insight.tracks:
            _draw_curve_choice(state, insight)
        imgui.spacing()


def _draw_standing(state: State, run: Run) -> None:
    found, last = state.work.findings, int(run.steps[-1])
    if found.computing:
        imgui.text_disabled(f"Looking at {run.path.stem} ...")
    elif found.error:
        imgui.text_wrapped(found.error)
    elif found.steps != last:
        imgui.text_disabled(f"As of step {found.steps:,}")
        imgui.same_line()
        if imgui.small_button("Look again"):
            found.request(run.path, last)


def _draw_switch_beside(state: State, path: Path) -> None:
    """Whether the run that this one was compared with is shown beside it."""
    shown = state.shown.beside.leading(path) is not None
    changed, wanted = imgui.checkbox(f"Compare with {path.stem}###beside", shown)
    imgui.set_item_tooltip("Show the two side by side, at the same step and in the same view")
    if changed:
        runs.compare_with(state, *([path] if wanted else []))


def _draw_curve_choice(state: State, insight: Insight) -> None:
    """Which of the measure's curves, by their unit, is drawn beside the loss."""
    shown = state.shown.track
    imgui.align_text_to_frame_padding()
    imgui.text_disabled("Curve beside the loss")
    imgui.same_line()
    if imgui.radio_button(f"None##{insight.name}", shown is None or shown[0] != insight.name):
        state.shown.track = None if shown and shown[0] == insight.name else shown
    for unit in dict.fromkeys(track.unit for track in insight.tracks):
        names = ", ".join(track.name for track in insight.tracks if track.unit == unit)
        label = names if len(names) <= LONGEST_LABEL else unit
        if imgui.radio_button(f"{label[0].upper()}{label[1:]}##{insight.name} {unit}", shown == (insight.name, unit)):
            state.shown.track = insight.name, unit
        imgui.set_item_tooltip(f"In the timeline: {names}, in {unit}")


def _draw_finding(state: State, measure: str, number: int, finding: Finding, thumbnails: Thumbnails) -> None:
    """Its picture, and beside it the sentence and the figures; a click plays it."""
    em, start, corner = imgui.get_font_size(), imgui.get_cursor_pos(), imgui.get_cursor_screen_pos()
    left = (PICTURE + 0.9) * em
    width = imgui.get_content_region_avail().x - left - 0.3 * em
    texts = finding.text, finding.detail
    heights = [imgui.calc_text_size(text, wrap_width=width).y if text else 0.0 for text in texts]
    height = max(PICTURE * em, sum(heights)) + 0.6 * em
    if imgui.selectable(f"##finding {measure} {number}", False, 0, ImVec2(0, height))[0]:
        findings.show_finding(state, measure, finding)
    imgui.set_item_tooltip("Click to see how it comes about" if finding.first < finding.last or measure in findings.WAYS
                           else f"Show step {finding.first:,}")
    after = imgui.get_cursor_pos()
    _draw_picture(finding, ImVec2(corner.x + 0.3 * em, corner.y + 0.3 * em), thumbnails)
    top = start.y + 0.3 * em
    for text, tall, colour in zip(texts, heights, (imgui.Col_.text, imgui.Col_.text_disabled)):
        if text:
            imgui.set_cursor_pos(ImVec2(start.x + left, top))
            imgui.push_text_wrap_pos(start.x + left + width)
            imgui.push_style_color(imgui.Col_.text, imgui.get_style_color_vec4(colour))
            imgui.text_wrapped(text)
            imgui.pop_style_color()
            imgui.pop_text_wrap_pos()
        top += tall
    imgui.set_cursor_pos(after)


def _draw_picture(finding: Finding, corner: ImVec2, thumbnails: Thumbnails) -> None:
    """What its neurons do, or what the network says, with the part that it is about."""
    side, painter = PICTURE * imgui.get_font_size(), imgui.get_window_draw_list()
    pictured = finding.neurons[:MOST_PICTURED] or (None,)
    per_row = 1 if len(pictured) == 1 else 2
    part = side / per_row
    for place, neuron in enumerate(pictured):
        low = ImVec2(corner.x + place % per_row * part, corner.y + place // per_row * part)
        high = ImVec2(low.x + part - 2, low.y + part - 2)
        upper_left, lower_right = thumbnails.corners(neuron)
        painter.add_image(imgui.ImTextureRef(thumbnails.texture_of(neuron).glo), low, high, ImVec2(*upper_left),
                          ImVec2(*lower_right), imgui.get_color_u32(ImVec4(*thumbnails.color(neuron), 1)))
        edge = ImVec4(*layer_color(neuron[0]), 1) if neuron else imgui.get_style_color_vec4(imgui.Col_.border)
        painter.add_rect(low, high, imgui.get_color_u32(edge))
    if finding.area and not finding.neurons:
        left, top, right, bottom = finding.area
        painter.add_rect(ImVec2(corner.x + left * side, corner.y + top * side),
                         ImVec2(corner.x + right * side, corner.y + bottom * side),
                         imgui.get_color_u32(imgui.Col_.check_mark), thickness=2)
