"""The page put together: its text, style and scripts from page/, the shaders, and the runs."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Sequence
from html import escape
from pathlib import Path

import numpy as np

from ..config import BAD_LOSS, FIELDS, MAX_DEPTH, NetworkSpec
from ..errors import GinnError
from ..record.files import written_whole
from ..render import layer_color, look
from ..render.palette import background, highlight_color, palette_constants
from ..render.pixels import anchors
from ..render.pixels.layout import Layout
from ..render.pixels.programs import UNROLLED
from ..render.pixels.source import WEB_VERSION, shader
from ..render.pixels.storage import PARAMETERS_PER_ROW, Texture
from ..render.pixels.uniforms import FIELD_CONSTANTS
from ..store import Run
from ..store.texts import printable
from .pack import pack_checkpoints, pack_pixels

SOURCES = Path(__file__).with_name("page")
SCRIPTS = ("unpack.js", "network.js", "mapping.js", "renderer.js", "state.js", "actions.js", "link.js", "turns.js",
           "live.js", "picture.js", "gestures.js", "panel.js", "curve.js", "timeline.js", "help.js", "main.js")
LARGEST_BLOCK = 16384  # bytes of a uniform block that every WebGL 2 takes
LARGEST_PAGE = 400_000_000  # bytes; browsers refuse texts a little longer


def save_page(runs: Sequence[Run], path: Path, checkpoints: int | None = None) -> None:
    """Write the page of some runs. See page_text; raises GinnError, too, where it cannot be written."""
    text = page_text(runs, checkpoints)
    with written_whole(path) as part:
        part.write_text(text, encoding="utf-8")


def page_text(runs: Sequence[Run], checkpoints: int | None = None) -> str:
    """The page of some runs as HTML that loads nothing from anywhere. Shown first is the first good one.

    checkpoints: how many of each run to keep, evenly spread over it, first and last included; by default all.
    Raises GinnError for fewer than two, or for more than a browser opens.
    """
    if checkpoints is not None and checkpoints < 2:
        raise GinnError(f"a page keeps at least 2 checkpoints of each run, not {checkpoints}")
    for run in runs:
        run.require_of_paper("a web page")
    kept = [_kept(run, checkpoints) for run in runs]
    if sum(len(indexes) * 4 * run.network.parameter_count for run, indexes in zip(runs, kept)) > LARGEST_PAGE:
        raise GinnError("too many checkpoints for one page: keep fewer with --checkpoints")
    data = {
        "fields": FIELDS,
        "field_constants": FIELD_CONSTANTS,
        "palette": _palette(),
        "drawing": _drawing(),
        "networks": {str(run.network): _network(run.network) for run in runs},
        "runs": [_run(run, indexes) for run, indexes in zip(runs, kept)],
    }
    for run, name in zip(data["runs"], _distinct([printable(run.path.stem) for run in runs])):
        run["name"] = name
    first = data["runs"][_first_good(runs)]["name"]
    parts = {
        "title": escape(f"{first} · GINN-GL"),
        "style": _source("style.css"),
        "scripts": "\n".join(_source(name) for name in SCRIPTS),
        "data": _json(data | {"first": first}),
    }
    return re.sub(rf"/\* ({'|'.join(parts)}) \*/", lambda place: parts[place[1]], _source("page.html"))


def _first_good(runs: Sequence[Run]) -> int:
    """Position of the first run that has learned the whole of its target; of the first of all where none has."""
    return next((place for place, run in enumerate(runs) if run.losses[-1] <= BAD_LOSS), 0)


def _kept(run: Run, checkpoints: int | None) -> np.ndarray:
    """Positions of the checkpoints to keep."""
    count = min(len(run), checkpoints or len(run))
    return np.linspace(0, len(run) - 1, count).round().astype(int)


def _run(run: Run, indexes: np.ndarray) -> dict:
    parameters = np.stack([run.parameters(index) for index in indexes])
    return {
        "network": str(run.network),
        "seed": run.training.seed,
        "batch_size": run.training.batch_size,
        "iterations": run.iterations,
        "learning_rate": run.training.learning_rate,
        "watched": run.watched,
        "target": {"width": run.target.width, "height": run.target.height,
                   "pixels": _text(pack_pixels(run.target.pixels))},
        "steps": run.steps[indexes].tolist(),
        "losses": [float(f"{loss:.5g}") for loss in run.losses[indexes]],
        "parameters": _text(pack_checkpoints(parameters)),
    }


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
    constants = layout.constants() | palette_constants(len(network.hidden)) | FIELD_CONSTANTS
    constants |= Texture.constants if in_texture else {}

    def text(name: str) -> str:
        return shader(name, constants, layout.size <= UNROLLED, WEB_VERSION)

    return {
        "hidden": network.hidden,
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
        "pixels_in_doubt": [text("doubtful.vert"), text("settle.frag")],
    }


def _palette() -> dict:
    layers = range(1, MAX_DEPTH + 1)
    return {
        "background": background(),
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
    }


def _source(name: str) -> str:
    return (SOURCES / name).read_text(encoding="utf-8")


def _text(data: bytes) -> str:
    return b64encode(data).decode("ascii")


def _json(data: dict) -> str:
    """JSON that can stand within a script element, whatever names there are in it."""
    return json.dumps(data, separators=(",", ":")).replace("<", "\\u003c")
