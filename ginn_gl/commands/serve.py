"""`ginn-gl serve`: runs for browsers elsewhere."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path

from .. import checks
from ..paths import RUNS
from ..serve.address import PORT

LAST_PORT = 65_535


def describe(parser: ArgumentParser) -> None:
    parser.description = (
        "Serve a table of runs, and the page of each, to browsers on this machine; what is in training is "
        "followed live. Prints how to see it from another machine. Ctrl-C ends it.")
    parser.epilog = """\
examples:
  ginn-gl serve                            the bundled runs and those in ./runs
  ginn-gl serve many/ --port 9000          a folder; new runs in it appear in the table
  ginn-gl serve mine.ginn --host 0.0.0.0   to whoever has the link that it prints"""
    add = parser.add_argument
    add("runs", nargs="*", type=Path, metavar="RUN|FOLDER",
        help=f"run files, or folders of them (default: the bundled runs and ./{RUNS})")
    add("--port", type=_port, metavar="N", help=f"to listen at; 0 takes any that is free ({PORT})")
    add("--host", metavar="ADDRESS",
        help="to listen at, such as 0.0.0.0 for all; then only the link that is printed leads in, by a random token in "
             "it (this machine alone, without a token)")
    # Of a loop's log, which starts this beside itself: its run may be still to come, and its end is ours.
    add("--until-stdin-ends", action="store_true", help=SUPPRESS)


def _port(text: str) -> int:
    port = checks.whole_number(text)
    if port is None or port > LAST_PORT:
        raise ArgumentTypeError(f"a port is a number from 0 to {LAST_PORT:,}, not '{text}'")
    return port


def perform(options: Namespace) -> int:
    from ..serve.serving import serve

    return serve(options.runs, options.host, options.port, beside_loop=options.until_stdin_ends)
