"""What the user has asked the window for, and it has yet to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from imgui_bundle import portable_file_dialogs


@dataclass
class Asked:
    """tab: the panel that is shown; tab_requested: since it was asked for by name; next_tab: the one after it is
    wanted. row: the label in it of what is to be typed into. dropped: files that came in since the last frame. still:
    'picture', 'window' or 'clipboard', to be taken once what it shows is drawn. lecture: the picture alone, as large as
    the screen. quitting: the window was to be closed while a training runs.
    """

    tab: str = "Network"
    tab_requested: bool = False
    next_tab: bool = False
    row: str | None = None
    help_open: bool = False
    commands_open: bool = False
    drawing_open: bool = False
    full_screen: bool = False
    lecture: bool = False
    still: str | None = None
    quitting: bool = False
    dropped: list[Path] = field(default_factory=list)
    file_dialog: portable_file_dialogs.open_file | None = None
