"""A coarse picture, by numpy alone: for while nothing better is there yet.

The network is evaluated at so few points that it takes a small part of a second, whatever its structure: until the
painter is compiled, and where there are too many cells to be painted in one frame. Boundaries are as far as
|z| / |grad z| says, which is right but near folds.
"""

from __future__ import annotations

import numpy as np

from ..config import NetworkSpec, View, check_field, parse_class, parse_neuron
from ..network import activate, network_on, parameters_on, quick, slopes, unpack
from ..target import Target
from .ground import Ground
from .look import (
    CASING_WIDTH,
    HIGHLIGHTED,
    activation_range,
    bends_of,
    contour_widths,
    drawn_neurons,
    has_contours,
    has_field_beyond,
    nearest_level,
    pattern_keys,
    shade_width,
)
from .mapping import pixel_to_point, pixels_per_unit, point_to_pixel
from .palette import (
    CASING,
    CONTOUR,
    CONTOUR_EDGE,
    DIMMED,
    LEVEL,
    NO_ERROR,
    TOO_BLACK,
    TOO_WHITE,
    background,
    class_colors,
    highlight_color,
    layer_color,
    pack,
    region_colors,
    shade,
)
from .said import colours_of_values, colours_said

WORK = 4e7                              # multiplications, about, that a sketch may take; with lines three times as many
FEWEST, MOST = 400, 60_000              # points at which a network is evaluated
ENOUGH = 2_000                          # points from which on lines are told apart: of fewer, a sketch is without them
THINNEST = 0.25                        # of lines, in pixels of the sketch

Size = tuple[int, int]


def sketch(network: NetworkSpec, parameters: np.ndarray, target: Target | Ground, view: View, size: Size) -> np.ndarray:
    """A picture of the view that is smaller than `size`, (h, w) int32, red in the lowest byte.

    network: of two inputs. parameters: (P,) float32. Raises GinnError for a field the network has not.
    """
    check_field(view.field, network)
    target = Ground.of(target)
    target.require(view.field, network)
    network, parameters = quick(network), np.asarray(parameters, np.float32)
    drawn = drawn_neurons(view) if WORK / network.parameter_count >= ENOUGH else frozenset()
    size, scale = _smaller(size, network, WORK if drawn else 3 * WORK)
    width, height = size
    x, y = pixel_to_point(view, size, target.aspect, np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5))
    values = _evaluate(network, parameters, np.stack([x.ravel(), y.ravel()]), bool(drawn))
    colours = _field(network, parameters, target, view, values, x, y)
    ground = np.array(background(), np.float32)
    inside = _inside(view, size, target.aspect)
    dimmed = DIMMED if has_field_beyond(view) else 0.0
    picture = ground + (colours - ground) * (dimmed + (1 - dimmed) * inside)[:, None]
    if drawn:
        visible = 1.0 if view.beyond else inside
        _draw_lines(picture, network, view, values, pixels_per_unit(view, size, target.aspect), visible, scale)
    if has_contours(view, network):
        _draw_contours(picture, network, view, values.outputs.reshape(-1, height, width),
                       1.0 if view.beyond else inside, scale)
    return pack(picture).reshape(height, width)


def sketch_difference(network: NetworkSpec, parameters: np.ndarray, ground: Ground, other: NetworkSpec,
                      others: np.ndarray, other_ground: Ground, view: View, size: Size) -> np.ndarray:
    """The same of one network less another, of probabilities, of the same class, or of values. See difference.py.

    network, other: of however many inputs, on the planes of view and grounds.
    """
    said = []
    size, _ = _smaller(size, network, WORK)
    pixels = np.meshgrid(np.arange(size[0]) + 0.5, np.arange(size[1]) + 0.5)
    x, y = pixel_to_point(view, size, ground.aspect, pixels)
    points = np.stack([x.ravel(), y.ravel()]).astype(np.float32)
    for spec, given, where in ((network, parameters, ground), (other, others, other_ground)):
        plane = where.plane_in(view)
        seen, on_plane = quick(network_on(plane, spec)), parameters_on(plane, spec, given)
        said.append(_said(seen, _evaluate(seen, np.asarray(on_plane, np.float32), points, False), view))
    error = (said[0] - said[1])[:, None]
    if network.head.kind == "value":
        error = np.clip(error / (network.head.high - network.head.low), -1, 1)
    none, around = np.array(NO_ERROR, np.float32), np.array(background(), np.float32)
    colours = none + (np.where(error > 0, np.array(TOO_WHITE), np.array(TOO_BLACK)) - none) * np.abs(error)
    dimmed = DIMMED if view.beyond else 0.0
    shares = dimmed + (1 - dimmed) * _inside(view, size, ground.aspect)
    return pack(around + (colours - around) * shares[:, None]).reshape(size[1], size[0])


