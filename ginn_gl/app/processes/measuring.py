"""Measures of the runs in a table, and how alike each is to the one that is open: taken of those that are looked at."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from ...errors import GinnError
from ...many.facts import Measures, Signature
from ...many.listing import Listed
from ...many.measuring import Answer, Question, serve
from .answering import AnsweringProcess

AT_ONCE = 8  # runs, before it is looked anew which ones are seen


class Measuring:
    """beside: the run that all are compared with. version: rises with each answer."""

    def __init__(self) -> None:
        self._process = AnsweringProcess(serve, "measures runs")
        self._measures: dict[tuple[str, Signature], Measures | None] = {}
        self._alike: dict[tuple[str, Signature], float | None] = {}
        self._waiting: list[Question] = []
        self.beside: str | None = None
        self.version = 0

    @property
    def computing(self) -> bool:
        """Whether an answer is to come."""
        return bool(self._waiting)

    def compare_with(self, path: str | None) -> None:
        """From now on; as that run is now."""
        self.beside, self._alike = path, {}
        self.version += 1

    def measures(self, one: Listed) -> Measures | None:
        """None until they are taken."""
        return one.measures or self._measures.get((one.path, one.signature))

    def alike(self, one: Listed) -> float | None:
        """To the run that all are compared with, 0 to 1; not a number where there is no such thing; None until that is
        known."""
        return self._alike.get((one.path, one.signature))

    def want(self, rows: Iterable[Listed]) -> None:
        """To be called in each frame: of these, the first ones first."""
        try:
            for answer in self._process.hear():
                self._take(answer)
            if not self._waiting:
                self._waiting = list(islice(filter(None, map(self._question, rows)), AT_ONCE))
                if self._waiting:
                    self._process.ask(list(self._waiting))
        except GinnError:  # these are given up, or it would be started for them again and again
            for question in list(self._waiting):
                self._take(Answer(question, None, None))

    def close(self) -> None:
        """End the process."""
        self._process.close()
        self._waiting = []

    def _question(self, one: Listed) -> Question | None:
        """What is not known yet of a run; of one that is trained, it would be out of date at once."""
        if one.facts is None or one.facts.state == "training":
            return None
        key = one.path, one.signature
        is_measured = one.measures is not None or key in self._measures
        is_compared = self.beside is None or key in self._alike
        if is_measured and is_compared:
            return None
        return Question(*key, None if is_compared else self.beside, is_measured)

    def _take(self, answer: Answer) -> None:
        asked = answer.question
        key = asked[:2]
        self._waiting.remove(asked)
        self.version += 1
        if not asked.is_measured:
            self._measures[key] = answer.measures
        if asked.beside and asked.beside == self.beside:
            self._alike[key] = answer.alike
