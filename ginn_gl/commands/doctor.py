"""`ginn-gl doctor`: whether this installation has what it needs."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace

from ..errors import GinnError


def describe(parser: ArgumentParser) -> None:
    parser.description = (
        "Look at versions, graphics, display, compilers and folders, and say what is wrong and what to do. "
        "The status is 1 if anything is.")
    parser.add_argument("--json", action="store_true", help="for programs, and to send along with a question")


def perform(options: Namespace) -> None:
    from ..doctor import as_json, as_text, examine

    parts = examine()
    print(json.dumps(as_json(parts), indent=2) if options.json else as_text(parts))
    wrong = sum(len(part.wrong) for part in parts)
    if wrong:
        raise GinnError(f"{wrong} {'thing is' if wrong == 1 else 'things are'} wrong: see what it says last")