def _said(network: NetworkSpec, values: _Values, view: View) -> np.ndarray:
    """What a network says, (N,): a value, or the probability of white or of a class."""
    if network.has_classes:
        powers = np.exp(values.outputs - values.outputs.max(axis=0))
        return (powers / powers.sum(axis=0))[(parse_class(view.field) or 1) - 1]
    return values.outputs[0] if network.head.kind == "value" else 1 / (1 + np.exp(-np.clip(values.logit, -80, 80)))


class _Values:
    """What the network is at N points: the logit of white (N,), or outputs (k, N) that are more or other, and for each
    layer z, and its slopes by x and y where they are asked for, (width, N) each, float32."""

    def __init__(self) -> None:
        self.z: list[np.ndarray] = []
        self.by_x: list[np.ndarray] = []
        self.by_y: list[np.ndarray] = []
        self.logit = np.zeros(0, np.float32)
        self.outputs = np.zeros((1, 0), np.float32)


def _smaller(size: Size, network: NetworkSpec, work: float) -> tuple[Size, float]:
    """A size of few enough points, and how many times as small it is as this one."""
    points = max(FEWEST, min(MOST, work / network.parameter_count))
    scale = min(1.0, (points / (size[0] * size[1])) ** 0.5)
    return (max(1, round(size[0] * scale)), max(1, round(size[1] * scale))), scale


def _evaluate(network: NetworkSpec, parameters: np.ndarray, points: np.ndarray, with_slopes: bool) -> _Values:
    """points: (2, N)."""
    found, count = _Values(), points.shape[1]
    inputs = np.zeros((2, 3 if with_slopes else 1, count), np.float32)
    inputs[:, 0] = points
    if with_slopes:
        inputs[0, 1] = inputs[1, 2] = 1
    *hidden, (weight, bias) = unpack(parameters, network)
    for layer, (layer_weight, layer_bias) in enumerate(hidden, 1):
        outputs = (layer_weight @ inputs.reshape(len(inputs), -1)).reshape(len(layer_weight), *inputs.shape[1:])
        outputs[:, 0] += layer_bias[:, None]
        found.z.append(outputs[:, 0])
        if with_slopes:
            found.by_x.append(outputs[:, 1])
            found.by_y.append(outputs[:, 2])
        z = outputs[:, 0].T
        inputs = outputs * slopes(z, network, layer).T[:, None]
        inputs[:, 0] = activate(z, network, layer).T
    if len(weight) == 2:
        found.logit = (weight[1] - weight[0]) @ inputs[:, 0] + (bias[1] - bias[0])
        return found
    found.outputs = weight @ inputs[:, 0] + bias[:, None]
    found.logit = found.outputs[0]
    return found


