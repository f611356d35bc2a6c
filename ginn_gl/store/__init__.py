"""The run file: one SQLite database per run, written by training and read by everything else."""

from .reader import Run
from .writer import RunWriter, note_end, tidy

__all__ = ["Run", "RunWriter", "note_end", "tidy"]
