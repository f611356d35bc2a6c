"""Everything a key can do, by name. Bindings, tooltips and the help window all read this one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from imgui_bundle import imgui

from ..config import FIELDS
from .actions import all_runs, bookmarks, branching, changing, looking, playing, runs, training, window
from .capture import stills, videos
from .state import State

Key = imgui.Key
# Chords are sums of keys: Python 3.11.2, Debian's, cannot name the result of or-ing these flags.
SHIFT = imgui.Key.mod_shift
CTRL = imgui.Key.mod_ctrl  # imgui makes this Cmd on macOS
MODIFIERS = int(imgui.Key.mod_mask_)


@dataclass(frozen=True)
class Action:
    """What a key can do.

    keys: any of them runs it, a chord of imgui's, or a character, wherever a keyboard has it and with whatever it
    takes to type it. shown: how help and tooltips write them. repeats: while a key is held; characters always do.
    words: others that the list of commands finds it by.
    """

    name: str
    does: str
    shown: str
    keys: tuple[int | str, ...]
    run: Callable[[State], None]
    repeats: bool = False
    words: str = ""


def _field_action(number: int, field: str) -> Action:
    return Action(f"field {field}", f"Show the {field}", str(number), (str(number),),
                  lambda state: looking.show_field(state, field))


def _chords(*keys: int) -> tuple[int, ...]:
    """With Ctrl, and with Shift too where a keyboard has the character above another one."""
    return tuple(modifiers + key for key in keys for modifiers in (CTRL, CTRL + SHIFT))


ACTIONS = (
    Action("play", "Play or pause", "Space", (Key.space,), playing.play),
    Action("back", "One checkpoint back", "Left", (Key.left_arrow,), playing.move(-1), repeats=True),
    Action("on", "One checkpoint on", "Right", (Key.right_arrow,), playing.move(1), repeats=True),
    Action("back ten", "Ten checkpoints back", "Shift+Left", (SHIFT + Key.left_arrow,), playing.move(-10),
           repeats=True),
    Action("on ten", "Ten checkpoints on", "Shift+Right", (SHIFT + Key.right_arrow,), playing.move(10), repeats=True),
    Action("back one step", "One step back", "Ctrl+Left", (CTRL + Key.left_arrow,), playing.move_step(-1),
           repeats=True),
    Action("on one step", "One step on", "Ctrl+Right", (CTRL + Key.right_arrow,), playing.move_step(1), repeats=True),
    Action("first", "First checkpoint", "Home", (Key.home,), lambda state: playing.scrub(state, 0)),
    Action("last", "Last checkpoint", "End", (Key.end,), playing.last),
    Action("faster", "Play faster", "+", ("+", "="), playing.faster),
    Action("slower", "Play slower", "-", ("-",), playing.slower),
    Action("follow", "Follow a live run", "F", (Key.f,), playing.follow),
    Action("train", "Start or stop a training", "T", (Key.t,), training.train_or_stop),
    Action("pause", "Pause or continue the training", "P", (Key.p,), training.pause_training),
    Action("branch", "Train from here, with your changes", "Shift+T", (SHIFT + Key.t,), branching.open_form),
    Action("switch", "Switch the picked neuron off, or on", "X", (Key.x,), changing.switch_selected),
    Action("flip", "Flip the picked neuron: on where it was off", "Shift+X", (SHIFT + Key.x,), changing.flip_selected),
    Action("undo", "Undo a change", "Ctrl+Z", (CTRL + Key.z,), changing.undo, repeats=True),
    Action("redo", "Redo it", "Ctrl+Y", (CTRL + Key.y, CTRL + SHIFT + Key.z), changing.redo, repeats=True),
    Action("as learnt", "Reset all changes", "Shift+Backspace", (SHIFT + Key.backspace,), changing.reset),
    Action("target", "Network's output or target", "G", (Key.g,), looking.toggle_target),
    *(_field_action(number, field) for number, field in enumerate(FIELDS, 1)),
    Action("previous layer", "Previous layer alone", "[", ("[",), looking.next_layer(-1)),
    Action("next layer", "Next layer alone", "]", ("]",), looking.next_layer(1)),
    Action("all", "Show all boundaries", "A", (Key.a,), looking.select_all),
    Action("none", "Hide all boundaries", "N", (Key.n,), looking.select_none),
    Action("compare", "Compare with other runs, or stop", "C", (Key.c,), runs.compare_or_stop),
    Action("previous run", "Previous run", "Page Up", (Key.page_up,), all_runs.next_run(-1)),
    Action("next run", "Next run", "Page Down", (Key.page_down,), all_runs.next_run(1)),
    Action("reset", "Reset zoom and position", "Backspace", (Key.backspace,), looking.reset_view),
    Action("picture", "Save the picture as PNG", "S", (Key.s,), stills.take_still("picture"),
           words="screenshot image"),
    Action("window", "Save the window as PNG", "Shift+S", (SHIFT + Key.s,), stills.take_still("window"),
           words="screenshot image screen"),
    Action("copy", "Copy the picture", "Ctrl+C", (CTRL + Key.c,), stills.take_still("clipboard")),
    Action("record", "Record the picture, or stop", "R", (Key.r,), videos.record(of_window=False), words="video film"),
    Action("record window", "Record the window, or stop", "Shift+R", (SHIFT + Key.r,), videos.record(of_window=True),
           words="video film screen"),
    Action("region", "Outline the region under the cursor", "O", (Key.o,), looking.toggle_region),
    Action("vertices", "Dots where boundaries meet or bend", "V", (Key.v,), looking.toggle_vertices),
    Action("points", "Show the points, or hide them", "D", (Key.d,), looking.toggle_points),
    Action("bookmark", "Bookmark this step and view", "B", (Key.b,), bookmarks.add_bookmark),
    Action("tab", "Next panel", "Tab", (Key.tab,), window.next_tab),
    Action("all runs", "All runs: as a table, or a wall of pictures", "W", (Key.w,), all_runs.open_or_close),
    Action("open", "Open a run, an image or a table", "Ctrl+O", (CTRL + Key.o,), runs.open_file),
    Action("lecture", "Lecture mode: the picture alone", "F11", (Key.f11,), window.lecture),
    Action("full screen", "Full screen with panels", "Shift+F11", (SHIFT + Key.f11,), window.full_screen),
    Action("larger text", "Larger text", "Ctrl and +", _chords(Key.equal, Key.keypad_add), window.larger_text),
    Action("smaller text", "Smaller text", "Ctrl and -", _chords(Key.minus, Key.keypad_subtract),
           window.smaller_text),
    Action("usual text", "Text as large as usual", "Ctrl+0", (CTRL + Key._0, CTRL + Key.keypad0), window.usual_text),
    Action("commands", "Find a command by name", "Ctrl+P", (CTRL + Key.p,), window.open_commands),
    Action("help", "Help", "F1", (Key.f1,), window.toggle_help),
)
OVER_ALL_RUNS = ("all runs", "commands", "help", "larger text", "smaller text", "usual text", "full screen", "window")
"""What keys do while all runs are shown instead of one."""
BY_NAME = {action.name: action for action in ACTIONS}


def tooltip(name: str) -> str:
    """What a control does and its key, such as 'Play or pause (Space)'."""
    action = BY_NAME[name]
    return f"{action.does} ({action.shown})"


def act_on_keys(state: State) -> None:
    """Run what the keys pressed in this frame ask for, unless a text field has the focus, or a form is open."""
    io = imgui.get_io()
    if io.want_text_input or state.forms.branch or state.asked.drawing_open:
        return
    typed = [chr(character) for character in io.input_queue_characters]
    for action in ACTIONS:
        if state.all_runs.is_open and action.name not in OVER_ALL_RUNS:
            continue
        if any(key in typed if isinstance(key, str) else _pressed(key, action.repeats) for key in action.keys):
            action.run(state)


def _pressed(chord: int, repeats: bool) -> bool:
    if repeats:
        key = chord & ~MODIFIERS
        return imgui.get_io().key_mods == chord & MODIFIERS and imgui.is_key_pressed(imgui.Key(key), True)
    return imgui.is_key_chord_pressed(chord)