def _field(network: NetworkSpec, parameters: np.ndarray, target: Ground, view: View, values: _Values,
           x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Colours of the field, (N, 3)."""
    if view.field == "regions":
        numbers = pattern_keys(network) @ np.concatenate([z > 0 for z in values.z])
        return region_colors(numbers)
    if neuron := parse_neuron(view.field):
        layer, number = neuron
        low, high = activation_range(network, parameters, neuron)
        active = activate(values.z[layer - 1].T, network, layer)[:, number - 1]
        return np.clip((active - low) / (high - low), 0, 1)[:, None] * np.array(layer_color(layer), np.float32)
    if network.head.kind in ("value", "rgb") or network.has_classes:
        return _other_field(network, target, view, values, x, y)
    probability = 1 / (1 + np.exp(-np.clip(values.logit, -80, 80)))
    if view.field == "probability":
        return np.repeat(probability[:, None], 3, axis=1)
    wanted = _wanted(target, x, y).astype(np.float32)
    if view.field == "target":
        return np.repeat(wanted[:, None], 3, axis=1)
    error = (probability - wanted)[:, None]
    none = np.array(NO_ERROR, np.float32)
    return none + (np.where(error > 0, np.array(TOO_WHITE), np.array(TOO_BLACK)) - none) * np.abs(error)


def _other_field(network: NetworkSpec, target: Ground, view: View, values: _Values, x: np.ndarray,
                 y: np.ndarray) -> np.ndarray:
    """Of several classes, values or colours; errors are as dark as none, for a sketch."""
    head = network.head
    if view.field == "error":
        return np.tile(np.array(NO_ERROR, np.float32), (x.size, 1))
    if view.field == "probability":
        return colours_said(network, values.outputs)
    if view.field == "target":
        wanted = _wanted(target, x, y)
        if head.kind == "rgb":
            return np.clip(wanted / 255, 0, 1)
        if head.kind == "value":
            return colours_of_values(wanted, head.low, head.high)
        return class_colors(network.outputs)[np.minimum(wanted, network.outputs - 1)]
    powers = np.exp(values.outputs - values.outputs.max(axis=0))
    chances = powers / powers.sum(axis=0)
    chance = chances.max(axis=0) if view.field == "confidence" else chances[(parse_class(view.field) or 1) - 1]
    return np.repeat(chance[:, None], 3, axis=1)


def _wanted(target: Ground, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The target's pixels at N points, (N,) or (N, 3)."""
    assert target.pixels is not None  # or the field had been refused
    height, width = target.pixels.shape[:2]
    rows = np.clip(np.floor(y.ravel() * height), 0, height - 1).astype(int)
    columns = np.clip(np.floor(x.ravel() * width), 0, width - 1).astype(int)
    return target.pixels[rows, columns]


def _inside(view: View, size: Size, aspect: float) -> np.ndarray:
    """How much of each pixel lies in the unit square, (N,)."""
    (left, top), (right, bottom) = (point_to_pixel(view, size, aspect, corner) for corner in ((0, 0), (1, 1)))
    x, y = np.arange(size[0]) + 0.5, np.arange(size[1]) + 0.5
    across = np.clip(np.minimum(x - left, right - x) + 0.5, 0, 1)
    down = np.clip(np.minimum(y - top, bottom - y) + 0.5, 0, 1)
    return np.outer(down, across).ravel().astype(np.float32)


def _draw_lines(picture: np.ndarray, network: NetworkSpec, view: View, values: _Values, per_unit: tuple[float, float],
                visible: np.ndarray | float, scale: float) -> None:
    """Draw boundaries over (N, 3) colours, layer by layer, on top the highlighted one."""
    line_width = max(THINNEST, view.line_width * scale)
    half_width, shaded = line_width / 2, line_width / 2 + shade_width(line_width)
    drawn = drawn_neurons(view)
    for layer, width in enumerate(network.hidden, 1):
        chosen = [number - 1 for number in range(1, width + 1) if (layer, number) in drawn]
        if chosen:
            near = _distances(network, values, layer, chosen, per_unit)
            cover, dark = _covered(near, half_width) * visible, shade(layer) * _covered(near, shaded) * visible
            picture *= 1 - dark[:, None]
            picture += (np.array(layer_color(layer), np.float32) - picture) * cover[:, None]
    if view.highlighted:
        layer, number = view.highlighted
        near, wide = _distances(network, values, layer, [number - 1], per_unit), HIGHLIGHTED * half_width
        picture += (CASING - picture) * (_covered(near, wide + CASING_WIDTH) * visible)[:, None]
        colour = np.array(highlight_color(layer), np.float32)
        picture += (colour - picture) * (_covered(near, wide) * visible)[:, None]


def _draw_contours(picture: np.ndarray, network: NetworkSpec, view: View, outputs: np.ndarray,
                   visible: np.ndarray | float, scale: float) -> None:
    """The same of contours, by how outputs (k, height, width) differ from a point to the next."""
    if min(outputs.shape[1:]) < 2:
        return
    if network.has_classes:
        second, first = np.sort(outputs, axis=0)[-2:]
        off, colours = first - second, (CONTOUR, CONTOUR_EDGE)
    else:
        off, colours = outputs[0] - nearest_level(outputs[0], network), (LEVEL, LEVEL)
    # Behind a line, an advance of one class is that of another: so that slopes are those of either side.
    by_y, by_x = (np.abs(np.diff(off if network.has_classes else outputs[0], axis=axis)) for axis in (0, 1))
    by_y = np.maximum(np.pad(by_y, ((0, 1), (0, 0))), np.pad(by_y, ((1, 0), (0, 0))))
    by_x = np.maximum(np.pad(by_x, ((0, 0), (0, 1))), np.pad(by_x, ((0, 0), (1, 0))))
    near = (np.abs(off) / np.maximum(np.hypot(by_x, by_y), 1e-30)).ravel()
    width, edge = (max(THINNEST, part * scale) if part else 0.0 for part in contour_widths(view, network))
    for colour, half in zip(colours[::-1], (edge, width)):
        picture += (np.array(colour, np.float32) - picture) * (_covered(near, half) * visible)[:, None]


def _distances(network: NetworkSpec, values: _Values, layer: int, chosen: list[int],
               per_unit: tuple[float, float]) -> np.ndarray:
    """To the nearest boundary of some of a layer's neurons, counted from 0, in pixels, (N,)."""
    nearest = np.full(values.z[0].shape[1], np.inf, np.float32)
    for activation, run in network.runs(layer):
        rows = [number for number in chosen if run.start <= number < run.stop]
        z, by_x, by_y = (found[layer - 1][rows] for found in (values.z, values.by_x, values.by_y))
        slope = np.maximum(np.hypot(by_x / per_unit[0], by_y / per_unit[1]), 1e-30)
        for bend in bends_of(activation) if rows else ():
            nearest = np.minimum(nearest, (np.abs(z - bend) / slope).min(axis=0))
    return nearest


def _covered(distance: np.ndarray, half_width: float) -> np.ndarray:
    """Of a pixel, by a line so far away. One thinner than a pixel never covers it all."""
    return np.clip(half_width + 0.5 - distance, 0, min(1.0, 2 * half_width))
