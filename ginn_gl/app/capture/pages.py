"""The shown run as a web page."""

from __future__ import annotations

import threading
from pathlib import Path

from ...paths import free
from ...store import Run
from ..state import State
from .stills import say_saved


def save_web_page(state: State) -> None:
    """Write the shown run as one web page; a thread does it, and a message says where."""
    path = free(state.captures / f"{state.shown.run.path.stem}.html")
    state.messages.say(f"Writing {path.name} ...")
    threading.Thread(target=_write_page, args=(state, state.shown.run.path, path), name="web page").start()


def _write_page(state: State, run_path: Path, path: Path) -> None:
    from ...tour import Tour
    from ...web import save_page

    try:
        with Run(run_path) as run:  # this thread's own
            save_page([run], path, stops=Tour().seen_in([run]))
    except Exception as error:  # noqa: BLE001 - of whatever kind: nobody else would hear of it
        state.messages.complain(str(error))
    else:
        say_saved(state, path)
