"""Panels, help and full screen."""

from __future__ import annotations

from ..state import State


def next_tab(state: State) -> None:
    state.asked.next_tab = True


def full_screen(state: State) -> None:
    state.asked.full_screen = not state.asked.full_screen


def toggle_help(state: State) -> None:
    state.asked.help_open = not state.asked.help_open


def open_commands(state: State) -> None:
    state.asked.commands_open = True
