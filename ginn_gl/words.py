"""Numbers in sentences."""

from __future__ import annotations


def plural(count: int, thing: str) -> str:
    """'1 pair', '2 pairs'."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
