"""Starting a training beside the viewer, and how far it is."""

from __future__ import annotations

from imgui_bundle import ImVec2, imgui

from ...activations import NAMES
from ...config import MOST_HELD_OUT
from .. import theme, training
from ..state import State
from . import learnt
from .learnt import TargetTexture
from .widgets import action_button, labelled

DEVICES = ("auto", "cpu", "cuda")


def draw(state: State, preview: TargetTexture) -> None:
    """The panel: a form, or progress while a training runs."""
    imgui.begin_disabled(state.training)
    learnt.draw(state, preview)
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
    imgui.set_item_tooltip("Widths from the input on, such as 16,16,16: 1 to 8 layers of 1 to 1,024")
    labelled("Activation")
    _draw_activation(state)
    labelled("Iterations")
    draft.iterations = max(1, imgui.input_int("##iterations", draft.iterations, 10_000, 100_000)[1])
    imgui.set_item_tooltip("1,270,000 in the paper; the learning rate falls to 0 over them")
    labelled("Points per batch", -5.5 * imgui.get_font_size())
    imgui.begin_disabled(draft.full_batch)
    draft.batch_size = max(1, imgui.input_int("##batch", draft.batch_size, 16, 128)[1])
    imgui.end_disabled()
    imgui.same_line()
    draft.full_batch = imgui.checkbox("all", draft.full_batch)[1]
    imgui.set_item_tooltip("The full batch: every point, or pixel, in each iteration")
    if imgui.tree_node("More"):
        _draw_more(state)
        imgui.tree_pop()


def _draw_activation(state: State) -> None:
    draft = state.draft
    if imgui.begin_combo("##activation", draft.activation):
        for name in NAMES:
            if imgui.selectable(name, name == draft.activation)[0]:
                draft.activation = name
        imgui.end_combo()
    imgui.set_item_tooltip("Of all hidden neurons; relu in the paper")


def _draw_more(state: State) -> None:
    """What is seldom changed."""
    draft = state.draft
    labelled("L2")
    draft.l2 = min(1.0, max(0.0, imgui.input_float("##l2", draft.l2, 0, 0, "%.6g")[1]))
    imgui.set_item_tooltip("Draws parameters towards 0: what torch.optim.Adam calls weight_decay")
    labelled("Held out for validation")
    draft.validation = round(imgui.slider_float("##validation", draft.validation, 0, MOST_HELD_OUT, "%.2f",
                                                imgui.SliderFlags_.always_clamp)[1], 2)
    imgui.set_item_tooltip("The share of the data that nothing is learnt from, but whose loss is a second curve")
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
