"""What is under the lines: its values at a strip's pixels, from what the network says there, and their colours."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from ...config import NetworkSpec, parse_class, parse_neuron
from ...errors import GinnError
from ..ground import Ground
from ..look import activation_of, activation_range, has_probability, is_relu
from ..mapping import pixel_to_point
from ..palette import (
    FAINTEST,
    NO_ERROR,
    TOO_BLACK,
    TOO_WHITE,
    UNSURE,
    class_colors,
    layer_color,
    pack,
    region_colors,
    value_scale,
)
from . import blocks, colors, fill, strokes
from .smooth import code_of

if TYPE_CHECKING:
    from .scene import Scene

UNLIMITED = np.float32(np.inf)
LIKELIEST, WHICH = -1, -2  # instead of a class, as colors.class_probabilities has them


class Field:
    """One field of one network with (P,) parameters, over a ground.

    limit: how large values may be, either way, before it makes no more difference.
    """

    def __init__(self, name: str, network: NetworkSpec, parameters: np.ndarray, ground: Ground) -> None:
        self._name, self._network, self._ground = name, network, ground
        self._neuron = parse_neuron(name)
        self._by_logit = has_probability(network) and name in ("probability", "error")
        self.limit = np.float32(fill.SURER) if self._by_logit else UNLIMITED
        self._range = activation_range(network, parameters, self._neuron) if self._neuron else (0.0, 1.0)

    def paint(self, out: np.ndarray, planes: np.ndarray, scene: Scene, first_row: int) -> None:
        """A strip, (rows, columns) int32. planes: (k, rows, columns) float32, which may be written over."""
        kind, values = self._network.head.kind, planes[0]
        if self._name == "target":
            self._paint_target(out, scene, first_row)
        elif self._name == "regions":
            beyond, shares = np.empty(out.shape, np.float32), np.empty(out.shape, np.float32)
            strokes.mix_regions(values, beyond, shares, scene.middle_x, scene.top(first_row), scene.pieces, scene.steps)
            colors.paint_regions(out, values, beyond, shares, scene.numbers.astype(np.float32),
                                 pack(region_colors(scene.numbers)))
        elif self._neuron:
            if not is_relu(self._network, self._neuron):  # which is black where it would be cut off
                self._activate(values)
            colour = np.array(layer_color(self._neuron[0]), np.float32)
            colors.paint_activations(out, values, colour, *map(np.float32, self._range))
        elif self._name == "error":
            if self._by_logit:
                fill.to_probabilities(values)
                colors.paint_errors(out, values, self._ground.pixels, *self._texels(scene, first_row, len(out)),
                                    *_error_colours())
            else:
                colors.paint_signed(out, self._errors(planes, scene, first_row), *_error_colours())
        elif self._name == "probability" and kind == "value":
            head = self._network.head
            colors.paint_by_table(out, values, np.float32(head.low), np.float32(head.high), _table())
        elif self._name == "probability" and kind == "rgb":
            colors.paint_colors(out, planes)
        elif self._name == "probability" and self._network.has_classes:
            colors.paint_classes(out, planes, class_colors(len(planes)), np.array(UNSURE, np.float32),
                                 np.float32(FAINTEST))
        else:
            colors.paint_gray(out, self.values(planes, scene, first_row))

    def values(self, planes: np.ndarray, scene: Scene, first_row: int) -> np.ndarray:
        """The field's value in a strip, (rows, columns) float32; of several classes the likeliest one, from 1.

        Raises GinnError for colours, which are no such thing.
        """
        kind, values = self._network.head.kind, planes[0]
        if self._name == "target":
            return self._wanted(scene, first_row, len(values)).astype(np.float32)
        if self._name == "error":
            if self._by_logit:
                fill.to_probabilities(values)
                return values - self._wanted(scene, first_row, len(values)).astype(np.float32)
            return self._errors(planes, scene, first_row)
        if self._neuron:
            self._activate(values)
            return values
        if self._network.has_classes and self._name != "regions":
            which = {"probability": WHICH, "confidence": LIKELIEST}.get(self._name, (parse_class(self._name) or 0) - 1)
            found = np.empty(values.shape, np.float32)
            colors.class_probabilities(found, planes, which)
            return found
        if self._by_logit:
            fill.to_probabilities(values)
        elif kind == "rgb" and self._name == "probability":
            raise GinnError("a network that says colours has no values to be written: save its picture")
        return values

    def _activate(self, values: np.ndarray) -> None:
        """A neuron's pre-activations, in place."""
        assert self._neuron is not None
        if is_relu(self._network, self._neuron):
            np.maximum(values, 0, out=values)
            return
        code, numbers = code_of(activation_of(self._network, self._neuron))
        blocks.activate_in_place(values, code, np.array(numbers, np.float32))

    def _paint_target(self, out: np.ndarray, scene: Scene, first_row: int) -> None:
        pixels, places = self._ground.pixels, self._texels(scene, first_row, len(out))
        if has_probability(self._network):
            colors.paint_target(out, pixels, *places)
            return
        wanted = self._wanted(scene, first_row, len(out))
        if self._network.has_classes:
            out[:] = pack(class_colors(self._network.outputs))[np.minimum(wanted, self._network.outputs - 1)]
        elif wanted.ndim == 3:
            colors.paint_colors(out, np.ascontiguousarray(wanted.transpose(2, 0, 1), np.float32) / np.float32(255))
        else:
            head = self._network.head
            colors.paint_by_table(out, wanted.astype(np.float32), np.float32(head.low), np.float32(head.high), _table())

    def _errors(self, planes: np.ndarray, scene: Scene, first_row: int) -> np.ndarray:
        """(rows, columns) float32: of values by their range; of colours as far as they are off, in the mean; of classes
        what is left of 1 by the probability of the right one."""
        wanted = self._wanted(scene, first_row, planes.shape[1])
        if self._network.head.kind == "value":
            head = self._network.head
            return (planes[0] - wanted.astype(np.float32)) / np.float32(head.high - head.low)
        if wanted.ndim == 3:
            return np.abs(planes - wanted.transpose(2, 0, 1).astype(np.float32) / np.float32(255)).mean(axis=0)
        shifted = planes - planes.max(axis=0)
        right = np.take_along_axis(shifted, wanted[None].astype(np.int64), axis=0)[0]
        return 1 - np.exp(right) / np.exp(shifted).sum(axis=0)

    def _wanted(self, scene: Scene, first_row: int, rows: int) -> np.ndarray:
        assert self._ground.pixels is not None  # or the field had been refused
        return self._ground.pixels[np.ix_(*self._texels(scene, first_row, rows))]

    def _texels(self, scene: Scene, first_row: int, rows: int) -> tuple[np.ndarray, np.ndarray]:
        """Where each row of a strip, and each column, looks up the target: (rows,) and (columns,) int32."""
        part, (width, height) = scene.part, self._ground.size
        x, y = pixel_to_point(scene.view, scene.size, self._ground.aspect,
                              (part.left + np.arange(part.width) + 0.5, part.top + first_row + np.arange(rows) + 0.5))
        return (np.clip(np.floor(y * height), 0, height - 1).astype(np.int32),
                np.clip(np.floor(x * width), 0, width - 1).astype(np.int32))


class Difference:
    """A field less another one's values, (height, width) float32 of the whole picture, times a scale."""

    def __init__(self, field: Field | Difference, others: np.ndarray, scale: float) -> None:
        self._field, self._others, self._scale, self.limit = field, others, np.float32(scale), field.limit

    def paint(self, out: np.ndarray, planes: np.ndarray, scene: Scene, first_row: int) -> None:
        """As Field.paint."""
        colors.paint_signed(out, self.values(planes, scene, first_row), *_error_colours())

    def values(self, planes: np.ndarray, scene: Scene, first_row: int) -> np.ndarray:
        """As Field.values."""
        values = self._field.values(planes, scene, first_row)
        top, left = scene.part.top + first_row, scene.part.left
        return (values - self._others[top:top + values.shape[0], left:left + values.shape[1]]) * self._scale


@cache
def _error_colours() -> tuple[np.ndarray, ...]:
    return tuple(np.array(color, np.float32) for color in (NO_ERROR, TOO_WHITE, TOO_BLACK))


@cache
def _table() -> np.ndarray:
    return pack(value_scale())
