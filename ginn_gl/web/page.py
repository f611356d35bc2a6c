"""The page put together: its text, style and scripts from page/, the shaders, and the runs."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress
from html import escape
from pathlib import Path

import numpy as np

from ..config import BAD_LOSS, FIELDS, MAX_DEPTH, OF_CLASSES, UNIT_SQUARE, NetworkSpec, View, fields_of
from ..data import answers, count_of, held_out
from ..errors import GinnError
from ..network import network_on, parameters_on
from ..record.files import written_whole
from ..render import layer_color, look, points
from ..render.ground import Ground, ground_of, has_target, why_not
from ..render.look import has_probability
from ..render.palette import (
    FAINTEST,
    UNSURE,
    background,
    class_colors,
    highlight_color,
    palette_constants,
    value_scale,
)
from ..render.pixels import anchors
from ..render.pixels.layout import NEVER, Layout
from ..render.pixels.programs import UNROLLED
from ..render.pixels.source import WEB_VERSION, Constants, shader
from ..render.pixels.storage import PARAMETERS_PER_ROW, Texture
from ..render.pixels.uniforms import FIELD_CONSTANTS
from ..render.points import points_of
from ..render.words import answer_of, described, outputs_of, said_by
from ..store import Run
from ..store.texts import printable
from ..tour import Stop
from .pack import pack_bytes, pack_checkpoints, pack_pixels

SOURCES = Path(__file__).with_name("page")
STYLES = ("theme.css", "style.css")
SCRIPTS = ("unpack.js", "activations.js", "network.js", "mapping.js", "points.js", "renderer.js", "state.js",
           "whatif.js", "loss.js", "tour.js", "actions.js", "link.js", "turns.js", "live.js", "sketch.js", "picture.js",
           "gestures.js", "diagram.js", "panel.js", "curve.js", "timeline.js", "help.js", "opening.js", "main.js")
LIGHT_AROUND = (0xD9 / 255, 0xDA / 255, 0xDD / 255)  # theme.css, once more: around a picture in the light theme
LARGEST_BLOCK = 16384  # bytes of a uniform block that every WebGL 2 takes
LARGEST_PAGE = 400_000_000  # bytes; browsers refuse texts a little longer


def save_page(runs: Sequence[Run], path: Path, checkpoints: int | None = None, stops: Sequence[Stop] = ()) -> None:
    """Write the page of some runs. See page_text; raises GinnError, too, where it cannot be written."""
    text = page_text(runs, checkpoints, stops)
    with written_whole(path) as part:
        part.write_text(text, encoding="utf-8")


def page_text(runs: Sequence[Run], checkpoints: int | None = None, stops: Sequence[Stop] = ()) -> str:
    """The page of some runs as HTML that loads nothing from anywhere. Shown first is the first good one.

    checkpoints: how many of each run to keep, evenly spread over it, first and last included; by default all. Of a
    network with more than two inputs it has the plane that is looked at first, and the network as it is there.
    stops: of a tour through these runs, see Tour.seen_in; the page has no tour without.
    Raises GinnError for fewer than two, or for more than a browser opens.
    """
    if checkpoints is not None and checkpoints < 2:
        raise GinnError(f"a page keeps at least 2 checkpoints of each run, not {checkpoints}")
    kept = [_kept(run, checkpoints) for run in runs]
    if sum(len(indexes) * 4 * seen_network(run).parameter_count for run, indexes in zip(runs, kept)) > LARGEST_PAGE:
        raise GinnError("too many checkpoints for one page: keep fewer with --checkpoints")
    data = _data(runs, kept)
    names = {run.path: described["name"] for run, described in reversed(list(zip(runs, data["runs"])))}
    return _put_together(data | {"tour": [_stop(stop, names) for stop in stops]})


def followed_text(run: Run) -> str:
    """The page of a run that the server it comes from goes on telling of, as following.js says.

    It has the last checkpoint, so that there is something to see at once, and asks that server for all others.
    """
    data = _data([run], [np.array([len(run) - 1])]) | {"tour": []}
    data["runs"][0] |= {name: [float(curve[-1]) if np.isfinite(curve[-1]) else None]
                        for name, curve in _curves(run).items()}
    follow = {"identity": run.identity, "name": printable(run.path.stem)}
    return _put_together(data | {"follow": follow}, (*STYLES, "following.css"), (*SCRIPTS, "theme.js", "following.js"),
                         connects="; connect-src 'self'")


def _put_together(data: dict, styles: Sequence[str] = STYLES, scripts: Sequence[str] = SCRIPTS,
                  connects: str = "") -> str:
    """The page of data as HTML. connects: what its policy says of connections; nothing allows none."""
    parts = {
        "title": escape(f"{data['first']} · GINN-GL"),
        "connects": connects,
        "style": "\n".join(page_source(name) for name in styles),
        "scripts": "\n".join(page_source(name) for name in scripts),
        "data": _json(data),
    }
    return re.sub(rf"/\* ({'|'.join(parts)}) \*/", lambda place: parts[place[1]], page_source("page.html"))


def _data(runs: Sequence[Run], kept: Sequence[np.ndarray]) -> dict:
    """What the page's scripts know. kept: of each run, the positions of the checkpoints that they have."""
    data = {
        "fields": (*FIELDS, *(OF_CLASSES if any(run.network.has_classes for run in runs) else ())),
        "field_constants": FIELD_CONSTANTS,
        "palette": _palette(),
        "points": [shader(name, {}, unrolled=False, version=WEB_VERSION) for name in ("points.vert", "points.frag")],
        "drawing": _drawing(),
        "networks": {str(run.network): _network(seen_network(run)) | {"name": described(run.network)} for run in runs},
        "runs": [_run(run, indexes) for run, indexes in zip(runs, kept)],
    }
    for run, name in zip(data["runs"], _distinct([printable(run.path.stem) for run in runs])):
        run["name"] = name
    return data | {"first": data["runs"][_first_good(runs)]["name"]}


