"""All that the viewer knows, as one plain object of a few parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ...paths import CAPTURES, RUNS
from ..forms import Forms
from .all_runs import AllRuns
from .asked import Asked
from .first_minute import FirstMinute
from .library import Library
from .messages import Messages
from .playback import Playback
from .pointer import Pointer
from .screen import Screen
from .settings import Settings
from .shown import Shown
from .work import Work


@dataclass
class State:
    """library: runs to choose from. captures: the folder for pictures and videos. new_runs: that of new trainings."""

    library: Library
    captures: Path = CAPTURES
    new_runs: Path = RUNS
    settings: Settings = field(default_factory=Settings)
    messages: Messages = field(default_factory=Messages)
    playback: Playback = field(default_factory=Playback)
    forms: Forms = field(default_factory=Forms)
    work: Work = field(default_factory=Work)
    screen: Screen = field(default_factory=Screen)
    pointer: Pointer = field(default_factory=Pointer)
    asked: Asked = field(default_factory=Asked)
    all_runs: AllRuns = field(default_factory=AllRuns)
    first_minute: FirstMinute = field(default_factory=FirstMinute)
    shown: Shown = field(init=False)

    def __post_init__(self) -> None:
        self.shown = Shown(self.messages, self.playback, self.settings)
