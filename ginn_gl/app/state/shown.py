"""What is shown: of which runs, at which step, and how."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from ...config import FIELDS, Neuron, View
from ...render.ground import ground_of, why_not
from ...render.past import TRAILS
from ...store import Run
from ...store.bookmarks import Bookmark, bookmarks
from ..processes.replays import Replays
from .beside import Beside
from .course import Course
from .ghosts import GhostKeeper
from .matching import Matching
from .messages import Messages
from .picture import Picture
from .playback import Playback
from .reading import UNREADABLE, why
from .settings import Settings
from .what_if import WhatIf


@dataclass(frozen=True)
class Loaded:
    """What is on screen: (P,) float32 parameters of a step, with the loss there."""

    run: Run
    step: int
    parameters: np.ndarray
    loss: float


@dataclass
class Shown:
    """A run at one of its steps, and perhaps another beside it.

    index: position of the shown checkpoint among the run's.
    between: a step that is shown though no checkpoint of it is kept: index is of the last one before it.
    span: first and last step of the part of the run that the timeline shows; None for all of it.
    following: stay at the newest checkpoint while the run grows.
    beside: what is shown with it.
    selected: the neuron that the panel is about. what_if: what is changed by hand in the shown run.
    onion: steps whose lines are kept in sight, in faint colours.
    track: a measure and the unit of its curves, which are drawn beside the loss. bookmarks: of the shown run.
    view_before: how it was looked at before a finding was shown, if one is.
    """

    messages: Messages
    playback: Playback
    settings: Settings
    run: Run | None = None
    index: int = 0
    between: int | None = None
    span: tuple[int, int] | None = None
    following: bool = False
    view: View = field(default_factory=View)
    onion: tuple[int, ...] = ()
    track: tuple[str, str] | None = None
    bookmarks: list[Bookmark] = field(default_factory=list)
    view_before: View | None = None
    replays: Replays = field(default_factory=Replays)
    selected: Neuron | None = None
    what_if: WhatIf = field(default_factory=WhatIf)
    ghosts: GhostKeeper = field(default_factory=GhostKeeper)
    beside: Beside = field(init=False)
    matching: Matching = field(default_factory=Matching)
    _loaded: Loaded | None = None
    _mixed: np.ndarray | None = None
    _mixed_at: tuple | None = None

    def __post_init__(self) -> None:
        self.beside = Beside(self.messages)

    @property
    def step(self) -> int:
        if self.between is not None:
            return self.between
        return int(self.run.steps[self.index]) if self.run else 0

    @property
    def mixture(self) -> float:
        """The share of the next checkpoint in what is shown, 0 to 1; above 0 only in smooth playback."""
        playing = (self.settings.smooth or self.playback.course) and self.playback.playing
        return self.playback.owed if playing and self.run is not None and self.index < len(self.run) - 1 else 0.0

    @property
    def _exact_step(self) -> float:
        """That of what is shown, between two checkpoints in smooth playback."""
        if not self.mixture:
            return self.step
        here, there = self.run.steps[self.index:self.index + 2]
        return float(here + self.mixture * (there - here))

    @property
    def held_out(self) -> float | None:
        """The loss over what is held out, at the step that is shown; None where nothing is, or that is not known."""
        if self.run is None or self.between is not None or self.what_if.edits:
            return None
        loss = float(self.run.held_out[self.index])
        return loss if np.isfinite(loss) else None

    @property
    def loss(self) -> float | None:
        """Of what is shown; None while that is computed."""
        return self.what_if.loss.value if self.what_if.edits else self.learnt_loss

    @property
    def learnt_loss(self) -> float | None:
        """At the step that is shown, whatever is changed by hand; None while that is computed."""
        if self.between is None:
            return float(self.run.losses[self.index])
        return None if self.replays.computing else self._loaded.loss

    @property
    def parameters(self) -> np.ndarray:
        """Of what is shown, (P,) float32: what was learnt, with what is changed by hand."""
        learnt = self.learnt
        assert self.run is not None
        return self.what_if.applied(self.run.network, learnt)

    @property
    def learnt(self) -> np.ndarray:
        """Parameters of the shown step, (P,) float32; of a checkpoint, read from the file once.

        What was shown before stays while a step is computed, and where a checkpoint is damaged or the file is gone.
        """
        if self.mixture:
            with suppress(*UNREADABLE):  # of a damaged checkpoint, which is complained of when it is shown
                return self._mix()
        is_same_run = self._loaded is not None and self._loaded.run is self.run
        if is_same_run and (self.between is not None or self._loaded.step == self.step):
            return self._loaded.parameters
        try:
            self._load()
        except UNREADABLE as error:
            self._stay(error, is_same_run)
        return self._loaded.parameters

    @property
    def picture(self) -> Picture:
        """The shown run on screen."""
        parameters = self.parameters  # first, because a damaged checkpoint leads to another step
        assert self.run is not None
        return Picture(self.run, self.step, self.loss, parameters, self.view, index=self.index)

    def pictures(self) -> list[Picture]:
        """What is on screen: the shown run, and what is beside it."""
        shown = self.beside.pictures(self.picture, self._exact_step, smooth=self.mixture > 0)
        return self._haunted(self.matching.applied(shown, self.settings.match_neurons))

    def _haunted(self, pictures: list[Picture]) -> list[Picture]:
        """With the lines of other steps that are wanted over them."""
        self.ghosts.is_complete = True
        trail = TRAILS[self.settings.trails]
        if not (trail or self.onion):
            return pictures
        return [picture if picture.less else replace(picture, ghosts=self.ghosts.of(picture, trail, self.onion))
                for picture in pictures]

    def open(self, path: Path) -> None:
        """Show another run, at about the same step where it is one of a kind with the last.

        Raises GinnError where the file is no run, or none that can be drawn; then what was shown stays.
        """
        run = Run(path)
        ground = ground_of(run)
        marked = self._bookmarks_of(run)
        before, step = self.run, self.step
        self.view, self.view_before = self.view_before or self.view, None
        was_beside = self.beside.leading(path)
        self.run, self.following, self.span = run, False, None
        self._between_no_more()
        self.playback.playing = False
        if before is None:
            self.index = len(run) - 1
        else:
            self.index = int(np.clip(np.searchsorted(run.steps, step), 0, len(run) - 1))
            before.close()
        self._leave_changes()
        if before is None or before.network != run.network:
            self.selected, self.onion = None, ()
            self.view = replace(self.view, neurons=frozenset(run.network.neurons), highlighted=None, plane=None)
        if not (self.view.field in FIELDS or (before and before.network == run.network)) or why_not(
                self.view.field, run.network, ground):
            self.view = replace(self.view, field=FIELDS[0])
        self.bookmarks = marked
        if was_beside and before is not None:
            self.beside.exchange(was_beside, before.path, self.step)

    def reopen(self) -> None:
        """Read the same file anew, which a training has finished with.

        Raises GinnError where that cannot be read; then what was known of it stays.
        """
        following, self.following = self.following, False
        self.run = Run(self.run.path)
        self.seek(len(self.run) - 1 if following else self.index)

    def seek(self, index: int) -> None:
        """Show the checkpoint at a position, clamped to the run."""
        if self.run:
            self.index = max(0, min(len(self.run) - 1, index))
            self._between_no_more()

    def seek_step(self, step: int) -> None:
        """Show a step, clamped to the run; where no checkpoint of it is kept, it is computed beside.

        Of a watched run it cannot be: the checkpoint before is shown.
        """
        if self.run is None:
            return
        step = max(int(self.run.steps[0]), min(int(self.run.steps[-1]), step))
        self.seek(self.run.index_of(step))
        if self.step != step and self.run.watched:
            self.messages.say(f"This run was {self.run.made}: only the steps that were kept can be shown")
        elif self.step != step:
            self.replays.request(self.run.path, step)
            self.between = step

    def advance(self, seconds: float) -> None:
        """What time brings: a step or a loss that was computed, a run grown longer, playback."""
        self._take_in_replay()
        self._follow_loss()
        if self.following and self.run:
            self.seek(len(self.run) - 1)
        if self.playback.course:
            self._follow(self.playback.course, seconds)
            return
        moved = self.playback.advance(seconds)
        if moved:
            self.seek(self.index + moved)
            if self.run is None or self.index == len(self.run) - 1 or self.playback.is_over(self.step):
                self.playback.stop()

    def _follow(self, course: Course, seconds: float) -> None:
        """Go on along a course, unless the user has left it."""
        if self.run is None or len(self.run) < len(course.due) or self.index != int(course.position) or self.between:
            self.playback.course = None
        elif self.playback.playing:
            course.gone += seconds
            self.seek(int(course.position))
            self.playback.owed = course.position % 1
            if course.is_over:
                self.playback.stop()

    def _stay(self, error: Exception, is_same_run: bool) -> None:
        """With what was shown last; or, of a run that is newly opened, with its last checkpoint."""
        assert self.run is not None
        self.messages.complain(why(self.run, error))
        self.playback.playing = self.following = False
        if not is_same_run:
            self.seek(len(self.run) - 1)
            self._load()
            return
        self.seek(self.run.index_of(self._loaded.step))
        if self.step != self._loaded.step:
            self.between = self._loaded.step

    def _load(self) -> None:
        assert self.run is not None
        step, loss = int(self.run.steps[self.index]), float(self.run.losses[self.index])
        self._loaded = Loaded(self.run, step, self.run.parameters(self.index), loss)

    def _mix(self) -> np.ndarray:
        """Parameters on the straight way from this checkpoint to the next; one array for one place on it."""
        place = (self.run, self.index, self.mixture)
        if self._mixed_at != place:
            here, there = self.run.parameters(self.index), self.run.parameters(self.index + 1)
            self._mixed, self._mixed_at = here + np.float32(self.mixture) * (there - here), place
        assert self._mixed is not None
        return self._mixed

    def _bookmarks_of(self, run: Run) -> list[Bookmark]:
        """Those in its file; none where they are not what this program has written."""
        try:
            return bookmarks(run)
        except (*UNREADABLE, TypeError, ValueError, ArithmeticError) as error:
            self.messages.complain(f"{run.path}: its bookmarks cannot be read ({error})")
            return []

    def _between_no_more(self) -> None:
        self.between = None
        self.replays.forget()

    def _leave_changes(self) -> None:
        if self.what_if.edits:
            self.messages.say("Your changes stay behind with the run they were made in")
        self.what_if.forget()

    def _follow_loss(self) -> None:
        if self.run is not None and self.what_if.edits:
            self.what_if.loss.follow(self.run.path, self.parameters)
        else:
            self.what_if.loss.forget()
            if self.run is not None and self.selected:  # and will perhaps be changed
                self.what_if.loss.warm_up(self.run.path, self.learnt)

    def _take_in_replay(self) -> None:
        answer = self.replays.answer()
        if answer is None or self.run is None:
            return
        if answer.parameters is None:
            self.messages.complain(answer.error)
            self.seek(self.index)
        else:
            self._loaded = Loaded(self.run, answer.step, answer.parameters, answer.loss)
