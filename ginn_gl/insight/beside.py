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
                    if np.array_equal(other.target.pixels, run.target.pixels):
                        found.append(other)
        yield found
