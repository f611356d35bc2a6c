"""Text can be read in both themes: WCAG's contrast, measured from their colours."""

from itertools import product

import pytest

from ginn_gl.app import theme

LEAST = 4.5
GROUNDS = {"text": ("window", "panel", "control", "hover", "active", "note", "done"),
           "faint": ("window", "panel", "note"), "error": ("panel", "note")}


def luminance(colour) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
              for part in (colour.x, colour.y, colour.z)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("light", "text"), [*product((False, True), GROUNDS)])
def test_text_stands_out_from_all_that_it_is_written_on(light, text):
    ink = theme.colour(text, light)
    grounds = {name: theme.colour(name, light) for name in GROUNDS[text]} | {"surround": theme.surround(light)}
    low = {name: round(contrast(ink, ground), 2) for name, ground in grounds.items() if contrast(ink, ground) < LEAST}
    assert not low
