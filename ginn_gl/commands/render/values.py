"""How the values of `ginn-gl render` are read: what can be meant, whatever the run is."""

from __future__ import annotations

from argparse import ArgumentTypeError
from fractions import Fraction

from ... import checks
from ...arguments.values import FARTHEST, finite, from_to, pair, whole_number
from ...config import exact_rate
from ...render.past import MOST_STEPS

MAX_SIDE = 16384
LARGEST_TURN = 36_000.0  # degrees
RATES = (0.001, 1000.0)  # frames per second; how many a format takes, it says itself

zoom = from_to(1e-3, 1e9)  # beyond, numbers of 64 bits tell no two places in a picture apart
line_width = from_to(0.01, 1000.0)  # pixels
seconds = from_to(0.001, 86_400.0)  # of a video


def size(text: str) -> tuple[int, int]:
    """Width and height in pixels."""
    sides = pair(text, "x", "a size is WIDTHxHEIGHT such as 800x600", whole_number)
    if not all(1 <= side <= MAX_SIDE for side in sides):
        raise ArgumentTypeError(f"sides are 1 to {MAX_SIDE} pixels, not '{text}'")
    return sides


def point(text: str) -> tuple[float, float]:
    """A place in the plane."""
    place = pair(text, ",", "a point is X,Y such as 0.5,0.6", finite)
    if any(abs(part) > FARTHEST for part in place):
        raise ArgumentTypeError(f"a point is at most {FARTHEST:g} from 0, not '{text}'")
    return place


def angle(text: str) -> float:
    """In degrees, either way."""
    degrees = finite(text)
    if not 0 < abs(degrees) <= LARGEST_TURN:
        raise ArgumentTypeError(f"a turn is up to {LARGEST_TURN:,.0f} degrees either way, not '{text}'")
    return degrees


def steps(text: str) -> list[int | None]:
    """'100,last' as [100, None]."""
    return [None if part == "last" else whole_number(part) for part in text.split(",")]


def onion(text: str) -> tuple[int, ...]:
    """'100,2000' as (100, 2000)."""
    kept = tuple(whole_number(part) for part in text.split(","))
    if len(kept) > MOST_STEPS:
        raise ArgumentTypeError(f"at most {MOST_STEPS} steps, not {len(kept)}")
    return kept


def columns(text: str) -> int:
    """From 1."""
    count = whole_number(text)
    if not count:
        raise ArgumentTypeError("a sheet has at least one column")
    return count


def frame_rate(text: str) -> Fraction:
    """Frames per second, those of television as exact as they are: 29.97 is 30000/1001."""
    above, _, below = map(checks.whole_number, text.partition("/"))
    if above and below:
        return exact_rate(Fraction(above, below))
    try:
        return exact_rate(from_to(*RATES)(text))
    except ArgumentTypeError as error:
        raise ArgumentTypeError(f"frames per second are such as 30, 29.97 or 30000/1001: {error}") from None
