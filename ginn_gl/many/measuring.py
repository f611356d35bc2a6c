"""What takes a while to find out about a run: measures of its last step, and how alike another one is. It is found out
of those that are looked at, in a process beside."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from math import nan
from multiprocessing.connection import Connection
from typing import NamedTuple

from ..errors import GinnError
from ..insight.alignment import align, why_not
from ..render.preparing import is_compiled
from ..store import Run
from .facts import Measures, Signature, measures_of
from .listing import NICE, Index

PATIENCE, WAIT = 180.0, 0.2  # seconds for which others may compile what is needed here, and between two looks at it


class Question(NamedTuple):
    """About a run file that had this signature. beside: the run that it is compared with. is_measured: already."""

    path: str
    signature: Signature
    beside: str | None
    is_measured: bool


class Answer(NamedTuple):
    """alike: as `insight.alignment` has it, 0 to 1; not a number where neurons have no counterparts. It and measures
    are None where they were not asked for, or a file cannot be read."""

    question: Question
    alike: float | None
    measures: Measures | None


def answer(question: Question) -> Answer:
    """Whatever is wrong with one file, others are measured."""
    alike = measures = None
    with suppress(GinnError, OSError), Run(question.path) as run:
        if not question.is_measured:
            measures = measures_of(run)
        if question.beside == question.path:
            alike = 1.0
        elif question.beside:
            with Run(question.beside) as other:
                alike = nan if why_not(other, run) else align(other, run).alike
    return Answer(question, alike, measures)


def serve(connection: Connection) -> None:
    """Answer lists of questions, one by one, until nobody is there any more; what was measured is kept."""
    if hasattr(os, "nice"):
        os.nice(NICE)
    began, index = time.monotonic(), Index()
    while not is_compiled() and time.monotonic() - began < PATIENCE:
        time.sleep(WAIT)
    with suppress(EOFError, OSError):
        while True:
            answers = []
            for question in connection.recv():
                answers.append(answer(question))
                connection.send(answers[-1])
            index.keep_measures((*one.question[:2], one.measures) for one in answers if one.measures)
