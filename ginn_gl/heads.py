"""What a network's outputs mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from .checks import is_whole, require, whole_number
from .errors import GinnError

HEADS = ("classes", "logit", "value", "rgb")

MAX_CLASSES = 1024
LARGEST_RANGE = 1e9


@dataclass(frozen=True)
class Head:
    """What a network's outputs mean.

    kind: 'classes', the logits of so many, for softmax; 'logit', one, for sigmoid; 'value', one number; 'rgb', red,
    green and blue from 0 to 1.
    classes: how many of these, 2 to 1,024, where the kind is that.
    low, high: between which values colours go, where the kind is 'value'.
    Raises GinnError for anything else.
    """

    kind: str = "classes"
    classes: int = 2
    low: float = 0.0
    high: float = 1.0

    def __post_init__(self) -> None:
        kind, classes = cast(tuple[object, object], (self.kind, self.classes))  # files may hold anything
        require(isinstance(kind, str) and kind in HEADS, f"a head is {', '.join(HEADS)}, not '{kind}'")
        require(is_whole(classes, 2, MAX_CLASSES), f"classes are 2 to {MAX_CLASSES:,}, not {classes}")
        require(kind == "classes" or classes == 2, f"a head of kind {kind} has no classes")
        for end in cast(tuple[object, ...], (self.low, self.high)):
            require(isinstance(end, int | float) and not isinstance(end, bool) and abs(end) <= LARGEST_RANGE,
                    f"a range goes from one number to another, not to {end}")
        require(self.low < self.high, f"a range goes from one number to a larger one, not {self.low} to {self.high}")
        require(kind == "value" or (self.low, self.high) == (0, 1), f"a head of kind {kind} has no range")
        object.__setattr__(self, "low", float(self.low))
        object.__setattr__(self, "high", float(self.high))

    @classmethod
    def parse(cls, text: str) -> Head:
        """Read 'classes:10', 'logit', 'value', 'value:-1,1' or 'rgb'. Raises GinnError for others."""
        kind, colon, rest = text.strip().partition(":")
        if not colon:
            return cls(kind)
        try:
            if kind == "classes" and (number := whole_number(rest)) is not None:
                return cls(kind, number)
            if kind == "value":
                low, high = map(float, rest.split(","))
                return cls(kind, low=low, high=high)
        except ValueError:
            pass
        raise GinnError(f"a head is such as classes:10, logit, value, value:-1,1 or rgb, not '{text}'")

    @property
    def outputs(self) -> int:
        """How many numbers the network gives."""
        return {"classes": self.classes, "logit": 1, "value": 1, "rgb": 3}[self.kind]

    def __str__(self) -> str:
        """As `parse` reads it."""
        of = {"classes": f":{self.classes}", "value": f":{self.low!r},{self.high!r}"}
        return self.kind + of.get(self.kind, "")


TWO_CLASSES = Head()
"""Black and white, as the paper has them."""
