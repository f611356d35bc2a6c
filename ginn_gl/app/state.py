"""Everything the viewer knows, as one plain object, and what happens to it between frames."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from imgui_bundle import portable_file_dialogs

from ..config import FIELDS, Neuron, View
from ..data.sample import Sample
from ..data.service import Photo
from ..errors import GinnError
from ..insight.findings import Track
from ..paths import CAPTURES, RUNS
from ..render.ground import ground_of, why_not
from ..store import Run
from ..store.bookmarks import Bookmark, bookmarks
from .arrivals import Arrivals
from .compared import Compared
from .draft import COLOURINGS, Draft, Problems
from .findings import Findings
from .guide import Guide
from .library import Library
from .planes import PlaneChoice
from .playback import Playback
from .preview import Preview
from .reading import UNREADABLE, Growth, why
from .recording import Recording, Size
from .region import Region
from .replays import Replays
from .shown import Cursor, Shown, fitting
from .sweeping import SweepDraft, Sweeping
from .toast import Toast
from .trainer import Trainer
from .vertices import VertexFinder

STILLS = ("picture", "window", "clipboard")


@dataclass(frozen=True)
class Loaded:
    """What is on screen: (P,) float32 parameters of a step, with the loss there."""

    run: Run
    step: int
    parameters: np.ndarray
    loss: float


@dataclass
class State:
    """What is shown and how.

    index: position of the shown checkpoint among the run's.
    between: a step that is shown though no checkpoint of it is kept: index is of the last one before it.
    span: first and last step of the part of the run that the timeline shows; None for all of it.
    following: stay at the newest checkpoint while the run grows.
    compared: the run beside it, if any. last_compared: the file of the one that was beside it last.
    """

    library: Library
    captures: Path = CAPTURES
    new_runs: Path = RUNS
    run: Run | None = None
    index: int = 0
    between: int | None = None
    span: tuple[int, int] | None = None
    compared: Compared | None = None
    last_compared: Path | None = None
    findings: Findings = field(default_factory=Findings)
    guide: Guide = field(default_factory=Guide)
    play_until: int | None = None  # the step at which playback ends, if not with the run
    track: tuple[str, str] | None = None  # a measure and the unit of its curves, to draw beside the loss
    arrivals: Arrivals = field(default_factory=Arrivals)
    growth: Growth = field(default_factory=Growth)
    replays: Replays = field(default_factory=Replays)
    view: View = field(default_factory=View)
    planes: PlaneChoice = field(default_factory=PlaneChoice)
    playback: Playback = field(default_factory=Playback)
    following: bool = False
    draft: Draft = field(default_factory=Draft)
    draft_before: Draft | None = None  # to go back to where a file that came in cannot be learnt
    preview: Preview = field(default_factory=Preview)  # of what the draft learns
    trainer: Trainer | None = None
    ending: str | None = None      # where and why the training of the shown run stopped, if it did
    looked_at: Run | None = None   # the run that this was found out about
    quit_asked: bool = False       # the window was to be closed while a training runs
    dropped: list[Path] = field(default_factory=list)  # files that came in since the last frame
    file_dialog: portable_file_dialogs.open_file | None = None
    toast: Toast | None = None
    cursor: Cursor | None = None
    region: Region | None = None  # the linear region under the mouse, if it is to be outlined
    outline_region: bool = False
    vertex_finders: tuple[VertexFinder, ...] = field(default_factory=lambda: (VertexFinder(), VertexFinder()))
    show_vertices: bool = False
    vertex: tuple[Neuron, ...] = ()    # whose boundaries meet at the vertex under the mouse
    vertices_shown: int | None = None  # how many are in view, once they have been found
    tab: str = "Network"
    tab_requested: bool = False
    help_open: bool = False
    commands_open: bool = False
    bookmarks: list[Bookmark] = field(default_factory=list)  # of the shown run
    bookmark_name: str = ""       # as typed
    dragging_curve: bool = False
    turning: int | None = None    # the picture whose plane is turned by the mouse, 0 for the first
    log_step: bool = True
    log_loss: bool = True
    smooth: bool = False          # play through what lies between checkpoints too
    frame_rate: int = 30          # to hold while things move, by drawing them coarsely
    light: bool = False           # theme
    full_screen: bool = False
    still_wanted: str | None = None  # of STILLS, to be taken once what it shows is drawn
    recording: Recording | None = None
    sweep_draft: SweepDraft = field(default_factory=SweepDraft)
    sweeping: Sweeping | None = None
    record_format: str = "MP4"
    record_size: str = ""         # such as 1920x1080; as large as on screen where it is empty
    record_fps: int = 30
    picture_size: Size = (0, 0)   # on screen, in pixels
    window_size: Size = (0, 0)
    picture_seconds: float = 0.0  # what the GPU spent on the last picture
    picture_scale: float = 1.0    # below 1 while things move faster than it can be drawn in full
    idling: bool = False          # nothing moves, so frames are few
    renderer_name: str = ""
    picture_is_final: bool = True # is it as good as it gets?
    in_software: bool = False     # drawn by the processor, for want of a GPU
    on_screen: bool = False       # the window has been seen
    _loaded: Loaded | None = None
    _mixed: np.ndarray | None = None
    _mixed_at: tuple | None = None

    @property
    def step(self) -> int:
        if self.between is not None:
            return self.between
        return int(self.run.steps[self.index]) if self.run else 0

    @property
    def mixture(self) -> float:
        """The share of the next checkpoint in what is shown, 0 to 1; above 0 only in smooth playback."""
        goes_on = self.smooth and self.playback.playing and self.run is not None and self.index < len(self.run) - 1
        return self.playback.owed if goes_on else 0.0

    @property
    def _exact_step(self) -> float:
        """That of what is shown, between two checkpoints in smooth playback."""
        if not self.mixture:
            return self.step
        here, there = self.run.steps[self.index:self.index + 2]
        return float(here + self.mixture * (there - here))

    @property
    def tracks(self) -> list[Track]:
        """The curves to draw beside the loss."""
        found = self.findings.insights if self.run and self.findings.path == self.run.path else []
        return [track for insight in found for track in insight.tracks if (insight.name, track.unit) == self.track]

    @property
    def held_out(self) -> float | None:
        """The loss over what is held out, at the step that is shown; None where nothing is, or that is not known."""
        if self.run is None or self.between is not None or not np.isfinite(self.run.held_out[self.index]):
            return None
        return float(self.run.held_out[self.index])

    @property
    def loss(self) -> float | None:
        """At the step that is shown; None while that is computed."""
        if self.between is None:
            return float(self.run.losses[self.index])
        return None if self.replays.computing else self._loaded.loss

    @property
    def training(self) -> bool:
        """Whether a training runs beside the viewer."""
        return self.trainer is not None and self.trainer.running

    @property
    def at_work(self) -> bool:
        """Whether a training runs beside the viewer that is not halted."""
        return self.trainer is not None and not self.trainer.paused

    @property
    def parameters(self) -> np.ndarray:
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

    def _stay(self, error: Exception, is_same_run: bool) -> None:
        """With what was shown last; or, of a run that is newly opened, with its last checkpoint."""
        assert self.run is not None
        self.complain(why(self.run, error))
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

    def open(self, path: Path) -> None:
        """Show another run, at about the same step where it is one of a kind with the last.

        Raises GinnError where the file is no run, or none that can be drawn; then what was shown stays.
        """
        run = Run(path)
        ground = ground_of(run)
        marked = self._bookmarks_of(run)
        before, step = self.run, self.step
        is_beside = self.compared is not None and self.compared.is_of(path)
        self.run, self.following, self.span = run, False, None
        self._between_no_more()
        self.playback.playing = False
        if before is None:
            self.index = len(run) - 1
        else:
            self.index = int(np.clip(np.searchsorted(run.steps, step), 0, len(run) - 1))
            before.close()
        if before is None or before.network != run.network:
            self.view = replace(self.view, neurons=frozenset(run.network.neurons), highlighted=None, plane=None)
        if not (self.view.field in FIELDS or (before and before.network == run.network)) or why_not(
                self.view.field, run.network, ground):
            self.view = replace(self.view, field=FIELDS[0])
        self.bookmarks, self.bookmark_name = marked, ""
        self.library.add(path)
        if is_beside:
            self._exchange_with(before.path)

    def _bookmarks_of(self, run: Run) -> list[Bookmark]:
        """Those in its file; none where they are not what this program has written."""
        try:
            return bookmarks(run)
        except (*UNREADABLE, TypeError, ValueError, ArithmeticError) as error:
            self.complain(f"{run.path}: its bookmarks cannot be read ({error})")
            return []

    def compare_with(self, path: Path | None) -> None:
        """Show another run beside the shown one, or none.

        Raises GinnError where the file is no run; then what was shown stays.
        """
        compared = Compared(path, self.step) if path else None
        if self.compared:
            self.compared.close()
        self.compared = compared
        if path:
            self.last_compared = path.resolve()
            self.library.add(path)

    def _exchange_with(self, path: Path) -> None:
        """The run that was beside is now the first one: show beside it what was the first."""
        try:
            self.compare_with(path)
        except GinnError as error:
            self.compare_with(None)
            self.complain(error)

    @property
    def picture(self) -> Shown:
        """The shown run on screen."""
        parameters = self.parameters  # first, because a damaged checkpoint leads to another step
        assert self.run is not None
        return Shown(self.run, self.step, self.loss, parameters, self.view)

    def pictures(self) -> list[Shown]:
        """What is on screen: the shown run, and the one beside it as far as it has been trained."""
        shown = [self.picture]
        assert self.run is not None
        if self.compared:
            try:
                self.compared.go_to(self._exact_step, smooth=self.mixture > 0)
            except UNREADABLE as error:
                self.complain(why(self.compared.run, error))
            # Of two runs with more than two inputs, both on the first one's plane, also where that is but its default.
            looked_at = replace(self.view, plane=shown[0].plane) if self.run.plane else self.view
            other, view = self.compared, fitting(looked_at, self.run.network, self.compared.run.network)
            shown.append(Shown(other.run, other.step, other.loss, other.parameters, view))
        return shown

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
            self.say(f"This run was {self.run.made}: only the steps that were kept can be shown")
        elif self.step != step:
            self.replays.request(self.run.path, step)
            self.between = step

    def _between_no_more(self) -> None:
        self.between = None
        self.replays.forget()

    def look_at_run(self) -> None:
        """Have the shown run analysed, unless it has been."""
        if self.findings.path != self.run.path:
            self.findings.request(self.run.path, int(self.run.steps[-1]))

    def say(self, text: str, folder: Path | None = None) -> None:
        self.toast = Toast(text, folder=folder)

    def complain(self, error: GinnError | str) -> None:
        self.toast = Toast(str(error), error=True)

    def take_in(self, seconds: float) -> None:
        """What happened since the last frame: a step computed, a run grown longer, playback."""
        self._take_in_replay()
        self._take_in_preview()
        if self.track and self.run:
            self.look_at_run()
        self.findings.take_in()
        if self.following and self.run:
            self.seek(len(self.run) - 1)
        moved = self.playback.advance(seconds)
        if moved:
            self.seek(self.index + moved)
            at_end = self.run is None or self.index == len(self.run) - 1
            if at_end or (self.play_until is not None and self.step >= self.play_until):
                self.playback.playing, self.play_until = False, None

    def _take_in_replay(self) -> None:
        answer = self.replays.answer()
        if answer is None or self.run is None:
            return
        if answer.parameters is None:
            self.complain(answer.error)
            self.seek(self.index)
        else:
            self._loaded = Loaded(self.run, answer.step, answer.parameters, answer.loss)

    @property
    def problems(self) -> Problems:
        """What is wrong with the form of the Train panel, by the names of its fields."""
        found, draft = self.draft.problems(), self.draft
        if self.preview.problem:
            found["data"] = self.preview.problem
        elif self.preview.grey and draft.colouring == COLOURINGS[0] and draft.threshold is not None:
            shades = self.preview.pixels(draft.threshold)
            if shades.min() == shades.max():
                found["threshold"] = f"all {'white' if shades.max() else 'black'}"
        return found

    def _take_in_preview(self) -> None:
        answer = self.preview.answer()
        if isinstance(answer, str) and not self.preview.problem:
            self.draft = self.draft_before or self.draft
            self.complain(answer)
        elif isinstance(answer, Photo):
            self.say(f"{answer.grey.name} is the target of the next training: T starts it")
        elif isinstance(answer, Sample):
            self.say(f"{answer.data.name} is the data of the next training: T starts it")
