"""Small multiples: pictures of several runs and steps on one sheet, in rows, each with its run and step above it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ..config import View
from ..errors import GinnError
from ..render import render
from ..render.difference import difference
from ..render.ground import ground_of
from ..render.palette import Color
from ..store import Run
from ..store.texts import printable
from .caption import Caption
from .figure import IMAGE_SIDE, Figure, difference_of, figure_of
from .notes import Text, text_width

TILE = 240              # pixels: the longer side of a tile, unless a size is asked for
LETTERS = (1 / 20, 10)  # of a tile's width, and at least so many pixels
SMALLEST = 0.6          # of the size of letters, for names that are long; longer ones are cut
LINE, GAP = 1.4, 1.0    # of the size of letters: from line to line, and between tiles
LONGEST_SIDE = 16_384   # pixels of a sheet
MOST_TILES = 400
SHEET_SIDE = 4_000      # pixels to share among the fields of a figure's tiles in a row
INK, FAINT, FRAME = (0.13, 0.13, 0.13), (0.42, 0.42, 0.42), (0.78, 0.78, 0.78)

_font = cache(ImageFont.load_default)

Width = Callable[[str, float], float]
"""Of a text in letters of a size."""


@dataclass(frozen=True)
class Tile:
    """A picture on a sheet. index: which checkpoint of its run. place: (x, y) of its upper left corner.

    more: what is said of it after the run's name. less: a run and its checkpoint, for the difference to that.
    """

    run: Run
    view: View
    index: int
    place: tuple[int, int] = (0, 0)
    more: str = ""
    less: tuple[Run, int] | None = None

    @property
    def step(self) -> int:
        """The step of the checkpoint."""
        return int(self.run.steps[self.index])

    def labels(self, em: float, wide: float, width: Width, with_loss: bool) -> list[Text]:
        """What stands above it: the run's name, as small as it takes, and the step."""
        x, y = self.place
        name, size = _fitting(printable(f"{self.run.name}{self.more}"), em, wide, width)
        step, loss = Caption.texts(self.step, float(self.run.losses[self.index]))
        step = f"step {step}, loss {loss}" if with_loss else f"step {step}"
        return [Text(name, (x, y - (LINE + 0.4) * em), width(name, size), size, INK),
                Text(step, (x, y - 0.4 * em), width(step, em), em, FAINT)]


@dataclass(frozen=True)
class Sheet:
    """Where everything is, in pixels from the upper left corner. size, tile: (width, height), of all and of a tile."""

    size: tuple[int, int]
    tile: tuple[int, int]
    em: float
    columns: int
    tiles: list[Tile]

    @property
    def title(self) -> str:
        """For a file."""
        first, last = self.tiles[0], self.tiles[-1]
        return printable(f"{first.run.name}, step {first.step:,} to {last.run.name}, step {last.step:,}")


@dataclass(frozen=True)
class FigureSheet:
    """A sheet as lines and shapes: figures at their places, (x, y) of the upper left corners, and texts. Each has a
    frame around it, one pixel wide, of FRAME's colour."""

    title: str
    size: tuple[int, int]
    figures: list[tuple[tuple[int, int], Figure]]
    texts: list[Text]


def sheet_of(runs: Sequence[tuple[Run, View]], steps: Sequence[int | None], columns: int | None = None,
             tile: tuple[int, int] | None = None) -> Sheet:
    """All steps of the first run, then of the next; None is the last step of each.

    columns: by default one for each step, or of a single step as many as rows. tile: (width, height) in pixels; by
    default in the shape of what the first run learns. Raises GinnError for a step outside of a run, for no tile and for
    too many, and for a sheet that is too large.
    """
    tiles = [Tile(run, view, len(run) - 1 if step is None else run.index_of(step)) for run, view in runs
             for step in steps]
    count = max(1, len(tiles))
    return laid_out(tiles, min(columns or (len(steps) if len(steps) > 1 else math.ceil(math.sqrt(count))), count), tile)


