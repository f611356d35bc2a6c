"""Charts as SVG, written as text: what several pictures of a sweep are made of."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

COLORS = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#7f7f7f", "#000000")
"""Told apart with red-green blindness, too (Okabe and Ito 2008)."""

INK, FAINT = "#222222", "#dddddd"
FONTS = "'DejaVu Sans', Verdana, sans-serif"


def document(width: float, height: float, parts: Sequence[str]) -> str:
    """A whole picture on white, of its size in pixels."""
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}" font-family="{FONTS}" font-size="12" fill="{INK}">\n'
            f'<rect width="{width}" height="{height}" fill="#ffffff"/>\n' + "\n".join(parts) + "\n</svg>\n")


def text(x: float, y: float, words: str, anchor: str = "start", weight: str = "normal") -> str:
    """anchor: start, middle or end, which is at x."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}">{escape(words)}</text>'


def upright(x: float, y: float, words: str) -> str:
    """With its middle there, to be read from the right."""
    return f'<text transform="translate({x:.1f} {y:.1f}) rotate(-90)" text-anchor="middle">{escape(words)}</text>'


def line(x0: float, y0: float, x1: float, y1: float, color: str, more: str = "") -> str:
    """more: other attributes."""
    return f'<line x1="{x0:.2f}" y1="{y0:.2f}" x2="{x1:.2f}" y2="{y1:.2f}" stroke="{color}"{more}/>'
