"""The runs that a run is compared with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import numpy as np

from ..errors import GinnError
from ..store import Run

MOST = 16


@contextmanager
def runs_beside(run: Run) -> Iterator[list[Run]]:
    """Other runs of the same target in the same folder, the first 16 by name, open while the block lasts."""
    with ExitStack() as stack:
        found = []
        for path in sorted(run.path.parent.glob("*.ginn")):
            if len(found) == MOST:
                break
            if not path.samefile(run.path):
                with suppress(GinnError):  # of a file that is no run
                    other = stack.enter_context(Run(path))
                    if other.network.is_of_paper and _have_one_target(other, run):
                        found.append(other)
        yield found


def _have_one_target(run: Run, other: Run) -> bool:
    return None not in (run.target, other.target) and np.array_equal(run.target.pixels, other.target.pixels)
