"""The parts that the window is made of."""

from __future__ import annotations

from imgui_bundle import ImVec2, imgui

# Parts have no ground of their own but what the window is cleared with: a software renderer would spend
# more time on filling them than on all else.
FIXED = (imgui.WindowFlags_.no_decoration | imgui.WindowFlags_.no_background | imgui.WindowFlags_.no_move
         | imgui.WindowFlags_.no_saved_settings | imgui.WindowFlags_.no_bring_to_front_on_focus
         | imgui.WindowFlags_.no_nav)


class Part:
    """One fixed part of the window, at a place of its own."""

    def __init__(self, name: str, position: ImVec2, size: ImVec2, padding: ImVec2 | None = None) -> None:
        self.name, self.position, self.size, self.padding = name, position, size, padding

    def __enter__(self) -> bool:
        """False where imgui keeps what was drawn in it, and nothing is to be added."""
        origin = imgui.get_main_viewport().pos
        imgui.set_next_window_pos(ImVec2(origin.x + self.position.x, origin.y + self.position.y))
        imgui.set_next_window_size(ImVec2(max(1, self.size.x), max(1, self.size.y)))  # 0 would be: as it likes
        padding = self.padding or imgui.get_style().window_padding
        imgui.push_style_var(imgui.StyleVar_.window_padding, padding)
        imgui.begin(self.name, None, FIXED)
        imgui.pop_style_var()
        return not imgui.internal.get_current_window_read().skip_refresh

    def __exit__(self, *_) -> None:
        imgui.end()
