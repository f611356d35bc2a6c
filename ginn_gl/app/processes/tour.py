"""The tour in the viewer: which stop is shown, and what is still being found."""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import GinnError
from ...tour import TITLES, Stop
from ...tour.service import serve
from .answering import AnsweringProcess

NAMES = tuple(TITLES)


class TourStops:
    """place: of the stop among all, None before the tour begins, and after the last one at its end. stop: it, once it
    has been found."""

    def __init__(self) -> None:
        self._process = AnsweringProcess(serve, "finds the tour's stops")
        self.place: int | None = None
        self.stop: Stop | None = None
        self.error = ""
        self._prepared = False

    @property
    def at_end(self) -> bool:
        return self.place == len(NAMES)

    @property
    def computing(self) -> bool:
        """Whether a stop is to come."""
        return self.place is not None and not self.at_end and self.stop is None and not self.error

    @property
    def title(self) -> str:
        return TITLES[NAMES[self.place or 0]]

    def prepare(self) -> None:
        """Have the first stop found before it is asked for."""
        if not self._prepared:
            self._prepared = True
            self._process.ask(None)

    def end(self) -> None:
        """There are no more stops."""
        self.place, self.stop, self.error = len(NAMES), None, ""

    def go_to(self, place: int) -> None:
        """Have a stop found; places go round."""
        place %= len(NAMES)
        self.place, self.stop, self.error = place, None, ""
        self._prepared = True
        self._process.ask(NAMES[place])

    def arrivals(self) -> Iterator[Stop]:
        """The stop that was asked for, once, when it has been found."""
        if self.place is None or not self.computing:
            return
        wanted = NAMES[self.place]
        try:
            for name, found in self._process.hear():
                if name == wanted and isinstance(found, Stop):
                    self.stop = found
                    yield found
                elif name == wanted:
                    self.error = found
        except GinnError as error:
            self.error = str(error)

    def close(self) -> None:
        """End the process."""
        self._process.close()
