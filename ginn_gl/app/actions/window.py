"""Panels, help and full screen."""

from __future__ import annotations

from collections.abc import Callable

from ..state import State


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


def toggle_help(state: State) -> None:
    state.asked.help_open = not state.asked.help_open


def open_commands(state: State) -> None:
    state.asked.commands_open = True
