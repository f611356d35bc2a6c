"""Starting a training beside the viewer, and how far it is."""

from __future__ import annotations

import moderngl
from imgui_bundle import ImVec2, ImVec4, imgui

from ...activations import NAMES
from ...config import MOST_HELD_OUT
from ...heads import Head
from .. import theme
from ..actions import learning, training
from ..forms.training import Problems
from ..state import State
from . import layers, learnt
from .widgets import BESIDE_BATCH, LABELS, action_button, asked_row, batch, choice, complaint

MORE = ("Output", "Validation", "L2", "Checkpoints", "Device")  # labels of what is folded away
DEVICES = ("auto", "cpu", "cuda")
HEADS = {"logit": "one logit (sigmoid)", "value": "one value", "rgb": "red, green, blue"}
BUTTON_TEXT = ImVec4(0.08, 0.08, 0.08, 1)


class Form:
    """The panel: what is to be trained, and below it, always in sight, the button and the progress."""

    def __init__(self, context: moderngl.Context) -> None:
        self._preview, self._shelf = learnt.PreviewTexture(context), learnt.Shelf(context)
        self._footer = 0.0  # its height in the last frame

    def draw(self, state: State) -> None:
        """The panel."""
        problems = learning.problems(state)
        room = imgui.get_content_region_avail().y - self._footer - imgui.get_style().item_spacing.y
        imgui.begin_child("form", ImVec2(0, max(1.0, room)))
        imgui.begin_disabled(state.work.training)
        learnt.draw(state, problems, self._preview, self._shelf)
        _draw_network(state, problems)
        imgui.dummy(ImVec2(0, 2))
        if state.asked.row in MORE:
            imgui.set_next_item_open(True)
        is_open = imgui.collapsing_header("More settings")
        unfolds = imgui.is_item_toggled_open()
        if is_open:
            _draw_more(state, problems)
            if unfolds:
                imgui.set_scroll_here_y(1.0)  # or it would be below what is in sight
        imgui.end_disabled()
        imgui.end_child()
        imgui.begin_group()
        _draw_buttons(state, problems)
        if state.work.training:
            _draw_progress(state)
        if state.work.ending:
            _draw_ending(state)
        imgui.end_group()
        self._footer = imgui.get_item_rect_size().y


def _draw_network(state: State, problems: Problems) -> None:
    """What nearly every training is asked for."""
    draft = state.forms.training
    asked_row(state, "Hidden layers")
    draft.hidden = imgui.input_text("##hidden", draft.hidden)[1]
    imgui.set_item_tooltip("Widths from the input on, such as 16,16,16: 1 to 8 layers of 1 to 1,024")
    complaint(problems.get("hidden"))
    imgui.set_cursor_pos_x(imgui.get_cursor_pos_x() + LABELS * imgui.get_font_size())
    layers.draw(draft)
    _draw_activation(state)
    complaint(problems.get("activation"))
    asked_row(state, "Learning rate")
    draft.learning_rate = imgui.input_float("##rate", draft.learning_rate, 0, 0, "%.6g")[1]
    imgui.set_item_tooltip("At the start; it falls to 0 by half a cosine")
    complaint(problems.get("learning_rate"))
    asked_row(state, "Batch", -BESIDE_BATCH * imgui.get_font_size())
    batch(draft, "train ")
    complaint(problems.get("batch_size"))
    asked_row(state, "Iterations")
    draft.iterations = imgui.input_int("##iterations", draft.iterations, 10_000, 100_000)[1]
    imgui.set_item_tooltip("1,270,000 in the paper; the learning rate falls to 0 over them")
    complaint(problems.get("iterations"))
    _draw_seeds(state, problems)


def _draw_seeds(state: State, problems: Problems) -> None:
    """Which one, or how many from it on."""
    draft = state.forms.training
    asked_row(state, "Seed")
    draft.seed = imgui.input_int("##seed", draft.seed)[1]
    imgui.set_item_tooltip("Decides the first parameters and every minibatch")
    complaint(problems.get("seed"))
    asked_row(state, "Runs side by side")
    draft.runs = imgui.input_int("##runs", draft.runs)[1]
    imgui.set_item_tooltip("Each with a seed of its own, from this one on. The first is shown while they\n"
                           "train; all are in the list of runs")
    complaint(problems.get("runs"))


