"""Everything the viewer knows, as one plain object, and what happens to it between frames."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from imgui_bundle import portable_file_dialogs

from ..config import FIELDS, Neuron, View
from ..errors import GinnError
from ..paths import CAPTURES, RUNS
from ..store import Run, tidy
from .library import Library
from .playback import Playback
from .trainer import Draft, Trainer

TOAST_SECONDS = 6.0


@dataclass
class Toast:
    """A short message over the picture. error: something went wrong."""

    text: str
    error: bool = False
    shown_at: float = field(default_factory=time.monotonic)

    @property
    def alive(self) -> bool:
        return time.monotonic() - self.shown_at < TOAST_SECONDS


@dataclass
class Cursor:
    """What is under the mouse: a point, the probability of white there, and the nearest drawn boundary."""

    x: float
    y: float
    probability: float
    nearest: Neuron | None
    pixels: float  # distance to that boundary in the picture


@dataclass
class State:
    """What is shown and how.

    index: position of the shown checkpoint among the run's.
    following: stay at the newest checkpoint while the run grows.
    """

    library: Library
    captures: Path = CAPTURES
    new_runs: Path = RUNS
    run: Run | None = None
    index: int = 0
    view: View = View()
    playback: Playback = field(default_factory=Playback)
    following: bool = False
    draft: Draft = field(default_factory=Draft)
    trainer: Trainer | None = None
    dropped: list[Path] = field(default_factory=list)  # files that came in since the last frame
    file_dialog: portable_file_dialogs.open_file | None = None
    toast: Toast | None = None
    cursor: Cursor | None = None
    tab: str = "Network"
    tab_requested: bool = False
    help_open: bool = False
    dragging_curve: bool = False
    log_step: bool = True
    log_loss: bool = True
    light: bool = False           # theme
    full_screen: bool = False
    picture_wanted: bool = False  # a PNG is to be saved once the picture is drawn
    picture_seconds: float = 0.0  # what the GPU spent on the last picture
    picture_scale: float = 1.0    # below 1 while things move faster than it can be drawn in full
    idling: bool = False          # nothing moves, so frames are few
    renderer_name: str = ""
    _loaded: tuple[Run, int, np.ndarray] | None = None

    @property
    def step(self) -> int:
        return int(self.run.steps[self.index]) if self.run else 0

    @property
    def training(self) -> bool:
        """Whether a training runs beside the viewer."""
        return self.trainer is not None and self.trainer.running

    @property
    def parameters(self) -> np.ndarray:
        """Parameters of the shown checkpoint, (P,) float32; read from the file once.

        Where that checkpoint is damaged, the one shown before stays.
        """
        if self._loaded is None or self._loaded[:2] != (self.run, self.index):
            try:
                self._load()
            except GinnError as error:
                self.complain(error)
                is_same_run = self._loaded is not None and self._loaded[0] is self.run
                self.index = self._loaded[1] if is_same_run else len(self.run) - 1
                self._load()
        return self._loaded[2]

    def _load(self) -> None:
        self._loaded = (self.run, self.index, self.run.parameters(self.index))

    def open(self, path: Path) -> None:
        """Show another run, at about the same step where it is one of a kind with the last.

        Raises GinnError where the file is no run; then what was shown stays.
        """
        run = Run(path)
        before, step = self.run, self.step
        self.run, self.following = run, False
        self.playback.playing = False
        if before is None:
            self.index = len(run) - 1
        else:
            self.index = int(np.clip(np.searchsorted(run.steps, step), 0, len(run) - 1))
            before.close()
        if before is None or before.network != run.network:
            field_kept = self.view.field if self.view.field in FIELDS else FIELDS[0]
            self.view = replace(self.view, neurons=frozenset(run.network.neurons), highlighted=None,
                                field=field_kept)
        self.library.add(path)

    def seek(self, index: int) -> None:
        """Show the checkpoint at a position, clamped to the run."""
        if self.run:
            self.index = max(0, min(len(self.run) - 1, index))

    def say(self, text: str) -> None:
        self.toast = Toast(text)

    def complain(self, error: GinnError | str) -> None:
        self.toast = Toast(str(error), error=True)

    def take_in(self, seconds: float) -> None:
        """What happened since the last frame: new checkpoints, a training that began or ended, playback."""
        if self.trainer:
            try:
                self._watch_training()
            except GinnError as error:
                self.complain(error)
        if self.following:
            self.seek(len(self.run) - 1)
        moved = self.playback.advance(seconds)
        if moved:
            self.seek(self.index + moved)
            if self.run is None or self.index == len(self.run) - 1:
                self.playback.playing = False

    def _watch_training(self) -> None:
        ended = not self.trainer.running
        if self.run and self.run.path.resolve() == self.trainer.path.resolve():
            self.run.refresh()
        elif self.trainer.path.exists() and not self.trainer.seen:
            self._show_new_run()
        if ended:
            self._after_training()

    def _after_training(self) -> None:
        path, failure = self.trainer.path, self.trainer.failure
        self.trainer = None
        if failure:
            self.complain(failure)
        else:
            self.say(f"Training ended: {path.stem}")
        if self.run and self.run.path.resolve() == path.resolve():
            # While it was read here, the trainer could not fold its log into the file.
            self.run.close()
            tidy(path)
            self.run = Run(path)
            self.seek(len(self.run) - 1 if self.following else self.index)
            self.following = False

    def _show_new_run(self) -> None:
        try:
            self.open(self.trainer.path)
        except GinnError:
            return  # no checkpoint in it yet
        self.trainer.seen = True
        self.following = True
