"""The window on the whole screen, and back where it was."""

from __future__ import annotations

from ..state import State


class FullScreen:
    """hello_imgui knows full screen only from the start on; GLFW changes it at any time."""

    def __init__(self) -> None:
        self._windowed: tuple[int, int, int, int] | None = None  # place and size to go back to

    def apply(self, state: State) -> None:
        """As it is asked for now."""
        from imgui_bundle.glfw_utils import glfw, glfw_window_hello_imgui

        wanted = state.asked.full_screen or state.asked.lecture
        if wanted == (self._windowed is not None):
            return
        window = glfw_window_hello_imgui()
        if wanted:
            left, top = glfw.get_window_pos(window)
            self._windowed = left, top, *glfw.get_window_size(window)
            monitor = glfw.get_primary_monitor()
            mode = glfw.get_video_mode(monitor)
            glfw.set_window_monitor(window, monitor, 0, 0, *mode.size, mode.refresh_rate)
        elif self._windowed:
            left, top, width, height = self._windowed
            glfw.set_window_monitor(
                window, None, left, top, width, height, glfw.DONT_CARE)  # pyright: ignore[reportArgumentType] - of none
            self._windowed = None
