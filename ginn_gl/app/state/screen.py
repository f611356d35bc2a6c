"""How the window stands, as the last frame found it."""

from __future__ import annotations

from dataclasses import dataclass

Size = tuple[int, int]


@dataclass
class Screen:
    """picture_size, window_size: in pixels. picture_seconds: what drawing the last picture took, 0 while that is not
    known. picture_scale: below 1 while things move faster than it can be drawn in full. picture_is_final: is it as good
    as it gets? idling: nothing moves, so frames are few. in_software: drawn by the processor, for want of a GPU.
    on_screen: the window has been seen. fading: something over the picture is about to go.
    """

    picture_size: Size = (0, 0)
    window_size: Size = (0, 0)
    picture_seconds: float = 0.0
    picture_scale: float = 1.0
    picture_is_final: bool = True
    idling: bool = False
    renderer_name: str = ""
    in_software: bool = False
    on_screen: bool = False
    fading: bool = False
