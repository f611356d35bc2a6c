"""Places in the shown run that are kept in its file."""

from __future__ import annotations

from dataclasses import replace

from ...store import bookmarks
from ...store.bookmarks import Bookmark
from ..state import State
from ..state.picture import limited
from ..state.reading import UNREADABLE
from .playing import scrub_step


def default_bookmark_name(state: State) -> str:
    return f"Step {state.shown.step:,}"


def add_bookmark(state: State) -> None:
    """Mark what is shown, under the name that was typed."""
    if state.shown.run is None:
        return
    name = state.forms.bookmark_name.strip() or default_bookmark_name(state)
    try:
        kept = bookmarks.add_bookmark(state.shown.run, Bookmark(name, state.shown.step, state.shown.view))
        state.shown.bookmarks = bookmarks.bookmarks(state.shown.run)
    except UNREADABLE as error:
        state.messages.complain(str(error))
        return
    where = ", in your own folder, since this run's file is not to be written" if kept and kept.key < 0 else ""
    without = ", without your changes" if state.shown.what_if.edits else ""
    state.messages.say(f"Bookmark kept: {kept.name}{where}{without}" if kept
                       else f"{name} is among the bookmarks already")
    state.forms.bookmark_name = ""


def remove_bookmark(state: State, bookmark: Bookmark) -> None:
    try:
        assert state.shown.run is not None
        bookmarks.remove_bookmark(state.shown.run, bookmark)
        state.shown.bookmarks = bookmarks.bookmarks(state.shown.run)
    except UNREADABLE as error:
        state.messages.complain(str(error))


def go_to_bookmark(state: State, bookmark: Bookmark) -> None:
    state.playback.playing = False
    scrub_step(state, bookmark.step)
    state.shown.view = replace(limited(bookmark.view), highlighted=None)
