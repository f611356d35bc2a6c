"""Figures as SVG, for browsers and for drawing programs."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

import numpy as np
from PIL import Image

from ..render.palette import Color
from .figure import Figure, Layer
from .files import written_whole

# Names with a prefix, as they stand in the file: ElementTree's own way to write them is hard to read.
NAMESPACES = {
    "xmlns": "http://www.w3.org/2000/svg",
    "xmlns:xlink": "http://www.w3.org/1999/xlink",
    "xmlns:inkscape": "http://www.inkscape.org/namespaces/inkscape",
}
DECIMALS = 4  # of a pixel


def save_svg(path: Path, figure: Figure) -> None:
    """Save a figure as SVG 1.1. Raises GinnError where it cannot be written.

    It has a group `field`, and a group `layer-3` for each layer with a path `neuron-3-7` for each boundary in it;
    Inkscape shows the groups as its layers.
    """
    with written_whole(path) as part:
        ElementTree.ElementTree(_document(figure)).write(part, encoding="utf-8", xml_declaration=True)


def _document(figure: Figure) -> Element:
    width, height = map(str, figure.size)
    svg = Element("svg", NAMESPACES, version="1.1", width=width, height=height, viewBox=f"0 0 {width} {height}")
    SubElement(svg, "title").text = figure.title
    left, top, right, bottom = figure.clip
    clip = SubElement(SubElement(svg, "defs"), "clipPath", id="shown")
    SubElement(clip, "rect", x=_text(left), y=_text(top),
               width=_text(max(right - left, 0)), height=_text(max(bottom - top, 0)))
    SubElement(_group(svg, "field", "Field"), "image", {"xlink:href": _png(figure.field)},
               width=width, height=height, preserveAspectRatio="none")
    for layer in figure.layers:
        _add_layer(svg, layer, figure.line_width)
    ElementTree.indent(svg)
    return svg


def _add_layer(svg: Element, layer: Layer, line_width: float) -> None:
    """Its lines; below them, if its colour is light, the same lines once more, wider and in a faint black."""
    group = _group(svg, f"layer-{layer.number}", f"Layer {layer.number}")
    group.attrib |= {"clip-path": "url(#shown)", "fill": "none", "stroke": _hex(layer.color),
                     "stroke-width": _text(line_width), "stroke-linejoin": "round"}
    if layer.dashes:
        group.set("stroke-dasharray", ",".join(map(_text, layer.dashes)))
    if layer.shade:
        SubElement(group, "use", {"xlink:href": f"#lines-{layer.number}", "stroke": "#000000",
                                  "stroke-width": _text(layer.shade_width), "opacity": f"{layer.shade:.3f}"})
    lines = SubElement(group, "g", id=f"lines-{layer.number}")
    for (number, neuron), pieces in layer.lines.items():
        SubElement(lines, "path", id=f"neuron-{number}-{neuron}", d="".join(map(_path, pieces)))


def _group(parent: Element, name: str, label: str) -> Element:
    return SubElement(parent, "g", {"id": name, "inkscape:groupmode": "layer", "inkscape:label": label})


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
