"""What is written into a figure if asked for: step and loss, and which layer has which colour."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from ..render.palette import Color
from . import caption

FONT, FONT_FILE = "Vera", "Vera.ttf"
SIMILAR = "'Bitstream Vera Sans', 'DejaVu Sans', Verdana, sans-serif"
"""Fonts as wide as it, for where it cannot be brought along."""

# Of a letter's height: at the edges, from line to line, long as a line to show, and broad as one of a field's colour.
GAP, ROW, SAMPLE, PATCH = 0.8, 1.5, 1.6, 0.8

Place = tuple[float, float]
Dashes = tuple[float, ...]
"""Pixels of a line that are drawn, left out, drawn and so on; all of it where there are none."""


@dataclass(frozen=True)
class Text:
    """place: where its base line begins. width: of all of it. em: its size."""

    text: str
    place: Place
    width: float
    em: float
    color: Color


@dataclass(frozen=True)
class Look:
    """Of lines, or of a part of the field, which is shown as a broad one."""

    color: Color
    dashes: Dashes = ()
    is_field: bool = False


@dataclass(frozen=True)
class Sample:
    """A line in a note. width: in pixels; None for that of the figure's lines."""

    start: Place
    end: Place
    color: Color
    dashes: Dashes
    width: float | None = None


@dataclass(frozen=True)
class Note:
    """A dark box, (left, top, width, height) in pixels, with texts in it, and lines."""

    name: str
    box: tuple[float, float, float, float]
    radius: float
    texts: list[Text]
    lines: list[Sample]


def _of_bytes(red: int, green: int, blue: int, *_: int) -> Color:
    return red / 255, green / 255, blue / 255


GROUND = (*_of_bytes(*caption.BACKGROUND), caption.BACKGROUND[3] / 255)
"""Of notes: red, green, blue and how much of it."""


BRIGHT, FAINT = _of_bytes(*caption.TEXT), _of_bytes(*caption.FAINT)


def step_and_loss(step: int, loss: float, size: tuple[int, int]) -> Note:
    """In the lower left corner, as in pictures."""
    em = caption.em_for(size[1])
    x, base, texts = em * (1 + GAP), size[1] - 1.65 * em, []
    for word, number in zip(caption.WORDS, caption.Caption.texts(step, loss)):
        for text, color, after in ((word, FAINT, 0.4), (number, BRIGHT, GAP)):
            texts.append(Text(text, (x, base), text_width(text, em), em, color))
            x += texts[-1].width + after * em
    return Note("caption", (em, size[1] - 3 * em, x - em, 2 * em), em / 3, texts, [])


def legend(looks: dict[str, Look], size: tuple[int, int]) -> Note:
    """In the lower right corner, a row for each name and how it looks."""
    em = caption.em_for(size[1])
    width = max(text_width(name, em) for name in looks) + (SAMPLE + 3 * GAP) * em
    height = (ROW * len(looks) + 0.5) * em
    left, top = size[0] - em - width, size[1] - em - height
    texts, lines = [], []
    for row, (name, look) in enumerate(looks.items()):
        x, base = left + GAP * em, top + (ROW * row + 1.35) * em
        lines += _samples(look, (x, base - 0.35 * em), (x + SAMPLE * em, base - 0.35 * em), em)
        texts.append(Text(name, (x + (SAMPLE + GAP) * em, base), text_width(name, em), em, BRIGHT))
    return Note("legend", (left, top, width, height), em / 3, texts, lines)


def _samples(look: Look, start: Place, end: Place, em: float) -> list[Sample]:
    """What shows it: a line, or a broad one with an edge, for colours as dark as a note's."""
    if not look.is_field:
        return [Sample(start, end, look.color, look.dashes)]
    edge = (start[0] - 1, start[1]), (end[0] + 1, end[1])
    return [Sample(*edge, FAINT, (), PATCH * em + 2), Sample(start, end, look.color, (), PATCH * em)]


def font() -> str:
    """The name by which reportlab knows a font that it embeds, and only where it is used."""
    _register()
    return FONT


@cache
def _register() -> None:
    pdfmetrics.registerFont(TTFont(FONT, FONT_FILE))


def text_width(text: str, em: float) -> float:
    """Of a text in a figure, in letters of a size, in the same unit."""
    return pdfmetrics.stringWidth(text, font(), em)
