"""What the form of a figure holds: a picture for a page or a poster, of any size."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...config import View, line_width_for

FORMATS = {".svg": "SVG", ".pdf": "PDF", ".png": "PNG"}
SHAPES = ("the square alone", "the window's shape")
NARROWEST, WIDEST = 100, 7680  # pixels


@dataclass
class FigureDraft:
    """suffix: one of FORMATS. shape: one of SHAPES. width: in pixels. caption: step and loss are written into it.

    legend: which layer has which colour; dashes: each layer has its own. Both only where lines stay lines.
    """

    suffix: str = ".svg"
    shape: str = SHAPES[0]
    width: int = 1200
    caption: bool = False
    legend: bool = False
    dashes: bool = False

    @property
    def has_lines(self) -> bool:
        """Do its lines stay lines, that a legend and dashes can be had of?"""
        return self.suffix != ".png"

    def size(self, aspect: float, window: tuple[int, int]) -> tuple[int, int]:
        """(width, height). aspect: of what is learnt, width to height; window: the picture's size on screen."""
        if self.shape == SHAPES[1] and min(window) > 0:
            aspect = window[0] / window[1]
        return self.width, max(1, round(self.width / aspect))

    def view(self, shown: View, size: tuple[int, int]) -> View:
        """The view on screen as a figure of this size has it: with lines as wide as that asks for."""
        wider = line_width_for(size) / line_width_for((1, 1))
        return replace(shown, highlighted=None, line_width=wider * shown.line_width)
