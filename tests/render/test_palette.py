"""Colours of layers are told apart by everybody: also without red or green cones, and on black and white."""

from itertools import combinations

import numpy as np
import pytest

from ginn_gl.config import MAX_DEPTH
from ginn_gl.render.palette import (
    NO_ERROR,
    TOO_BLACK,
    TOO_WHITE,
    UNSURE,
    class_colors,
    layer_color,
    shade,
    value_scale,
)

# Of linear RGB, as Machado, Oliveira and Fernandes (2009) give them for a severity of 1.
SEEN_BY = {
    "everybody": np.eye(3),
    "protanopes": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopes": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                     [-0.011820, 0.042940, 0.968881]],
    "tritanopes": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
XYZ = np.array([[0.4124564, 0.3575761, 0.1804375],
                [0.2126729, 0.7151522, 0.0721750],
                [0.0193339, 0.1191920, 0.9503041]])
APART = 12  # in CIE76: one is a difference that is just seen
BLACK, WHITE = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)


def linear(color) -> np.ndarray:
    """sRGB without its gamma."""
    color = np.asarray(color)
    return np.where(color <= 0.04045, color / 12.92, ((color + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """Linear RGB as CIE L*a*b* under D65."""
    x, y, z = XYZ @ rgb / XYZ.sum(axis=1)
    x, y, z = (np.cbrt(part) if part > (6 / 29) ** 3 else part / (3 * (6 / 29) ** 2) + 4 / 29 for part in (x, y, z))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def closest(colors, eyes: str) -> float:
    seen = [lab(np.clip(SEEN_BY[eyes] @ linear(color), 0, 1)) for color in colors]
    return min(np.linalg.norm(one - other) for one, other in combinations(seen, 2))


LAYERS = [layer_color(layer) for layer in range(1, MAX_DEPTH + 1)]


@pytest.mark.parametrize("eyes, apart", [("everybody", 3 * APART), ("protanopes", APART), ("deuteranopes", APART),
                                         ("tritanopes", APART)])
def test_every_two_layers_are_told_apart(eyes, apart):
    assert closest(LAYERS, eyes) >= apart


@pytest.mark.parametrize("eyes", SEEN_BY)
@pytest.mark.parametrize("ground", [BLACK, WHITE])
def test_every_layer_is_seen_on_black_and_on_white(eyes, ground):
    assert min(closest((layer, ground), eyes) for layer in LAYERS) >= 2 * APART


def test_a_layer_has_contrast_on_black_and_on_white_or_is_shaded_there():
    for layer, color in enumerate(LAYERS, 1):
        luminance = XYZ[1] @ linear(color)
        assert (luminance + 0.05) / 0.05 >= 3  # what WCAG asks of lines
        assert 1.05 / (luminance + 0.05) >= 2.7 or shade(layer) > 0


@pytest.mark.parametrize("eyes, apart", [("everybody", 3 * APART), ("protanopes", APART), ("deuteranopes", APART),
                                         ("tritanopes", APART)])
def test_ten_classes_are_told_apart_from_each_other_and_from_where_nothing_is_sure(eyes, apart):
    assert closest([*class_colors(10), UNSURE], eyes) >= apart


@pytest.mark.parametrize("eyes", SEEN_BY)
def test_low_middle_and_high_values_are_told_apart(eyes):
    scale = value_scale()
    assert closest([scale[len(scale) // 6], scale[len(scale) // 2], scale[-len(scale) // 6]], eyes) >= 2 * APART


def test_the_papers_three_are_the_papers():
    assert [tuple(round(255 * part) for part in color) for color in LAYERS[:3]] == [
        (0x00, 0xa2, 0xff), (0xff, 0x4b, 0x32), (0xa8, 0xff, 0x0f)]


@pytest.mark.parametrize("eyes", SEEN_BY)
def test_the_sign_of_a_difference_is_seen_whatever_its_size(eyes):
    def seen(end, share: float):
        return np.array(NO_ERROR) + share * (np.array(end) - NO_ERROR)

    shares = np.linspace(0.3, 1, 8)
    for more in shares:
        assert min(closest((seen(TOO_WHITE, more), seen(TOO_BLACK, less)), eyes) for less in shares) >= APART
