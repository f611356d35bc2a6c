"""Figures as SVG, for browsers and for drawing programs."""

from __future__ import annotations

import base64
import hashlib
import io
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import numpy as np
from PIL import Image

from ..render.palette import Color
from .figure import Contours, Figure, Layer, Marks, diamond
from .files import written_whole
from .multiples import FRAME, FigureSheet
from .notes import GROUND, SIMILAR, Dashes, Note, Text

# Names with a prefix, as they stand in the file: ElementTree's own way to write them is hard to read.
NAMESPACES = {
    "xmlns": "http://www.w3.org/2000/svg",
    "xmlns:xlink": "http://www.w3.org/1999/xlink",
    "xmlns:inkscape": "http://www.inkscape.org/namespaces/inkscape",
}
DECIMALS = 4  # of a pixel


def save_svg(path: Path, figure: Figure | FigureSheet) -> None:
    """Save a figure, or a sheet of them, as SVG 1.1. Raises GinnError where it cannot be written.

    It has a group of class `field`, a group `layer-3` for each layer with a path `neuron-3-7` for each boundary in it,
    and groups `contours` and `points`; Inkscape shows the groups as its layers. Their ids are these names and a mark,
    which is another one for every other figure, so that several can stand in one page. On a sheet each
    figure is a group of class `tile`, and what is written above them a group `labels`.
    """
    with written_whole(path) as part:
        ElementTree.ElementTree(_document(figure)).write(part, encoding="utf-8", xml_declaration=True)


def _document(figure: Figure | FigureSheet) -> Element:
    width, height = map(str, figure.size)
    svg = Element("svg", NAMESPACES, version="1.1", width=width, height=height, viewBox=f"0 0 {width} {height}")
    SubElement(svg, "title").text = figure.title
    if isinstance(figure, FigureSheet):
        _add_sheet(svg, figure)
    else:
        _add_figure(svg, figure)
    ElementTree.indent(svg)
    return svg


def _add_sheet(svg: Element, sheet: FigureSheet) -> None:
    SubElement(svg, "rect", width=str(sheet.size[0]), height=str(sheet.size[1]), fill="#ffffff")
    for (x, y), figure in sheet.figures:
        tile = SubElement(svg, "g", {"class": "tile", "transform": f"translate({x} {y})",
                                     "inkscape:groupmode": "layer", "inkscape:label": figure.title})
        SubElement(tile, "title").text = figure.title
        _add_figure(tile, figure)
        SubElement(tile, "rect", {"x": "-0.5", "y": "-0.5", "width": str(figure.size[0] + 1), "fill": "none",
                                  "height": str(figure.size[1] + 1), "stroke": _hex(FRAME)})
    labels = SubElement(svg, "g", {"class": "labels", "inkscape:groupmode": "layer", "inkscape:label": "Labels"})
    for text in sheet.texts:
        _add_text(labels, text)


def _add_figure(svg: Element, figure: Figure) -> None:
    width, height, mark = *map(str, figure.size), _mark(figure)
    left, top, right, bottom = figure.clip
    clip = SubElement(SubElement(svg, "defs"), "clipPath", id=f"shown-{mark}")
    SubElement(clip, "rect", x=_text(left), y=_text(top),
               width=_text(max(right - left, 0)), height=_text(max(bottom - top, 0)))
    if figure.field is not None:
        SubElement(_group(svg, "field", mark), "image", {"xlink:href": _png(figure.field)},
                   width=width, height=height, preserveAspectRatio="none")
    for layer in figure.layers:
        _add_layer(svg, layer, figure.line_width, mark)
    if figure.contours:
        _add_contours(svg, figure.contours, mark)
    if figure.marks:
        _add_marks(svg, figure.marks, mark)
    for note in figure.notes:
        _add_note(svg, note, figure.line_width, mark)


def _mark(figure: Figure) -> str:
    """Eight digits that depend on all there is in a figure."""
    digest = hashlib.sha256(repr((figure.title, figure.size, figure.clip, figure.line_width, figure.notes)).encode())
    for layer in figure.layers:
        digest.update(repr(layer.dashes).encode())
        for neuron, pieces in layer.lines.items():
            digest.update(repr(neuron).encode() + b"".join(piece.tobytes() for piece in pieces))
    if figure.contours:
        digest.update(b"".join(piece.tobytes() for piece in figure.contours.lines))
    if figure.marks:
        digest.update(figure.marks.middles.tobytes() + figure.marks.inks.tobytes())
    if figure.field is not None:
        digest.update(figure.field.tobytes())
    return digest.hexdigest()[:8]


