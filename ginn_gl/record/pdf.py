"""Figures as PDF, for papers and for printers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from .figure import Contours, Figure, Layer, Marks, diamond
from .files import written_whole
from .multiples import FRAME, FigureSheet
from .notes import GROUND, Note, Text, font

POINTS = 0.75  # of PDF to a pixel, as CSS has it: 72 and 96 to an inch
ROUND = 1      # joins and ends of lines, in PDF's numbers


def save_pdf(path: Path, figure: Figure | FigureSheet) -> None:
    """Save a figure, or a sheet of them, as one page of its size, 96 pixels to an inch.

    It has a font only where it has text, and then brings it along. Raises GinnError where it cannot be written.
    """
    width, height = figure.size
    with written_whole(path) as part, part.open("wb") as file:
        # invariant: no date and no number by chance, so that the same figure is the same file.
        canvas = Canvas(file, (POINTS * width, POINTS * height), pageCompression=1, invariant=1,
                        initialFontName=font())  # pyright: ignore[reportArgumentType] - a guess of its stubs
        canvas.setTitle(figure.title)
        canvas.transform(POINTS, 0, 0, -POINTS, 0, POINTS * height)  # pixels, and y downwards from here on
        if isinstance(figure, FigureSheet):
            _draw_sheet(canvas, figure)
        else:
            _draw_figure(canvas, figure)
        canvas.save()


def _draw_sheet(canvas: Canvas, sheet: FigureSheet) -> None:
    for place, figure in sheet.figures:
        canvas.saveState()
        canvas.translate(*place)
        _draw_figure(canvas, figure)
        canvas.restoreState()
        canvas.setStrokeColorRGB(*FRAME, 1)
        canvas.setLineWidth(1)
        canvas.rect(place[0] - 0.5, place[1] - 0.5, figure.size[0] + 1, figure.size[1] + 1)
    for text in sheet.texts:
        _draw_text(canvas, text)


def _draw_figure(canvas: Canvas, figure: Figure) -> None:
    canvas.saveState()
    if figure.field is not None:
        _draw_field(canvas, figure.field, figure.size)
    _clip(canvas, figure)
    canvas.setLineJoin(ROUND)
    for layer in figure.layers:
        _draw_layer(canvas, layer, figure.line_width)
    if figure.contours:
        _draw_contours(canvas, figure.contours)
    if figure.marks:
        _draw_marks(canvas, figure.marks)
    canvas.restoreState()
    for note in figure.notes:
        _draw_note(canvas, note, figure.line_width)


def _draw_field(canvas: Canvas, field: np.ndarray, size: tuple[int, int]) -> None:
    """An image would stand on its head where y goes downwards."""
    width, height = size
    canvas.saveState()
    canvas.transform(1, 0, 0, -1, 0, height)
    canvas.drawImage(ImageReader(Image.fromarray(field)), 0, 0, width, height)
    canvas.restoreState()


def _clip(canvas: Canvas, figure: Figure) -> None:
    left, top, right, bottom = figure.clip
    path = canvas.beginPath()
    path.rect(left, top, max(right - left, 0), max(bottom - top, 0))
    canvas.clipPath(path, stroke=0)


def _draw_layer(canvas: Canvas, layer: Layer, line_width: float) -> None:
    """Its lines; below them, if its colour is light, the same lines once more, wider and in a faint black."""
    canvas.setDash(list(layer.dashes))
    if layer.shade:
        canvas.setLineWidth(layer.shade_width)
        canvas.setStrokeColorRGB(0, 0, 0, layer.shade)
        _stroke(canvas, [piece for pieces in layer.lines.values() for piece in pieces])
    canvas.setLineWidth(line_width)
    canvas.setStrokeColorRGB(*layer.color, 1)
    for pieces in layer.lines.values():
        _stroke(canvas, pieces)


def _draw_contours(canvas: Canvas, contours: Contours) -> None:
    """Their lines over the same, wider, which are their edges."""
    canvas.setDash([])
    canvas.setLineCap(ROUND)
    for width, color in ((contours.edge_width, contours.edge_color), (contours.width, contours.color)):
        if width >= contours.width:
            canvas.setLineWidth(width)
            canvas.setStrokeColorRGB(*color, 1)
            _stroke(canvas, contours.lines)


def _draw_marks(canvas: Canvas, marks: Marks) -> None:
    """Discs and diamonds; strokes lie half inside of what they are drawn around."""
    canvas.setDash([])
    canvas.setLineWidth(marks.edge)
    reach = marks.radius + marks.edge / 2
    for (x, y), (red, green, blue, edge, opacity, is_diamond) in zip(marks.middles.tolist(), marks.inks.tolist()):
        canvas.setFillColorRGB(red, green, blue, opacity)
        canvas.setStrokeColorRGB(edge, edge, edge, opacity)
        if is_diamond:
            _stroke(canvas, [diamond(x, y, reach)], fill=1)
        else:
            canvas.circle(x, y, reach, fill=1)


def _draw_note(canvas: Canvas, note: Note, line_width: float) -> None:
    canvas.setFillColorRGB(*GROUND)
    canvas.roundRect(*note.box, note.radius, stroke=0, fill=1)
    for sample in note.lines:
        canvas.setLineWidth(sample.width or line_width)
        canvas.setStrokeColorRGB(*sample.color, 1)
        canvas.setDash(list(sample.dashes))
        canvas.line(*sample.start, *sample.end)
    for text in note.texts:
        _draw_text(canvas, text)


def _draw_text(canvas: Canvas, text: Text) -> None:
    canvas.setFillColorRGB(*text.color, 1)
    written = canvas.beginText()
    written.setTextTransform(1, 0, 0, -1, *text.place)  # upright, though y goes downwards
    written.setFont(font(), text.em)
    written.textOut(text.text)
    canvas.drawText(written)


def _stroke(canvas: Canvas, pieces: list, fill: int = 0) -> None:
    """All pieces as one path, which is painted once even where it crosses itself. fill: 1 to fill it, too."""
    path = canvas.beginPath()
    for points in pieces:
        path.moveTo(*points[0])
        closed = (points[0] == points[-1]).all()
        for point in points[1:-1] if closed else points[1:]:
            path.lineTo(*point)
        if closed:
            path.close()
    canvas.drawPath(path, fill=fill)
