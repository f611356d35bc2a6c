"""What the next training learns: the bottle, points made here, or a file."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from ...data.sample import Sample
from ...data.service import Photo
from ...target import BOTTLE
from ..forms.training import COLOURINGS, Problems
from ..state import State

DRAWINGS = "drawings"
"""Folder of targets that were drawn, in that of the runs."""


def choose_file(state: State, path: Path) -> None:
    """Have the next training learn an image or a table; it is read beside, and what is wrong with it said then."""
    if not state.work.preview.computing:
        state.forms.training_before = replace(state.forms.training)
    state.forms.training.learn_file(str(path))
    state.work.preview.request(str(path))
    state.asked.tab, state.asked.tab_requested = "Train", True


def type_path(state: State, text: str) -> None:
    """Have the next training learn the file whose path is being typed, as soon as there is one of that name."""
    # Path's own would raise for a user that nobody knows, and where it may not look.
    path = os.path.expanduser(text.strip())  # noqa: PTH111
    state.forms.training.learn_file(path, typed=text)
    if os.path.isfile(path):  # noqa: PTH113
        state.work.preview.request(path, typed=True)
    else:
        state.work.preview.refuse("no file of that name yet" if path else "type a path, or drag a file into the window")


def choose_bottle(state: State) -> None:
    """Make the built-in bottle the target of the next training."""
    state.forms.training.learn()
    state.work.preview.show_bottle()


def choose_shape(state: State, name: str) -> None:
    """Have the next training learn a built-in target, by its name in SHAPES."""
    if name == BOTTLE:
        choose_bottle(state)
        return
    state.forms.training.learn(target=name)
    state.work.preview.show_shape(name)


def open_drawing(state: State) -> None:
    """Have a target drawn with the mouse."""
    state.asked.drawing_open = True


def learn_drawing(state: State) -> None:
    """Have the next training learn what was drawn, from a file, so that the command line can do so too."""
    try:
        choose_file(state, state.forms.drawing.save(state.new_runs / DRAWINGS))
        state.asked.drawing_open = False
    except OSError as error:
        state.messages.complain(f"The drawing cannot be kept ({error.strerror or error})")


def choose_made(state: State, name: str) -> None:
    """Have the next training learn data that is made here."""
    state.forms.training.learn(data=name)
    state.work.preview.show_made(state.forms.training)


def problems(state: State) -> Problems:
    """What is wrong with the form of the Train panel, by the names of its fields."""
    form, preview = state.forms.training, state.work.preview
    found = form.problems()
    if preview.problem:
        found["data"] = preview.problem
    elif preview.grey and form.colouring == COLOURINGS[0] and form.threshold is not None:
        shades = preview.pixels(form.threshold)
        if shades.min() == shades.max():
            found["threshold"] = f"all {'white' if shades.max() else 'black'}"
    return found


def take_in(state: State) -> None:
    """What a file has been found to hold."""
    preview, forms, say = state.work.preview, state.forms, state.messages.say
    answer = preview.answer()
    if isinstance(answer, str) and not preview.problem:
        forms.training = forms.training_before or forms.training
        state.messages.complain(answer)
    elif isinstance(answer, Photo):
        say(f"{answer.grey.name} is the target of the next training: T starts it")
    elif isinstance(answer, Sample):
        say(f"{answer.data.name} is the data of the next training: T starts it")