def _add_layer(svg: Element, layer: Layer, line_width: float, mark: str) -> None:
    """Its lines; below them, if its colour is light, the same lines once more, wider and in a faint black."""
    group = _group(svg, f"layer-{layer.number}", mark)
    group.attrib |= {"clip-path": f"url(#shown-{mark})", "fill": "none", "stroke": _hex(layer.color),
                     "stroke-width": _text(line_width), "stroke-linejoin": "round"}
    _dash(group, layer.dashes)
    if layer.shade:
        SubElement(group, "use", {"xlink:href": f"#lines-{layer.number}-{mark}", "stroke": "#000000",
                                  "stroke-width": _text(layer.shade_width), "opacity": f"{layer.shade:.3f}"})
    lines = SubElement(group, "g", id=f"lines-{layer.number}-{mark}")
    for (number, neuron), pieces in layer.lines.items():
        name = f"neuron-{number}-{neuron}"
        SubElement(lines, "path", {"id": f"{name}-{mark}", "class": name}, d="".join(map(_path, pieces)))


def _add_contours(svg: Element, contours: Contours, mark: str) -> None:
    """Their lines over the same, wider, which are their edges."""
    group = _group(svg, "contours", mark)
    group.attrib |= {"clip-path": f"url(#shown-{mark})", "fill": "none", "stroke": _hex(contours.color),
                     "stroke-width": _text(contours.width), "stroke-linejoin": "round", "stroke-linecap": "round"}
    if contours.edge_width > contours.width:
        SubElement(group, "use", {"xlink:href": f"#lines-contours-{mark}", "stroke": _hex(contours.edge_color),
                                  "stroke-width": _text(contours.edge_width)})
    SubElement(group, "path", id=f"lines-contours-{mark}", d="".join(map(_path, contours.lines)))


def _add_marks(svg: Element, marks: Marks, mark: str) -> None:
    """Discs and diamonds; strokes lie half inside of what they are drawn around."""
    group = _group(svg, "points", mark)
    group.attrib |= {"clip-path": f"url(#shown-{mark})", "stroke-width": _text(marks.edge)}
    for (x, y), (red, green, blue, edge, opacity, is_diamond) in zip(marks.middles.tolist(), marks.inks.tolist()):
        looks = {"fill": _hex((red, green, blue)), "stroke": _hex((edge, edge, edge))}
        looks |= {} if opacity == 1 else {"opacity": f"{opacity:.3f}"}
        reach = marks.radius + marks.edge / 2
        if is_diamond:
            SubElement(group, "path", looks, d=_path(diamond(x, y, reach)))
        else:
            SubElement(group, "circle", looks, cx=_text(x), cy=_text(y), r=_text(reach))


def _add_note(svg: Element, note: Note, line_width: float, mark: str) -> None:
    group = _group(svg, note.name, mark)
    left, top, width, height = map(_text, note.box)
    SubElement(group, "rect", {"x": left, "y": top, "width": width, "height": height, "rx": _text(note.radius),
                               "fill": _hex((GROUND[0], GROUND[1], GROUND[2])), "fill-opacity": f"{GROUND[3]:.3f}"})
    for sample in note.lines:
        (x1, y1), (x2, y2) = map(_text, sample.start), map(_text, sample.end)
        line = SubElement(group, "line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2, "stroke": _hex(sample.color),
                                          "stroke-width": _text(sample.width or line_width)})
        _dash(line, sample.dashes)
    for text in note.texts:
        _add_text(group, text)


def _add_text(group: Element, text: Text) -> None:
    x, y = map(_text, text.place)
    SubElement(group, "text", {"x": x, "y": y, "fill": _hex(text.color), "font-family": SIMILAR,
                               "font-size": _text(text.em), "textLength": _text(text.width),
                               "lengthAdjust": "spacingAndGlyphs"}).text = text.text


def _dash(element: Element, dashes: Dashes) -> None:
    if dashes:
        element.set("stroke-dasharray", ",".join(map(_text, dashes)))


def _group(parent: Element, name: str, mark: str) -> Element:
    label = name.replace("-", " ").capitalize()
    return SubElement(parent, "g", {"id": f"{name}-{mark}", "class": name, "inkscape:groupmode": "layer",
                                    "inkscape:label": label})


def _path(points: np.ndarray) -> str:
    closed = (points[0] == points[-1]).all()
    places = [f"{_text(x)},{_text(y)}" for x, y in points]
    return f"M{' '.join(places[:-1])}Z" if closed else f"M{' '.join(places)}"


def _text(number: float) -> str:
    return f"{number:.{DECIMALS}f}".rstrip("0").rstrip(".")


def _hex(color: Color) -> str:
    return "#" + "".join(f"{round(255 * part):02x}" for part in color)


def _png(pixels: np.ndarray) -> str:
    """As a data URL; without colours, if it has none, for that is much smaller."""
    image = Image.fromarray(pixels)
    if (pixels == pixels[:, :, :1]).all():
        image = image.convert("L")
    data = io.BytesIO()
    image.save(data, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(data.getvalue()).decode("ascii")