def _draw_activation(state: State) -> None:
    """A name to choose, and a text for all else that there may be."""
    draft, square = state.forms.training, imgui.get_frame_height()
    asked_row(state, "Activation", imgui.get_content_region_avail().x - square)
    imgui.set_next_item_width(-square)
    draft.activation = imgui.input_text("##activation", draft.activation)[1]
    imgui.set_item_tooltip("Of all hidden neurons, or one for each layer, such as relu,tanh,sine:30\n"
                           "The number is a slope, alpha or omega. The paper's is relu.")
    imgui.same_line(0, 0)
    if imgui.begin_combo("##activations", "", imgui.ComboFlags_.no_preview | imgui.ComboFlags_.popup_align_left):
        for name in NAMES:
            if imgui.selectable(name, name == draft.activation)[0]:
                draft.activation = name
        imgui.end_combo()


def _draw_more(state: State, problems: Problems) -> None:
    """What is seldom changed."""
    draft = state.forms.training
    _draw_head(state)
    asked_row(state, "Validation")
    draft.validation = imgui.slider_int("##validation", round(100 * draft.validation), 0, round(100 * MOST_HELD_OUT),
                                        "%d%% held out", imgui.SliderFlags_.always_clamp)[1] / 100
    imgui.set_item_tooltip("The share of the data that nothing is learnt from, but whose loss is a second curve")
    asked_row(state, "L2")
    draft.l2 = imgui.input_float("##l2", draft.l2, 0, 0, "%.6g")[1]
    imgui.set_item_tooltip("Draws parameters towards 0: what torch.optim.Adam calls weight_decay")
    complaint(problems.get("l2"))
    asked_row(state, "Checkpoints")
    draft.checkpoints = imgui.input_int("##checkpoints", draft.checkpoints, 100, 1000)[1]
    imgui.set_item_tooltip("How many stages are kept: every step at first, then ever fewer")
    complaint(problems.get("checkpoints"))
    asked_row(state, "Device")
    draft.device = choice("##device", draft.device, DEVICES) or draft.device
    imgui.set_item_tooltip("auto: a CUDA GPU where that is faster, else the processor")


def _draw_head(state: State) -> None:
    draft, natural = state.forms.training, state.work.preview.natural(state.forms.training)
    names = {head: f"{_said(natural)} (automatic)" if head is None else HEADS[head] for head in draft.heads(natural)}
    asked_row(state, "Output")
    imgui.begin_disabled(len(names) == 1)
    chosen = choice("##head", names[draft.head], names.values())
    imgui.end_disabled()
    imgui.set_item_tooltip("What the network's outputs mean; as the data says, unless another is chosen")
    if chosen:
        draft.head = next(head for head, name in names.items() if name == chosen)


def _said(head: Head) -> str:
    return f"{head.classes} classes" if head.kind == "classes" else HEADS[head.kind]


def _draw_buttons(state: State, problems: Problems) -> None:
    training = state.work.training
    imgui.push_style_color(imgui.Col_.button, theme.colour("accent", state.settings.light, 0.85))
    imgui.push_style_color(imgui.Col_.button_hovered, theme.colour("accent", state.settings.light))
    imgui.push_style_color(imgui.Col_.text, BUTTON_TEXT)
    half = (imgui.get_content_region_avail().x - imgui.get_style().item_spacing.x) / 2
    imgui.begin_disabled(bool(problems) and not training)
    begin = "Train" if state.forms.training.runs == 1 else f"Train {state.forms.training.runs} runs"
    action_button(state, "Stop" if training else begin, "train", ImVec2(half if training else -1, 0))
    imgui.end_disabled()
    imgui.pop_style_color(3)
    if training:
        imgui.same_line()
        action_button(state, "Continue" if state.work.trainer.paused else "Pause", "pause", ImVec2(half, 0))


def _draw_ending(state: State) -> None:
    """Why the shown run is not finished, and the way on."""
    imgui.separator_text("The run that is shown")
    imgui.text_wrapped(state.work.ending or "")
    if state.shown.run and state.shown.run.watched:  # only its own program can go on with it
        return
    imgui.begin_disabled(state.work.trainer is not None)
    if imgui.button("Resume", ImVec2(-1, 0)):
        training.resume(state)
    imgui.end_disabled()
    imgui.set_item_tooltip("Go on from the last snapshot, to the very result it would have had")


def _draw_progress(state: State) -> None:
    run, trainer = state.shown.run, state.work.trainer
    if not training.is_of_shown_run(state):
        imgui.text_disabled(f"{trainer.path.stem} runs beside this one" if trainer.seen else "Starting ...")
        return
    step, total = int(run.steps[-1]), run.iterations
    paused = "   paused" if trainer.paused else ""
    if run.watched:
        imgui.text_disabled(f"Step {step:,} of a loop of process {trainer.pid}{paused}")
    else:
        imgui.progress_bar(step / total, ImVec2(-1, 0), f"{step:,} of {total:,}{paused}")
    following = imgui.checkbox("Follow the newest checkpoint (F)", state.shown.following)[1]
    if following != state.shown.following:
        state.shown.following = following
