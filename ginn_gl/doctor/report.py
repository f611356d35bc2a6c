"""What was found, part by part, for people and for programs."""

from __future__ import annotations

import textwrap
from dataclasses import asdict, dataclass, field

WIDTH = 100  # characters of a line


@dataclass
class Part:
    """One thing looked at.

    title: what. facts: by name, as found. wrong: each a sentence that says what does not work, and what to do.
    notes: sentences about what works, but could work better, or is left out here.
    """

    title: str
    facts: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def as_json(parts: list[Part]) -> list[dict]:
    """Of plain values."""
    return [asdict(part) for part in parts]


def as_text(parts: list[Part]) -> str:
    """Facts under their titles, then notes, and last what is wrong."""
    blocks = ["\n".join([part.title, *(_fact(name, value) for name, value in part.facts.items())])
              for part in parts if part.facts]
    notes = [f"{part.title}: {note}" for part in parts for note in part.notes]
    wrong = [f"{part.title}: {sentence}" for part in parts for sentence in part.wrong]
    blocks += [_list("Good to know", notes)] if notes else []
    return "\n\n".join([*blocks, _list("What is wrong", wrong) if wrong else "Nothing is wrong."])


def _fact(name: str, value: str) -> str:
    return f"  {name:<20} {value}"


def _list(title: str, sentences: list[str]) -> str:
    return "\n".join([title, *(textwrap.fill(sentence, WIDTH, initial_indent="  - ", subsequent_indent="    ",
                                             break_long_words=False, break_on_hyphens=False)
                               for sentence in sentences)])
