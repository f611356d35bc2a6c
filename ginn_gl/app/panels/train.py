"""Starting a training beside the viewer, and how far it is."""

from __future__ import annotations

from imgui_bundle import ImVec2, imgui

from .. import theme, training
from ..state import State
from . import target
from .target import TargetTexture
from .widgets import action_button, labelled

DEVICES = ("auto", "cpu", "cuda")


def draw(state: State, preview: TargetTexture) -> None:
    """The panel: a form, or progress while a training runs."""
    imgui.begin_disabled(state.training)
    target.draw(state, preview)
    _draw_form(state)
    imgui.end_disabled()
    imgui.dummy(ImVec2(0, 4))
    imgui.push_style_color(imgui.Col_.button, theme.colour("accent", state.light, 0.85))
    imgui.push_style_color(imgui.Col_.button_hovered, theme.colour("accent", state.light))
    imgui.push_style_color(imgui.Col_.text, imgui.ImVec4(0.08, 0.08, 0.08, 1))
    half = (imgui.get_content_region_avail().x - imgui.get_style().item_spacing.x) / 2
    action_button(state, "Stop" if state.training else "Train", "train", ImVec2(half if state.training else -1, 0))
    imgui.pop_style_color(3)
    if state.training:
        imgui.same_line()
        action_button(state, "Continue" if state.trainer.paused else "Pause", "pause", ImVec2(half, 0))
        _draw_progress(state)
    if state.ending:
        _draw_ending(state)


def _draw_form(state: State) -> None:
    draft = state.draft
    labelled("Seed")
    draft.seed = max(0, imgui.input_int("##seed", draft.seed)[1])
    imgui.set_item_tooltip("Decides the first parameters and every minibatch")
    labelled("Hidden layers")
    draft.hidden = imgui.input_text("##hidden", draft.hidden)[1]
    imgui.set_item_tooltip("Widths from the input on, such as 16,16,16: 1 to 8 layers of 1 to 256")
    labelled("Iterations")
    draft.iterations = max(1, imgui.input_int("##iterations", draft.iterations, 10_000, 100_000)[1])
    imgui.set_item_tooltip("1,270,000 in the paper; the learning rate falls to 0 over them")
    labelled("Pixels per batch", -5.5 * imgui.get_font_size())
    imgui.begin_disabled(draft.full_batch)
    draft.batch_size = max(1, imgui.input_int("##batch", draft.batch_size, 16, 128)[1])
    imgui.end_disabled()
    imgui.same_line()
    draft.full_batch = imgui.checkbox("all", draft.full_batch)[1]
    imgui.set_item_tooltip("The full batch: every pixel in each iteration; slow")
    labelled("Device")
    if imgui.begin_combo("##device", draft.device):
        for device in DEVICES:
            if imgui.selectable(device, device == draft.device)[0]:
                draft.device = device
        imgui.end_combo()
    imgui.set_item_tooltip("auto: a CUDA GPU where there is one, else the processor")


def _draw_ending(state: State) -> None:
    """Why the shown run is not finished, and the way on."""
    imgui.dummy(ImVec2(0, 4))
    imgui.separator_text("The run that is shown")
    imgui.text_wrapped(state.ending or "")
    if state.run and state.run.watched:  # only its own program can go on with it
        return
    imgui.begin_disabled(state.trainer is not None)
    if imgui.button("Resume", ImVec2(-1, 0)):
        training.resume(state)
    imgui.end_disabled()
    imgui.set_item_tooltip("Go on from the last snapshot, to the very result it would have had")


def _draw_progress(state: State) -> None:
    run, trainer = state.run, state.trainer
    imgui.dummy(ImVec2(0, 2))
    if not training.is_of_shown_run(state):
        imgui.text_disabled(f"{trainer.path.stem} runs beside this one" if trainer.seen else "Starting ...")
        return
    step, total = int(run.steps[-1]), run.iterations
    paused = "   paused" if trainer.paused else ""
    if run.watched:
        imgui.text_disabled(f"Step {step:,} of a loop of process {trainer.pid}{paused}")
    else:
        imgui.progress_bar(step / total, ImVec2(-1, 0), f"{step:,} of {total:,}{paused}")
    following = imgui.checkbox("Follow the newest checkpoint (F)", state.following)[1]
    if following != state.following:
        state.following = following
