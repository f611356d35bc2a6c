"""What is shown as a web page: the run, and those beside it."""

from __future__ import annotations

import threading
from contextlib import ExitStack
from pathlib import Path

from ...paths import free
from ...store import Run
from ..state import State
from .stills import names, say_saved


def save_web_page(state: State) -> None:
    """Write the runs that are shown as one web page; a thread does it, and a message says where."""
    run, others = state.shown.run, state.shown.beside.others
    assert run is not None
    paths = list(dict.fromkeys(one.path.resolve() for one in (run, *(other.run for other in others))))
    path = free(state.captures / f"{run.path.stem if len(paths) == 1 else names(state)}.html")
    state.messages.say(f"Writing {path.name} ...")
    threading.Thread(target=_write_page, args=(state, paths, path), name="web page").start()


def _write_page(state: State, run_paths: list[Path], path: Path) -> None:
    from ...tour import Tour
    from ...web import save_page

    try:
        with ExitStack() as opened:  # this thread's own
            runs = [opened.enter_context(Run(run_path)) for run_path in run_paths]
            save_page(runs, path, stops=Tour().seen_in(runs))
    except Exception as error:  # noqa: BLE001 - of whatever kind: nobody else would hear of it
        state.messages.complain(str(error))
    else:
        say_saved(state, path)
