"""Where a branch came from: the run that it began as, and what was changed there."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, cast

from ..checks import is_whole
from .texts import printable

MOST_CHANGES = 50
"""In words; what is more is not told one by one."""

MOST_STEP = 10**12


@dataclass(frozen=True)
class Parent:
    """The run that a branch left at a step.

    name, identity: of that run, see Run.identity. step: the branch's first one. changes: what is different from there
    on, in words such as '2:7 off' and 'seed 5'; none of a branch that goes on just as its parent did.
    """

    name: str
    identity: str
    step: int
    changes: tuple[str, ...] = ()

    def __str__(self) -> str:
        changed = f", with {', '.join(self.changes)}" if self.changes else ", with nothing changed"
        return f"{self.name} at step {self.step:,}{changed}"


def parent_to_json(parent: Parent) -> dict[str, Any]:
    """In plain values that JSON has words for."""
    if len(parent.changes) <= MOST_CHANGES:
        return asdict(parent)
    told = (*parent.changes[:MOST_CHANGES - 1], f"{len(parent.changes) - MOST_CHANGES + 1} more changes")
    return asdict(parent) | {"changes": told}


def parent_from_json(read: Any) -> Parent | None:
    """What `parent_to_json` wrote, or None of null. Raises TypeError, KeyError and ValueError for anything else."""
    if read is None:
        return None
    step, changes = read["step"], read["changes"]
    if not is_whole(step, 0, MOST_STEP) or not isinstance(changes, list) \
            or len(cast(list[Any], changes)) > MOST_CHANGES:
        raise ValueError("where it branched off")
    told = tuple(printable(change) for change in cast(list[Any], changes))
    return Parent(printable(read["name"]), printable(read["identity"]), step, told)
