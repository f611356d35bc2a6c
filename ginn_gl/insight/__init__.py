"""What a run shows on a close look: measures over its checkpoints, each with curves and a table of findings."""

from collections.abc import Iterator, Sequence

from ..store import Run
from .beside import runs_beside
from .bias_before_weight import bias_before_weight
from .copycats import copycats
from .findings import Finding, Insight, Track
from .history import History
from .indecisive import indecisive
from .silent import silent
from .symmetry import symmetry
from .unmodelled import unmodelled


def analyse(run: Run, others: Sequence[Run] = ()) -> Iterator[Insight]:
    """All measures of a run, one after another as they are computed; a few seconds for a run of the paper's size.

    What cannot be measured of a network says why in its summary. others: runs of the same target, to compare with.
    Raises RunFileError for a damaged checkpoint.
    """
    from .layer_dependence import layer_dependence  # which loads the compiler, as does the next
    from .regions import regions

    yield regions(run)
    history = History(run)
    yield bias_before_weight(history)
    yield layer_dependence(history)
    yield copycats(history)
    yield indecisive(history)
    yield symmetry(history)
    yield silent(history)
    yield unmodelled(history, others)


__all__ = ["Finding", "History", "Insight", "Track", "analyse", "runs_beside"]
