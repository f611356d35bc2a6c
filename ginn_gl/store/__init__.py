"""The run file: one SQLite database per run, written by training and read by everything else."""

from .lock import InTraining
from .reader import Run
from .writer import RunWriter, note_end, tidy

__all__ = ["InTraining", "Run", "RunWriter", "note_end", "tidy"]
