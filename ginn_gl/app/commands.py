"""Everything that can be done by name: what has a key, and what has none. The list of commands (Ctrl+P) is this one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from ..data import MADE
from ..target import SHAPES
from .actions import learning, looking, runs, tour, training, window
from .capture import figures, pages, videos
from .keys import ACTIONS, Action
from .state import State
from .state.settings import FRAME_RATES, VIDEO_FORMATS

Run = Callable[[State], None]

FIELDS_OF_TRAINING = {
    "Hidden layers": "neurons width depth network", "Activation": "relu tanh", "Learning rate": "adam", "Batch": "size",
    "Iterations": "steps length", "Seed": "random", "Runs side by side": "seeds several many", "Output": "head",
    "Validation": "held out test", "L2": "regularisation weight decay", "Checkpoints": "stages kept",
    "Device": "gpu cuda cpu"}
"""Labels in the Train panel, and other words for them."""


def _command(does: str, run: Run, words: str = "") -> Action:
    return Action(does, does, "", (), run, words=words)


def _flip(field: str) -> Run:
    def act(state: State) -> None:
        setattr(state.settings, field, not getattr(state.settings, field))
    return act


def _flip_in_view(field: str) -> Run:
    def act(state: State) -> None:
        state.shown.view = replace(state.shown.view, **{field: not getattr(state.shown.view, field)})
    return act


def _set(field: str, value: object) -> Run:
    return lambda state: setattr(state.settings, field, value)


WITHOUT_KEYS = (
    _command("Light theme", _set("light", True), "bright white colours appearance"),
    _command("Dark theme", _set("light", False), "black colours appearance"),
    _command("Play smoothly between checkpoints, or not", _flip("smooth"), "interpolate playback"),
    _command("Steps in logarithm, or not", _flip("log_step"), "timeline axis log x scale"),
    _command("Loss in logarithm, or not", _flip("log_loss"), "timeline axis log y scale"),
    _command("Match neurons of runs side by side, or not", _flip("match_neurons"), "align compare alike same numbers"),
    _command("Layers in columns, or not", looking.toggle_layers, "side by side compare each layer alone"),
    _command("Difference of two runs, or not", looking.toggle_difference, "side by side compare less"),
    _command("Draw beyond the square, or not", _flip_in_view("beyond"), "outside"),
    _command("Lines between classes or of equal value, or not", _flip_in_view("contours"), "decision boundary"),
    *(_command(f"Hold {rate} frames per second", _set("frame_rate", rate), "fps playback") for rate in FRAME_RATES),
    *(_command(f"Save videos as {name}", lambda state, name=name: videos.choose_format(state, name), "format record")
      for name in VIDEO_FORMATS),
    _command("Save a figure, as the Record panel says", lambda state: _if_shown(state, figures.save_figure),
             "svg pdf png paper poster legend"),
    _command("Make a video of the training", lambda state: _if_shown(state, videos.start_sweep),
             "film movie mp4 gif record"),
    _command("Size and frames per second of videos", window.open_tab("Record"), "film resolution"),
    _command("Save the run as a web page", lambda state: _if_shown(state, pages.save_web_page),
             "html export browser share"),
    *(_command(f"{label} of the next training", window.open_field("Train", label), words)
      for label, words in FIELDS_OF_TRAINING.items()),
    _command("Draw a target with the mouse", learning.open_drawing, "paint image sketch"),
    *(_command(f"Learn the shape: {name}", lambda state, name=name: learning.choose_shape(state, name), "target image")
      for name in SHAPES),
    *(_command(f"Learn points: {name}", lambda state, name=name: learning.choose_made(state, name), "data target")
      for name in MADE),
    _command("Go on with the training of this run", training.resume_if_it_can, "resume continue"),
    _command("Begin the tour", tour.begin, "lesson start"),
    _command("Next stop of the tour", tour.go(1), "lesson"),
    _command("Previous stop of the tour", tour.go(-1), "lesson"),
)


def all_of(state: State, panels: Iterable[str], typed: str) -> list[Action]:
    """Every command there is now. typed: so far; of neurons there are too many to list before one is named."""
    return [*ACTIONS, *WITHOUT_KEYS,
            *(_command(f"Panel: {name}", window.open_tab(name), "tab") for name in panels),
            *_of_neurons(state, typed), *_of_runs(state)]


def _of_neurons(state: State, typed: str) -> Iterable[Action]:
    if state.shown.run is None or not re.search(r"\d:\d", typed):
        return
    for layer, number in state.shown.run.network.neurons:
        name = f"{layer}:{number}"
        yield _command(f"Boundary of {name} alone", lambda state, one=(layer, number): looking.select_alone(state, one),
                       "neuron line show")
        yield _command(f"Activation of {name} as the picture",
                       lambda state, name=name: looking.show_field(state, name), "neuron field")


def _of_runs(state: State) -> Iterable[Action]:
    for path in state.library.paths():
        yield _command(f"Open the run {path.stem}", lambda state, path=path: runs.open_path(state, path), "show")
        if state.shown.run and path != state.shown.run.path.resolve():
            yield _command(f"Compare with {path.stem}",
                           lambda state, path=path: runs.show_beside(state, path), "run beside side by side")


def _if_shown(state: State, act: Run) -> None:
    if state.shown.run:
        act(state)
    else:
        state.messages.say("No run is open")
