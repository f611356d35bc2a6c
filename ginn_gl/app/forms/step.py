"""A step as people type it."""

from __future__ import annotations

import re

from ...errors import GinnError

TIMES = {"": 1, "k": 1_000, "m": 1_000_000}
LARGEST = 10**12  # beyond every run, and no number of thousands of digits


def step_of(text: str) -> int:
    """'12k' is 12,000, '1.27M' is 1,270,000, and '12,000', '12 000' and '12_000' are what they look like.

    Raises GinnError for anything else.
    """
    plain = re.sub(r"(?<=\d)[ ,_'](?=\d{3})", "", text.strip())
    found = re.fullmatch(r"(\d{1,15}(?:\.\d{0,9})?) ?([kKmM]?)", plain)
    if found is None:
        raise GinnError(f"'{text.strip()}' is no step: type a number such as 12000, 12k or 1.2M")
    return min(LARGEST, round(float(found[1]) * TIMES[found[2].lower()]))
