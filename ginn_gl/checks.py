"""What descriptions ask of what a person has typed or a file holds."""

from __future__ import annotations

from .errors import GinnError

MOST_DIGITS = 19  # of a number that a person types


def require(holds: bool, message: str) -> None:
    """Raises GinnError with this message where something does not hold."""
    if not holds:
        raise GinnError(message)


def is_whole(number: object, least: int, most: int) -> bool:
    """Whether this is a whole number within bounds, and no bool."""
    return isinstance(number, int) and not isinstance(number, bool) and least <= number <= most


def whole_number(text: str) -> int | None:
    """Of digits alone and not too many, where int() takes 1_6 and other scripts; None for any other text."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None
