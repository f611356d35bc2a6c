"""`ginn-gl tour`: the stops of the tour as pictures and videos."""

from __future__ import annotations

import textwrap
from argparse import ArgumentParser, Namespace
from pathlib import Path

from ..paths import CAPTURES
from ..tour import TITLES, Tour


def describe(parser: ArgumentParser) -> None:
    parser.description = (
        "Draw the stops of the tour through the bundled runs as pictures and videos, and say what they "
        "show.")
    parser.epilog = "\n".join(["stops:", *(f"  {name:<20} {title}" for name, title in TITLES.items())])
    parser.add_argument("name", nargs="?", choices=TITLES, metavar="NAME", help="one of the stops alone")
    parser.add_argument("--out", type=Path, default=CAPTURES, metavar="DIR", help="folder for them (%(default)s)")


def perform(options: Namespace) -> None:
    from ..tour.film import film

    stops = Tour()
    for name in [options.name] if options.name else TITLES:
        stop = stops.stop(name)
        print(film(stop, options.out, progress=True))
        print(textwrap.fill(stop.text, 100, initial_indent="    ", subsequent_indent="    "), flush=True)
