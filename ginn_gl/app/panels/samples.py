"""Points that are images as textures: made when they are first seen, and let go when others are."""

from __future__ import annotations

import moderngl
import numpy as np
from imgui_bundle import ImVec2, ImVec4, imgui

from ..forms.plane import PlaneChoice

MOST = 400  # textures of points of the data
SIDE = 96   # of a texture, at least


class Samples:
    """Of the run whose planes are chosen."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._planes: PlaneChoice | None = None
        self._run = None
        self._textures: dict[int, moderngl.Texture] = {}
        self._others: dict[str, moderngl.Texture] = {}

    def of(self, planes: PlaneChoice) -> None:
        """Be about this run from now on."""
        self._planes = planes
        if planes.run is not self._run:
            self._run = planes.run
            for texture in (*self._textures.values(), *self._others.values()):
                texture.release()
            self._textures, self._others = {}, {}

    def button(self, name: str, number: int | None, size: ImVec2) -> bool:
        """One with a point of the data on it: as an image, square and in the middle, or in words."""
        assert self._planes is not None
        texture = None if number is None else self._texture(number)
        if texture is None:
            return imgui.button(f"{'...' if number is None else self.words(number)}###{name}", size)
        assert number is not None
        corner = imgui.get_cursor_screen_pos()
        clicked = imgui.button(f"###{name}", size)
        side = min(size.x, size.y) - 6
        self.draw(number, ImVec2(round(corner.x + (size.x - side) / 2), round(corner.y + (size.y - side) / 2)), side)
        return clicked

    def draw(self, number: int, corner: ImVec2, side: float) -> None:
        """A point of the data over what is there, of this side; nothing where points are no images."""
        texture = self._texture(number)
        if texture:
            imgui.get_window_draw_list().add_image(imgui.ImTextureRef(texture.glo), corner,
                                                   ImVec2(corner.x + side, corner.y + side))

    def show(self, name: str, numbers: np.ndarray, size: ImVec2) -> None:
        """Any point (inputs,) as an image; under one name one at a time."""
        assert self._planes is not None
        pixels = self._planes.pixels(numbers)
        if pixels is None:
            return
        if name in self._others:
            self._others[name].write(_enlarged(pixels), alignment=1)
        else:
            self._others[name] = self._new(pixels)
        imgui.image_with_bg(imgui.ImTextureRef(self._others[name].glo), size, tint_col=ImVec4(1, 1, 1, 1))

    def words(self, number: int) -> str:
        """The first values of a point."""
        assert self._planes is not None and self._planes.points is not None
        first = self._planes.points[number, :3].tolist()
        return ", ".join(f"{value:.3g}" for value in first) + (", ..." if self._planes.inputs > 3 else "")

    def _texture(self, number: int) -> moderngl.Texture | None:
        assert self._planes is not None and self._planes.points is not None
        if number not in self._textures:
            pixels = self._planes.pixels(self._planes.points[number])
            if pixels is None:
                return None
            while len(self._textures) >= MOST:
                self._textures.pop(next(iter(self._textures))).release()
            self._textures[number] = self._new(pixels)
        return self._textures[number]

    def _new(self, pixels: np.ndarray) -> moderngl.Texture:
        pixels = _enlarged(pixels)
        height, width, channels = pixels.shape
        texture = self._context.texture((width, height), channels, pixels, alignment=1)
        texture.swizzle = "RRR1" if channels == 1 else "RGB1"
        return texture


def _enlarged(pixels: np.ndarray) -> np.ndarray:
    """With several texels to each pixel, so that these have edges: imgui smooths all textures alike."""
    times = -(-SIDE // max(pixels.shape[:2]))
    return np.ascontiguousarray(pixels.repeat(times, axis=0).repeat(times, axis=1))