def _first_good(runs: Sequence[Run]) -> int:
    """Position of the first run that has learned the whole of its target; of the first of all where none has."""
    return next((place for place, run in enumerate(runs) if run.losses[-1] <= BAD_LOSS), 0)


def _kept(run: Run, checkpoints: int | None) -> np.ndarray:
    """Positions of the checkpoints to keep."""
    count = min(len(run), checkpoints or len(run))
    return np.linspace(0, len(run) - 1, count).round().astype(int)


def seen_network(run: Run) -> NetworkSpec:
    """What is drawn: the network, or what it is on a plane."""
    return network_on(ground_of(run).plane, run.network)


def seen_parameters(run: Run, whole: np.ndarray) -> np.ndarray:
    """Of that, (Q,) float32, by the network's own, (P,); where there is but a window to look at, these, to the bit."""
    return whole if run.plane is None else parameters_on(run.plane, run.network, whole).astype(np.float32)


def _run(run: Run, indexes: np.ndarray) -> dict:
    parameters, ground = _stacked(run, indexes), ground_of(run)
    has_image = run.target is not None or run.plane is not None
    return {
        "network": str(run.network),
        "window": UNIT_SQUARE if has_image else run.window,
        "fields": [field for field in fields_of(run.network) if not why_not(field, run.network, ground)],
        "seed": run.training.seed,
        "batch_size": run.training.batch_size,
        "iterations": run.iterations,
        "learning_rate": run.training.learning_rate,
        "watched": run.watched,
        "target": _target(ground, run.network),
        "points": _points(run),
        "held_out": _held_out(run),
        "steps": run.steps[indexes].tolist(),
        **{name: [float(f"{loss:.5g}") if np.isfinite(loss) else None for loss in curve[indexes]]
           for name, curve in _curves(run).items()},
        "parameters": _text(pack_checkpoints(parameters)),
    }


def _curves(run: Run) -> dict[str, np.ndarray]:
    """The losses of its checkpoints, (N,) each: what is learnt, and what is held out where anything is."""
    return {"losses": run.losses} | ({"validation": run.held_out} if run.training.validation else {})


def _stacked(run: Run, indexes: np.ndarray) -> np.ndarray:
    return np.stack([seen_parameters(run, run.parameters(index)) for index in indexes])


def _stop(stop: Stop, names: Mapping[Path, str]) -> dict:
    """As tour.js plays it. names: of the runs on the page, by their files."""
    view = stop.view
    return {
        "run": names[stop.run],
        "beside": stop.beside and names[stop.beside],
        "title": stop.title,
        "text": stop.text,
        "first": stop.first,
        "last": stop.last,
        "seconds": stop.seconds,
        "view": {"field": view.field, "center": view.center, "zoom": view.zoom, "lineWidth": view.line_width},
        "neurons": [f"{layer}:{number}" for layer, number in sorted(view.neurons)],
    }


def _target(ground: Ground, network: NetworkSpec) -> dict:
    """What was to be learnt, as unpack.js reads it; of one pixel where that is no image."""
    pixels, there = ground.pixels, {"aspect": ground.aspect}
    if pixels is None or not has_target(ground, network):
        return there | {"kind": "none", "width": 1, "height": 1}
    there |= {"width": pixels.shape[1], "height": pixels.shape[0]}
    if has_probability(network):
        return there | {"kind": "bits", "pixels": _text(pack_pixels(pixels))}
    kind, numbers = ("values", "<f4") if network.head.kind == "value" else ("bytes", np.uint8)
    return there | {"kind": kind, "pixels": _text(pack_bytes(pixels.astype(numbers)))}


