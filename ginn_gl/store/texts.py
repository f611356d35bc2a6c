"""Texts from files, as they can be shown."""

from __future__ import annotations

from .schema import MAX_NAME


def printable(text: object) -> str:
    """A name from a file as it can be shown: of limited length, in one line, of characters that can be written."""
    if not isinstance(text, str):
        raise TypeError("a name that is no text")
    return "".join(letter if letter.isprintable() else "?" for letter in text[:MAX_NAME])
