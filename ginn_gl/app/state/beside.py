"""What is shown beside the first run: up to five others, how far they go along with it, and in which arrangement."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from ...config import View
from ...errors import GinnError
from ...render.difference import view_of_difference, why_no_difference
from ...render.fitting import by_layer, fitting
from ...store import Run
from ...store.moments import moment_beside
from .compared import Compared
from .links import FREE, Links
from .messages import Messages
from .picture import Picture
from .reading import UNREADABLE, why

MOST = 6  # runs on screen, the first among them
FULL = f"{MOST} runs are side by side already: take one away first"


@dataclass
class Beside:
    """others: in the order in which they are shown. last: the files of those that were there last.

    difference: that of two runs is shown, too. layers: a column for each layer, with its lines alone, and one for all.
    """

    messages: Messages
    others: tuple[Compared, ...] = ()
    last: tuple[Path, ...] = ()
    links: Links = field(default_factory=Links)
    difference: bool = False
    layers: bool = False

    def show(self, paths: Sequence[Path], step: int) -> None:
        """These runs at a step, and no others. Raises GinnError where a file is no run; then what was shown stays."""
        if len(paths) >= MOST:
            raise GinnError(f"{MOST} runs are shown side by side at most")
        with ExitStack() as if_any_fails:
            opened = tuple(if_any_fails.enter_context(closing(Compared(path, step))) for path in paths)
            if_any_fails.pop_all()
        for one in self.others:
            one.close()
        self._have(opened)

    def add(self, path: Path, step: int, stays: bool = False) -> None:
        """One more. stays: at that step. Raises as show, and where there are as many as fit."""
        if len(self.others) + 1 >= MOST:
            raise GinnError(FULL)
        self._have((*self.others, Compared(path, step, stays)))

    def take_away(self, other: Compared) -> None:
        """One of those that are there."""
        other.close()
        self._have(tuple(one for one in self.others if one is not other))

    def exchange(self, other: Compared, path: Path, step: int) -> None:
        """One for a run that has been the first; without it where that cannot be opened, which is complained of."""
        try:
            instead = (Compared(path, step),)
        except GinnError as error:
            self.messages.complain(error)
            instead = ()
        other.close()
        self._have(tuple(kept for one in self.others for kept in (instead if one is other else (one,))))

    def _have(self, others: tuple[Compared, ...]) -> None:
        self.others = others
        if others:
            self.last = tuple(dict.fromkeys(one.run.path.resolve() for one in others if not one.stays))

    def leading(self, path: Path) -> Compared | None:
        """The one of this file that goes along with the first, if there is any."""
        return next((one for one in self.others if one.is_of(path) and not one.stays), None)

    def of(self, path: Path) -> list[Compared]:
        """All of this file."""
        return [one for one in self.others if one.is_of(path)]

    @property
    def has_own_time(self) -> bool:
        """Whether any stays where it is while the first one goes on."""
        return bool(self.others) and (self.links.time == FREE or any(other.stays for other in self.others))

    def why_no_difference(self, run: Run, view: View) -> str:
        """In one line, why there is none of the first run, in a view, and the other; nothing where there is."""
        if len(self.others) != 1:
            return "A difference is of two runs"
        return why_no_difference(run, self.others[0].run, view)

    def pictures(self, first: Picture, step: float, smooth: bool) -> list[Picture]:
        """All that is on screen, beginning with the first run's. step: which that is at, between checkpoints if it is
        shown smoothly."""
        if not self.others and not self.layers:
            return [first]
        rows = [first, *(self._picture(place, other, first, step, smooth)
                         for place, other in enumerate(self.others, 1))]
        if self.difference and not self.why_no_difference(first.run, first.view):
            rows.append(replace(first, view=view_of_difference(first.view), less=rows[1]))
        return in_columns(rows) if self.layers else rows

    def _picture(self, place: int, other: Compared, first: Picture, step: float, smooth: bool) -> Picture:
        time, run = self.links.time, other.run
        if time != FREE:
            try:
                other.go_to(moment_beside(first.run, step, run, time), smooth and time != "loss")
            except UNREADABLE as error:
                self.messages.complain(why(run, error))
        # Of two runs with more than two inputs, both on the first one's plane, also where that is but its default.
        looked_at = replace(first.view, plane=first.plane) if first.run.plane else first.view
        view = self._own(other, fitting(looked_at, first.run.network, run.network))
        other.view = view
        return Picture(run, other.step, other.loss, other.parameters, view, place=place, index=other.index)

    def _own(self, other: Compared, view: View) -> View:
        """With what of its own is not linked."""
        own, links = other.view, self.links
        if own is None:
            return view
        if not links.zoom:
            view = replace(view, zoom=own.zoom)
        if not links.pan:
            view = replace(view, center=own.center)
        return view if links.neurons else replace(view, neurons=own.neurons, highlighted=None)


def in_columns(rows: list[Picture]) -> list[Picture]:
    """A row for each picture, in which every layer has a column with its lines alone, and the last all of them."""
    last = max(len(picture.run.network.hidden) for picture in rows)
    found: list[Picture] = []
    for row, picture in enumerate(rows):
        if picture.less is None:
            found += [replace(picture, layer=layer, cell=(row, layer - 1), view=view)
                      for layer, view in by_layer(picture.view, picture.run.network)]
        found.append(replace(picture, cell=(row, last)))
    return found
