"""A sweep in a table: one line for each run."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from ..config import BAD_LOSS
from ..errors import GinnError
from ..record.files import written_whole
from ..store import Run
from .spec import SweepSpec


@dataclass(frozen=True)
class Row:
    """One run of a sweep. width: of its widest layer. loss: at its last step. bad: has it not learned the whole of a
    black and white image? None where there is no such measure, or it is not finished."""

    run: str
    target: str
    hidden: str
    width: int
    depth: int
    activation: str
    batch_size: str
    learning_rate: float
    seed: int
    iterations: int
    step: int
    loss: float
    bad: bool | None
    state: str


def rows_of(spec: SweepSpec, folder: Path) -> Iterator[Row]:
    """Of the runs that are there. Raises RunFileError for a file that is none."""
    for group in spec.groups:
        for seed in spec.seeds:
            path = folder / group.file_name(seed)
            if path.exists():
                with Run(path) as run:
                    training, loss, state = run.training, float(run.losses[-1]), run.status.state
                    judged = run.target is not None and state == "finished"
                    yield Row(path.name, group.target, ",".join(map(str, run.network.hidden)), max(run.network.hidden),
                              len(run.network.hidden), group.activation, str(training.batch_size or "full"),
                              training.learning_rate, seed, training.iterations, int(run.steps[-1]), loss,
                              loss > BAD_LOSS if judged else None, state)


def save_csv(rows: list[Row], path: Path) -> None:
    """One line for each row, names first."""
    with written_whole(path) as part, part.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(Row.__dataclass_fields__), lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(row) for row in rows)


def save_parquet(rows: list[Row], path: Path) -> None:
    """The same. Raises GinnError where pyarrow is not installed."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise GinnError(f"{path}: needs pyarrow (pip install pyarrow)") from None
    with written_whole(path) as part:
        parquet.write_table(pyarrow.Table.from_pylist([asdict(row) for row in rows]), part)
