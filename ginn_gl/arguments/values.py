"""How values are read that several commands take. Where one cannot be, ArgumentTypeError says what is wrong with it."""

from __future__ import annotations

import math
import re
from argparse import ArgumentTypeError
from collections.abc import Callable
from typing import TypeVar

from .. import checks

REAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)

FARTHEST = 1000.0
"""That a place is from the target. Beyond, numbers of 32 bits tell no two places in a picture apart."""

Number = TypeVar("Number", int, float)


def whole_number(text: str) -> int:
    """From 0."""
    number = checks.whole_number(text)
    if number is None:
        raise ArgumentTypeError(f"'{text}' is not a whole number from 0")
    return number


def finite(text: str) -> float:
    """Any number but infinity."""
    number = float(text) if REAL.fullmatch(text) else math.nan
    if not math.isfinite(number):
        raise ArgumentTypeError(f"'{text}' is not a number")
    return number


def from_to(least: float, most: float) -> Callable[[str], float]:
    """What reads a number above 0 within these bounds."""
    def read(text: str) -> float:
        number = finite(text)
        if number <= 0:
            raise ArgumentTypeError(f"'{text}' is not above 0")
        if not least <= number <= most:
            raise ArgumentTypeError(f"{least:g} to {most:,.10g}, not '{text}'")
        return number
    return read


def pair(text: str, between: str, form: str, read: Callable[[str], Number]) -> tuple[Number, Number]:
    """Two numbers with something between them. form: how they are to be written."""
    first, found, second = text.partition(between)
    try:
        numbers = [read(part) for part in ((first, second) if found else (first,))]
    except ArgumentTypeError as error:
        raise ArgumentTypeError(f"{form}: {error}") from None
    if not found:
        raise ArgumentTypeError(f"{form}, not '{text}'")
    return numbers[0], numbers[1]


def batch_size(text: str) -> int | None:
    """None for the full batch."""
    return None if text == "full" else whole_number(text)


def learning_rate(text: str) -> float:
    """Any number: of which sizes there are, a description says."""
    try:
        return finite(text)
    except ArgumentTypeError:
        raise ArgumentTypeError(f"a learning rate is a number such as 0.001, not '{text}'") from None
