"""Pictures of runs in one texture, so that hundreds are drawn at once; what is not seen makes room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import moderngl
import numpy as np
from imgui_bundle import ImVec2, imgui

from ....many.listing import Listed
from ....many.tiles import SIDE, Moment, Tile, Wanted

ACROSS, DOWN = 20, 20  # places in the texture


@dataclass
class Slot:
    """A place in the texture, and what is in it. size: in pixels, None where the run cannot be drawn."""

    place: int
    moment: Moment | None = None
    stamp: Any = None
    step: int = 0
    loss: float = 0.0
    size: tuple[int, int] | None = None
    is_sketch: bool = False
    seen_at: int = 0
    painted_at: int = 0


class Atlas:
    """Which run is where. In each frame: begin, want or draw, run by run, and wanted."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._texture: moderngl.Texture | None = None
        self._slots: dict[str, Slot] = {}
        self._free = list(range(ACROSS * DOWN))
        self._frame = self._count = 0
        self._wanted: list[tuple[tuple[int, int], Wanted]] = []

    def begin(self) -> None:
        """A frame."""
        self._frame += 1
        self._wanted = []

    def slot(self, one: Listed, moment: Moment, first: bool = False) -> Slot | None:
        """That of a run that is seen, with the latest picture there is; None while there is none.

        moment: of which one is wanted. first: before all others.
        """
        stamp, slot = one.signature, self._slots.get(one.path)
        if slot:
            slot.seen_at = self._frame
        has_it = slot is not None and (slot.moment, slot.stamp) == (moment, stamp)
        if slot is None or not has_it or slot.is_sketch:
            rank = 0 if first else 1 if slot is None else 3 if has_it else 2
            sketched = slot is not None and has_it and slot.is_sketch
            age = slot.painted_at if slot else 0
            self._wanted.append(((rank, age), Wanted(one.path, moment, stamp, sketched)))
        return slot

    def wanted(self) -> list[Wanted]:
        """What is to be painted: what is pointed at, what has no picture yet, what has been waiting longest."""
        return [wanted for _, wanted in sorted(self._wanted, key=lambda pair: pair[0])]

    def take(self, tile: Tile) -> None:
        """One was painted."""
        slot = self._slots.get(tile.wanted.path) or self._new_slot()
        if slot is None:
            return
        self._slots[tile.wanted.path] = slot
        self._count += 1
        slot.moment, slot.stamp, slot.is_sketch = tile.wanted.moment, tile.wanted.stamp, tile.is_sketch
        slot.step, slot.loss, slot.painted_at = tile.step, tile.loss, self._count
        slot.size = None if tile.pixels is None else self._write(slot.place, tile.pixels)

    def draw(self, slot: Slot, corner: ImVec2, side: float) -> None:
        """What is in a place, in a square on screen, centred."""
        if slot.size is None or self._texture is None:
            return
        width, height = slot.size
        scale = side / max(width, height)
        left = round(corner.x + (side - scale * width) / 2)
        top = round(corner.y + (side - scale * height) / 2)
        row, column = divmod(slot.place, ACROSS)
        x, y = column / ACROSS, row / DOWN
        # Half a texel within, or a neighbour's edge would show.
        inset = 0.5 / SIDE
        low = ImVec2(x + inset / ACROSS, y + inset / DOWN)
        high = ImVec2(x + (width / SIDE - inset) / ACROSS, y + (height / SIDE - inset) / DOWN)
        imgui.get_window_draw_list().add_image(
            imgui.ImTextureRef(self._texture.glo), ImVec2(left, top),
            ImVec2(left + round(scale * width), top + round(scale * height)), low, high)

    def _new_slot(self) -> Slot | None:
        """A free one, or that which has not been seen for longest."""
        if self._free:
            return Slot(self._free.pop())
        path, oldest = min(self._slots.items(), key=lambda pair: pair[1].seen_at)
        if oldest.seen_at >= self._frame - 1:
            return None  # all of them are seen
        del self._slots[path]
        return Slot(oldest.place)

    def _write(self, place: int, pixels: np.ndarray) -> tuple[int, int]:
        if self._texture is None:
            self._texture = self._context.texture((ACROSS * SIDE, DOWN * SIDE), 3)
            self._texture.swizzle = "RGB1"
        row, column = divmod(place, ACROSS)
        height, width = pixels.shape[:2]
        self._texture.write(np.ascontiguousarray(pixels), (column * SIDE, row * SIDE, width, height), alignment=1)
        return width, height
