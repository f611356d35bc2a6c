"""Panels, help, full screen, and how large text is."""

from __future__ import annotations

from collections.abc import Callable

from ..state import State
from ..state.settings import TEXT_SIZES


def next_tab(state: State) -> None:
    state.asked.next_tab = True


def open_tab(name: str) -> Callable[[State], None]:
    """Show a panel, if it is there."""
    def act(state: State) -> None:
        state.asked.tab, state.asked.tab_requested = name, True
    return act


def open_field(tab: str, label: str) -> Callable[[State], None]:
    """Show a panel, and have what stands beside a label in it be typed into."""
    def act(state: State) -> None:
        open_tab(tab)(state)
        state.asked.row = label
    return act


def full_screen(state: State) -> None:
    state.asked.full_screen = not state.asked.full_screen


def lecture(state: State) -> None:
    """The picture alone, or the panels again."""
    state.asked.lecture = not state.asked.lecture


def larger_text(state: State) -> None:
    _text_by(state, 1)


def smaller_text(state: State) -> None:
    _text_by(state, -1)


def usual_text(state: State) -> None:
    state.settings.text_size = 1.0


def _text_by(state: State, places: int) -> None:
    place = TEXT_SIZES.index(state.settings.text_size) + places
    state.settings.text_size = TEXT_SIZES[max(0, min(len(TEXT_SIZES) - 1, place))]


def toggle_help(state: State) -> None:
    state.asked.help_open = not state.asked.help_open


def open_commands(state: State) -> None:
    state.asked.commands_open = True