def laid_out(tiles: Sequence[Tile], columns: int, tile: tuple[int, int] | None = None,
             cells: Sequence[int] | None = None) -> Sheet:
    """Tiles row by row. cells: in which place of these rows each one is, where some stay empty. Else as `sheet_of`."""
    cells = cells or range(len(tiles))
    if not 1 <= len(tiles) <= MOST_TILES:
        raise GinnError(f"{len(tiles):,} pictures, but a sheet has 1 to {MOST_TILES}")
    width, height = tile or tile_for(tiles[0].run)
    em = max(LETTERS[1], round(LETTERS[0] * width))
    gap, above = round(GAP * em), round((2 * LINE + 0.2) * em)
    across, down = width + gap, above + height + gap
    tiles = [replace(one, place=(gap + cell % columns * across, above + cell // columns * down))
             for one, cell in zip(tiles, cells)]
    size = gap + columns * across, (max(cells) // columns + 1) * down
    if max(size) > LONGEST_SIDE:
        raise GinnError(f"a sheet of {columns} columns would be {size[0]:,} x {size[1]:,} pixels, and {LONGEST_SIDE:,} "
                        "is the most: take other --columns, or a smaller --size for each picture")
    return Sheet(size, (width, height), em, columns, tiles)


def picture_sheet(sheet: Sheet, caption: bool = False) -> np.ndarray:
    """It as pixels, (H, W, 3) uint8 on white. caption: write the loss above each picture, too."""
    image = Image.new("RGB", sheet.size, "white")
    painter, (width, height) = ImageDraw.Draw(image), sheet.tile
    for tile in sheet.tiles:
        x, y = tile.place
        painter.rectangle((x - 1, y - 1, x + width, y + height), outline=_bytes(FRAME))
        image.paste(Image.fromarray(_drawn(tile, sheet.tile)), tile.place)
    for text in _texts(sheet, lambda text, em: _font(em).getlength(text), caption):
        painter.text(text.place, text.text, _bytes(text.color), _font(text.em), anchor="ls")
    return np.asarray(image)


def figure_sheet(sheet: Sheet, caption: bool = False, legend: bool = False, dashed: bool = False) -> FigureSheet:
    """It as figures. caption: as above. legend: in one of them, whose network has most layers. dashed: see `figure_of`.
    """
    deepest = max((tile for tile in sheet.tiles if tile.less is None),
                  key=lambda tile: (len(tile.run.network.hidden), len(tile.view.neurons)))
    side = min(IMAGE_SIDE, max(SHEET_SIDE // sheet.columns, 2 * max(sheet.tile)))
    figures = [(tile.place, difference_of(tile.run, tile.index, *tile.less, sheet.tile, tile.view, side) if tile.less
                else figure_of(tile.run, tile.step, sheet.tile, tile.view, legend=legend and tile is deepest,
                               dashed=dashed, image_side=side)) for tile in sheet.tiles]
    return FigureSheet(sheet.title, sheet.size, _told_apart(figures), _texts(sheet, text_width, caption))


def _told_apart(figures: list[tuple[tuple[int, int], Figure]]) -> list[tuple[tuple[int, int], Figure]]:
    """With titles of which no two are the same, though a run may be there twice: names in an SVG depend on them."""
    seen: dict[str, int] = {}
    found = []
    for place, figure in figures:
        seen[figure.title] = seen.get(figure.title, 0) + 1
        again = f" ({seen[figure.title]})" if seen[figure.title] > 1 else ""
        found.append((place, replace(figure, title=figure.title + again)))
    return found


def _drawn(tile: Tile, size: tuple[int, int]) -> np.ndarray:
    if tile.less is None:
        return render(tile.run, tile.step, size, tile.view)
    other, index = tile.less
    return difference(tile.run, tile.index, other, index, size, tile.view)


def _texts(sheet: Sheet, width: Width, with_loss: bool) -> list[Text]:
    return [text for tile in sheet.tiles for text in tile.labels(sheet.em, sheet.tile[0], width, with_loss)]


def _bytes(color: Color) -> tuple[int, ...]:
    return tuple(round(255 * part) for part in color)


def _fitting(name: str, em: float, wide: float, width: Width) -> tuple[str, float]:
    """A name and the size of its letters, so that it is no wider than that: smaller, or without its middle."""
    size = em * min(1.0, max(SMALLEST, wide / max(width(name, em), 1.0)))
    kept = name
    while width(kept, size) > wide and len(kept) > 1:
        left = len(kept.replace("…", "")) - 1
        kept = f"{name[:(left + 1) // 2]}…{name[len(name) - left // 2:]}"
    return kept, size


def tile_for(run: Run) -> tuple[int, int]:
    """(width, height) in pixels of a tile, unless another is asked for."""
    aspect = ground_of(run).aspect
    longer = TILE / max(1.0, aspect)
    return max(1, round(longer * aspect)), max(1, round(longer))
