"""The commands of `ginn-gl`, each a file of its own: in `describe` its words, in `perform` what it does.

A new one is such a file, and a line in COMMANDS. No file is loaded but that of the command which is asked for; and what
takes long to import, it imports in `perform`, so that its help does not wait for it.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from importlib import import_module
from keyword import iskeyword
from typing import Protocol, cast

COMMANDS = {
    "view": "open the viewer (the default)",
    "train": "train a network and keep every stage of it",
    "resume": "go on with a training that was stopped",
    "branch": "train on from a step of a run, with something changed",
    "sweep": "train every combination of what a file lists",
    "render": "draw a picture or a video of a run, or a sheet of many runs and steps",
    "export": "make a web page of runs, or a model for other programs",
    "import": "make a run of networks from other programs",
    "serve": "show runs to browsers elsewhere, as they train",
    "info": "say what is in a run file",
    "align": "match the neurons of two runs",
    "tour": "draw what there is to see in the bundled runs",
    "bench": "measure how fast this machine trains and draws",
    "doctor": "look whether all that is needed is there",
}
"""By name, what each is for, in the order of `ginn-gl --help`."""


class Command(Protocol):
    """What the file of a command has."""

    def describe(self, parser: ArgumentParser) -> None:
        """Tell a parser what the command does, with examples, and which arguments it takes."""

    def perform(self, options: Namespace) -> int | None:
        """Do it. Returns the exit status, None for 0. Raises BadArgument for what cannot be meant, else GinnError."""


def load(name: str) -> Command:
    """The file of a command in COMMANDS: NAME.py, or NAME_.py where Python has the word for itself."""
    return cast(Command, import_module(f".{name}_" if iskeyword(name) else f".{name}", __package__))
