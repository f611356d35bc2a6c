"""What can be done with the state: by keys, by buttons, from panels."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from imgui_bundle import portable_file_dialogs

from ..config import Neuron, View
from ..insight.findings import Finding
from ..render.ground import ground_of, why_not
from ..store import bookmarks
from ..store.bookmarks import Bookmark
from ..tour import Stop
from . import captures, training
from .reading import UNREADABLE
from .shown import limited
from .state import State

TABS = ("Network", "Plane", "View", "Train", "Record", "Insights", "Tour")
LINUX_DIALOGS = ("zenity", "kdialog", "matedialog", "qarma")  # programs that portable_file_dialogs can use
DIALOG_FILTERS = ["Runs, images and tables",
                  "*.ginn *.png *.jpg *.jpeg *.gif *.bmp *.webp *.csv *.tsv *.txt *.parquet *.npz", "All files", "*"]


def play(state: State) -> None:
    if state.run is None:
        return
    state.following = False
    if not state.playback.playing and state.index == len(state.run) - 1:
        state.seek(0)
    state.play_until = None
    state.playback.playing = not state.playback.playing


def scrub(state: State, index: int) -> None:
    """Show a checkpoint because the user asked for it: stops following a live run."""
    state.following = False
    state.seek(index)


def scrub_step(state: State, step: int) -> None:
    """The same for any step, stored or not."""
    state.following = False
    state.seek_step(step)


def move(by: int) -> Callable[[State], None]:
    def act(state: State) -> None:
        state.playback.playing = False
        scrub(state, state.index + by)
    return act


def move_step(by: int) -> Callable[[State], None]:
    def act(state: State) -> None:
        state.playback.playing = False
        if state.run and state.run.watched:  # there is nothing between its checkpoints
            scrub(state, state.index + by)
        else:
            scrub_step(state, state.step + by)
    return act


def last(state: State) -> None:
    scrub(state, len(state.run) - 1 if state.run else 0)


def faster(state: State) -> None:
    state.playback.change_speed(1)


def slower(state: State) -> None:
    state.playback.change_speed(-1)


def follow(state: State) -> None:
    state.following = state.run is not None and not state.following
    state.playback.playing = False


def toggle_target(state: State) -> None:
    show_field(state, "probability" if state.view.field == "target" else "target")


def show_field(state: State, field: str) -> None:
    if state.run and (why := why_not(field, state.run.network, ground_of(state.run))):
        state.complain(why)
        return
    state.view = replace(state.view, field=field)


def select_all(state: State) -> None:
    if state.run:
        state.view = replace(state.view, neurons=frozenset(state.run.network.neurons))


def select_none(state: State) -> None:
    state.view = replace(state.view, neurons=frozenset())


def select_layer_alone(state: State, layer: int) -> None:
    alone = frozenset(neuron for neuron in state.run.network.neurons if neuron[0] == layer)
    state.view = replace(state.view, neurons=alone)


def next_layer(by: int) -> Callable[[State], None]:
    def act(state: State) -> None:
        if state.run is None:
            return
        depth = len(state.run.network.hidden)
        shown = {layer for layer, _ in state.view.neurons}
        if len(shown) == 1:
            layer = (shown.pop() - 1 + by) % depth + 1
        else:
            layer = 1 if by > 0 else depth
        select_layer_alone(state, layer)
    return act


def toggle_neurons(state: State, neurons: frozenset, show: bool) -> None:
    chosen = state.view.neurons | neurons if show else state.view.neurons - neurons
    state.view = replace(state.view, neurons=chosen)


def reset_view(state: State) -> None:
    start = View()
    state.view = replace(state.view, center=start.center, zoom=start.zoom)


def take_still(kind: str) -> Callable[[State], None]:
    def act(state: State) -> None:
        state.still_wanted = kind if state.run else None
    return act


def record(of_window: bool) -> Callable[[State], None]:
    def act(state: State) -> None:
        if state.recording:
            captures.stop_recording(state)
        elif state.run:
            captures.start_recording(state, of_window)
    return act


def default_bookmark_name(state: State) -> str:
    return f"Step {state.step:,}"


def show_finding(state: State, finding: Finding) -> None:
    """Go to where a finding is: its first step, and its neurons alone where it is about some."""
    show_place(state, finding.first, frozenset(finding.neurons))


def show_place(state: State, step: int, neurons: frozenset[Neuron]) -> None:
    """Go to the first checkpoint from a step on, with these neurons alone, if there are any."""
    state.playback.playing = False
    scrub(state, int(np.searchsorted(state.run.steps, step)))
    if neurons:
        state.view = replace(state.view, neurons=neurons, highlighted=None)


def show_stop(state: State, stop: Stop) -> None:
    """Show a stop of the tour: its run from its first step on, played to its last if that is another."""
    if state.run is None or state.run.path.resolve() != stop.run.resolve():
        open_path(state, stop.run)
    compare_with(state, stop.beside)
    state.view = replace(stop.view, highlighted=None)
    scrub_step(state, stop.first)
    if stop.last > stop.first:
        count = state.run.index_of(stop.last) - state.index
        state.playback.choose_speed(count / stop.seconds)
        state.playback.playing, state.play_until = True, stop.last


def compare_with(state: State, path: Path | None) -> None:
    """Show a run beside the shown one, or none."""
    try:
        state.compare_with(path)
    except UNREADABLE as error:
        state.complain(str(error))


def compare_or_stop(state: State) -> None:
    """The run that was beside the shown one last, or else the next in the library."""
    if state.run is None or state.compared:
        compare_with(state, None)
        return
    others = state.library.others(state.run.path)
    if not others:
        state.say("There is no other run yet to show beside this one: T trains one, Ctrl+O opens one")
        return
    compare_with(state, state.last_compared if state.last_compared in others else others[0])


def toggle_region(state: State) -> None:
    state.outline_region = not state.outline_region


def toggle_points(state: State) -> None:
    state.view = replace(state.view, points=not state.view.points)


def toggle_vertices(state: State) -> None:
    state.show_vertices = not state.show_vertices


def add_bookmark(state: State) -> None:
    """Mark what is shown, under the name that was typed."""
    if state.run is None:
        return
    name = state.bookmark_name.strip() or default_bookmark_name(state)
    try:
        kept = bookmarks.add_bookmark(state.run, Bookmark(name, state.step, state.view))
        state.bookmarks = bookmarks.bookmarks(state.run)
    except UNREADABLE as error:
        state.complain(str(error))
        return
    where = ", in your own folder, since this run's file is not to be written" if kept and kept.key < 0 else ""
    state.say(f"Bookmark kept: {kept.name}{where}" if kept else f"{name} is among the bookmarks already")
    state.bookmark_name = ""


def remove_bookmark(state: State, bookmark: Bookmark) -> None:
    try:
        assert state.run is not None
        bookmarks.remove_bookmark(state.run, bookmark)
        state.bookmarks = bookmarks.bookmarks(state.run)
    except UNREADABLE as error:
        state.complain(str(error))


def go_to_bookmark(state: State, bookmark: Bookmark) -> None:
    state.playback.playing = False
    scrub_step(state, bookmark.step)
    state.view = replace(limited(bookmark.view), highlighted=None)


def train_or_stop(state: State) -> None:
    if state.training and state.run and state.run.watched and training.is_of_shown_run(state):
        state.say("This loop is another program's: stop it there")
    elif state.training:
        state.trainer.stop()
    elif state.problems:
        state.complain(next(iter(state.problems.values())))
    else:
        training.start(state)


def pause_training(state: State) -> None:
    if not state.training:
        return
    if state.trainer.paused:
        state.trainer.go_on()
    else:
        state.trainer.pause()


def next_tab(state: State) -> None:
    tabs = tabs_of(state)
    place = tabs.index(state.tab) if state.tab in tabs else -1
    state.tab = tabs[(place + 1) % len(tabs)]
    state.tab_requested = True


def tabs_of(state: State) -> tuple[str, ...]:
    """Those there are: planes only of a network with more than two inputs."""
    has_planes = state.run is not None and state.run.plane is not None
    return tuple(tab for tab in TABS if has_planes or tab != "Plane")


def full_screen(state: State) -> None:
    state.full_screen = not state.full_screen


def toggle_help(state: State) -> None:
    state.help_open = not state.help_open


def open_commands(state: State) -> None:
    state.commands_open = True


def open_path(state: State, path: Path) -> None:
    """Open a run file, or have the next training learn an image or a table; anything else is said to be wrong."""
    try:
        if path.suffix == ".ginn":
            state.open(path)
        else:
            choose_file(state, path)
    except UNREADABLE as error:
        state.complain(str(error))


def choose_file(state: State, path: Path) -> None:
    """Have the next training learn an image or a table; it is read beside, and what is wrong with it said then."""
    if not state.preview.computing:
        state.draft_before = replace(state.draft)
    state.draft.learn_file(str(path))
    state.preview.request(str(path))
    state.tab, state.tab_requested = "Train", True


def type_path(state: State, text: str) -> None:
    """Have the next training learn the file whose path is being typed, as soon as there is one of that name."""
    # Path's own would raise for a user that nobody knows, and where it may not look.
    path = os.path.expanduser(text.strip())  # noqa: PTH111
    state.draft.learn_file(path, typed=text)
    if os.path.isfile(path):  # noqa: PTH113
        state.preview.request(path, typed=True)
    else:
        state.preview.refuse("no file of that name yet" if path else "type a path, or drag a file into the window")


def choose_bottle(state: State) -> None:
    """Make the built-in bottle the target of the next training."""
    state.draft.learn()
    state.preview.show_bottle()


def choose_made(state: State, name: str) -> None:
    """Have the next training learn data that is made here."""
    state.draft.learn(data=name)
    state.preview.show_made(state.draft)


def open_file(state: State) -> None:
    if sys.platform == "linux" and not any(map(shutil.which, LINUX_DIALOGS)):
        state.complain("No file dialog on this system: drag a .ginn file, an image or a table into the window")
        return
    state.file_dialog = portable_file_dialogs.open_file("Open a run, an image or a table", "", DIALOG_FILTERS)


def open_what_came_in(state: State) -> None:
    """Open what was dropped on the window, or chosen in the file dialog, since the last frame."""
    if state.file_dialog and state.file_dialog.ready():
        state.dropped += map(Path, state.file_dialog.result())
        state.file_dialog = None
    while state.dropped:
        open_path(state, state.dropped.pop(0))
