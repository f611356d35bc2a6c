"""The command line: reads it, has its command do it, and says in one line what went wrong."""

from __future__ import annotations

import argparse
import os
import sys

from . import streams
from .arguments.bad_argument import BadArgument
from .commands import COMMANDS, load
from .errors import GinnError

TRACEBACKS = "GINN_GL_TRACEBACK"
"""In the environment: let errors that nobody foresaw through, to see where they come from."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its status: 0, or after one line on stderr 1 (failed) or 2 (bad arguments)."""
    streams.prepare()
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except BadArgument as error:
        streams.complain(str(error))
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0  # whoever read our output, such as `head`, had enough
    except Exception as error:
        if os.environ.get(TRACEBACKS) and not isinstance(error, GinnError):
            raise
        streams.complain(_said(error))
        return 1
    finally:
        streams.let_go()


def _run(arguments: list[str]) -> int:
    try:
        options = parse(arguments)
        status = load(options.command).perform(options) or 0
    except SystemExit:
        status = 0  # argparse has shown the help
    sys.stdout.flush()
    return status


def _said(error: Exception) -> str:
    """What is wrong, for a person."""
    if isinstance(error, GinnError):
        return str(error)
    if isinstance(error, MemoryError):
        return "there is not enough memory for this"
    if isinstance(error, OSError) and error.strerror:
        where = error.filename or ("standard output" if error.errno in streams.CANNOT_BE_WRITTEN else None)
        return f"{os.fsdecode(where)}: {error.strerror}" if isinstance(where, str | bytes) else error.strerror
    return f"{type(error).__name__}: {error} (a fault of GINN-GL's: {TRACEBACKS}=1 in the environment shows where)"


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read a command line; the result's `command` is the name of one. Raises BadArgument.

    A line that starts with no command views what it names.
    """
    if not arguments or arguments[0] not in (*COMMANDS, "-h", "--help", "--version"):
        arguments = ["view", *arguments]
    parser = _Parser(prog="ginn-gl", description="Watch a small neural network learn a picture.", epilog="""\
examples:
  ginn-gl                                  open the viewer on the bundled runs and those in ./runs
  ginn-gl runs/mine.ginn                   open one run
  ginn-gl train --seed 7                   train the paper's network; watch it with ginn-gl meanwhile
  ginn-gl render runs/mine.ginn end.png    draw the last step

'ginn-gl COMMAND --help' says more about each.""")
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    commands = parser.add_subparsers(metavar="COMMAND", dest="command", required=True)
    for name, purpose in COMMANDS.items():
        command = commands.add_parser(name, help=purpose)
        if name == arguments[0]:
            load(name).describe(command)
    return parser.parse_args(arguments)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, without the usage."""

    def __init__(self, **settings) -> None:
        super().__init__(**settings, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False)

    def print_help(self, file=None) -> None:
        """argparse's own keeps it to itself where the help cannot be written."""
        print(self.format_help(), end="", file=file)

    def error(self, message: str) -> None:
        raise BadArgument(f"{message} ({self.prog} --help says more)")


class _Version(argparse.Action):
    """argparse's own wants the version, which takes a while to look up, before it is asked for it."""

    def __call__(self, parser: argparse.ArgumentParser, *_) -> None:
        from importlib.metadata import version

        print("ginn-gl", version("ginn-gl"))
        parser.exit()
