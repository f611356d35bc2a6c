"""All runs there are, listed by a process beside for as long as somebody looks at them."""

from __future__ import annotations

import time
from pathlib import Path

from ...errors import GinnError
from ...many.listing import InSight, Listed, Look, News, run_files, serve
from .answering import AnsweringProcess

SECONDS = 1.0  # between two looks at the files
SHARE = 0.2    # of the time that looking may take
BUDGET = 0.03  # seconds of a frame, in which news is taken in


class Shelf:
    """rows: what is known of each run, by path. version: rises with each change. reading: not all are read yet."""

    def __init__(self) -> None:
        self._process = AnsweringProcess(serve, "lists runs")
        self._looking, self._next_at = False, 0.0
        self._seen: tuple[str, ...] = ()
        self.rows: dict[str, Listed] = {}
        self.version = 0
        self.reading = True

    @property
    def computing(self) -> bool:
        """Whether an answer is to come."""
        return self._looking

    def list_names(self, folders: list[Path], files: list[Path]) -> None:
        """Have at least the names of all, at once."""
        self._take_paths(run_files(folders, files))

    def watch(self, folders: list[Path], files: list[Path], seen: list[Listed]) -> None:
        """Called in each frame: hear what has come, and look again when it is time. seen: what is on screen."""
        try:
            end = time.perf_counter() + BUDGET
            for news in self._process.hear():
                self._take_in(news)
                if time.perf_counter() > end:
                    break
            if not self._looking and time.monotonic() >= self._next_at:
                self._process.ask(Look(folders, files))
                self._looking, self._seen = True, ()
            if self._looking and self.reading:
                self._have_read_first(seen)
        except GinnError:  # it is started anew
            self._looking, self._next_at = False, time.monotonic() + SECONDS

    def close(self) -> None:
        """End the process."""
        self._process.close()
        self._looking = False

    def _have_read_first(self, seen: list[Listed]) -> None:
        paths = tuple(one.path for one in seen if not one.is_known)
        if paths and paths != self._seen:
            self._process.tell(InSight(paths))
            self._seen = paths

    def _take_in(self, news: News) -> None:
        if news.paths is not None:
            self._take_paths(news.paths)
        for one in news.read:
            if one.path in self.rows:
                self.rows[one.path] = one
        self.version += bool(news.read)
        if news.is_over:
            self._looking = self.reading = False
            self._next_at = time.monotonic() + max(SECONDS, news.seconds * (1 / SHARE - 1))

    def _take_paths(self, paths: list[str]) -> None:
        if self.rows.keys() != set(paths):
            self.rows = {path: self.rows.get(path) or Listed(path) for path in paths}
            self.version += 1