def _points(run: Run) -> dict | None:
    """Those that are learnt: where they are over the picture, and how each is drawn, eight float32 in all; and what
    outputs are to come to there, by which losses are computed, unless they lie off the plane."""
    points = points_of(run, View())
    if points is None:
        return None
    numbers = np.hstack([points.places, points.inks]).astype("<f4")
    there = {"count": len(numbers), "numbers": _text(pack_bytes(numbers))}
    if run.plane is None and run.dataset is not None:
        with suppress(GinnError):  # of a watched network that learns something else of its data
            wanted = answers(run.dataset, run.network.head)
            there |= {"whole": len(wanted), "answers": _text(pack_bytes(wanted[points.numbers].astype("<f4")))}
    return there


def _held_out(run: Run) -> str | None:
    """Which pixels of an image are, as pack_pixels has them."""
    if run.lesson is None or run.points is not None or not run.training.validation:
        return None
    return _text(pack_pixels(held_out(count_of(run.lesson), run.training.validation)))


def _distinct(names: list[str]) -> list[str]:
    """The same names, those that came before already with a number, so that a link can say which it means."""
    seen: list[str] = []
    for name in names:
        candidate, number = name, 2
        while candidate in seen:
            candidate, number = f"{name}-{number}", number + 1
        seen.append(candidate)
    return seen


def _network(network: NetworkSpec) -> dict:
    """A network's layout in GPU memory, and the shaders that are made for it."""
    layout = Layout(network)
    in_texture = 16 * layout.size > LARGEST_BLOCK
    constants: Constants = {**layout.constants(), **palette_constants(len(network.hidden)), **FIELD_CONSTANTS,
                            **(Texture.constants if in_texture else {})}

    def text(name: str) -> str:
        return shader(name, constants, layout.size <= UNROLLED, WEB_VERSION)

    return {
        "hidden": network.hidden,
        "outputs": network.outputs,
        "activations": [[(one.name, one.parameter, run.stop - run.start) for one, run in network.runs(layer)]
                        for layer in range(1, len(network.hidden) + 1)],
        "head": {"kind": network.head.kind, "classes": network.outputs if network.has_classes else 0,
                 "low": network.head.low, "high": network.head.high},
        "colors": _colors(network),
        "of_two": layout.outputs == 1 and network.outputs == 2,
        "says": said_by(network),
        "answers": answer_of(network),
        "output_names": outputs_of(network),
        "contours": _contours(network),
        "places": [places.tolist() for places in layout.places],
        "places_at": layout.places_at,
        "output_blocks": layout.output_blocks,
        "numbers": layout.numbers_in_turn,
        "never": NEVER,
        "blocks": layout.blocks,
        "columns": layout.columns,
        "first": layout.first,
        "start": layout.start,
        "blocks_in_all": layout.blocks_in_all,
        "words": layout.words,
        "output": layout.output,
        "size": layout.size,
        "per_row": PARAMETERS_PER_ROW if in_texture else 0,
        "every_pixel": [text("fullscreen.vert"), text("picture.frag")],
        "pixels_in_doubt": [text("doubtful.vert"), text("settle.frag")] if layout.folds else None,
    }


def _colors(network: NetworkSpec) -> list[list[float]] | None:
    """Of classes, or along the scale of values, which goes straight from each to the next; None where neither is."""
    if network.has_classes:
        return class_colors(network.outputs).round(4).tolist()
    if network.head.kind == "value":
        return value_scale()[np.linspace(0, len(value_scale()) - 1, 25).round().astype(int)].round(4).tolist()
    return None


def _contours(network: NetworkSpec) -> tuple[float, float, float] | None:
    """How many times as thick as boundaries contours are, how wide their edge is, or else how wide they are always."""
    if network.has_classes:
        return look.CONTOUR_TIMES, look.CASING_WIDTH, 0.0
    return (0.0, 0.0, look.LEVEL_HALF) if network.head.kind == "value" else None


def _palette() -> dict:
    layers = range(1, MAX_DEPTH + 1)
    return {
        "around": (background(), LIGHT_AROUND),  # in the dark theme and in the light one
        "unsure": UNSURE,
        "faintest": FAINTEST,
        "layers": [layer_color(layer) for layer in layers],
        "highlights": [highlight_color(layer) for layer in layers],
    }


def _drawing() -> dict:
    """Constants of the renderer that its scripts need too."""
    return {
        "tiles": anchors.TILES,
        "most_tiles": anchors.MOST_TILES,
        "highlighted": look.HIGHLIGHTED,
        "widest_shade": look.WIDEST_SHADE,
        "casing_width": look.CASING_WIDTH,
        "coarse": look.COARSE,
        "points": {name.lower(): getattr(points, name) for name in (
            "USUAL", "SMALLEST", "LARGEST", "CROWDED", "LEAST", "EDGE", "THINNEST")},
    }


def page_source(name: str) -> str:
    """The text of one of the page's files."""
    return (SOURCES / name).read_text(encoding="utf-8")


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def _json(data: dict) -> str:
    """JSON that can stand within a script element, whatever names there are in it."""
    return json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")
