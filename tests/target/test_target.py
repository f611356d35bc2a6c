"""The built-in bottle, and images as targets."""

import numpy as np
import pytest
from PIL import Image

from ginn_gl.errors import GinnError
from ginn_gl.target import bottle, load_target, pixel_centers


def test_the_bottle_is_a_symmetric_bottle_with_a_framed_diamond():
    pixels = load_target().pixels
    assert pixels.shape == (200, 200) and set(np.unique(pixels)) == {0, 1}
    assert np.array_equal(pixels, pixels[:, ::-1])
    down_the_middle = pixels[:, 100]
    colours = down_the_middle[np.flatnonzero(np.diff(down_the_middle, prepend=2))]
    paper, glass, frame, outline, diamond = 1, 0, 1, 0, 1
    assert colours.tolist() == [paper, glass, frame, outline, diamond, outline, frame, glass, paper]
    widths = (pixels == 0).sum(axis=1)
    assert 0 < widths[30] < widths[180], "the neck is narrower than the body"


@pytest.mark.parametrize("size", [2, 3, 33, 501])
def test_the_bottle_is_symmetric_at_any_size(size):
    assert np.array_equal(bottle(size), bottle(size)[:, ::-1])


def test_pixels_are_points_at_their_centres():
    points = pixel_centers(2, 4)
    assert points.tolist() == [[0.125, 0.25], [0.375, 0.25], [0.625, 0.25], [0.875, 0.25],
                               [0.125, 0.75], [0.375, 0.75], [0.625, 0.75], [0.875, 0.75]]


def image(tmp_path, pixels, mode=None):
    path = tmp_path / "image.png"
    Image.fromarray(np.asarray(pixels, np.uint8), mode).save(path)
    return str(path)


def test_the_longer_side_is_resized_and_the_shape_kept(tmp_path):
    wide = np.zeros((50, 400))
    wide[:, 200:] = 255
    target = load_target(image(tmp_path, wide))
    assert target.pixels.shape == (25, 200)
    assert not target.pixels[:, :100].any() and target.pixels[:, 100:].all()
    assert load_target(image(tmp_path, wide.T), size=40).pixels.shape == (40, 5)
    assert load_target(image(tmp_path, wide)).name == "image"


def test_half_grey_is_where_white_begins(tmp_path):
    assert load_target(image(tmp_path, [[127, 128]]), size=2).pixels.tolist() == [[0, 1]]


def test_transparent_is_white(tmp_path):
    black_opaque_or_not = np.zeros((2, 2, 4))
    black_opaque_or_not[0, :, 3] = 255
    assert load_target(image(tmp_path, black_opaque_or_not), size=2).pixels.tolist() == [[0, 0], [1, 1]]


@pytest.mark.parametrize("content, complaint", [
    (None, "no such image"),
    (b"", "not an image that can be read"),
    (b"\x89PNG\r\n\x1a\n and then nonsense", "not an image that can be read"),
])
def test_what_is_no_image_is_refused(tmp_path, content, complaint):
    path = tmp_path / "image.png"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(GinnError, match=complaint):
        load_target(str(path))


@pytest.mark.parametrize("grey, colour", [(10, "black"), (250, "white")])
def test_one_colour_is_refused(tmp_path, grey, colour):
    with pytest.raises(GinnError, match=f"all {colour}"):
        load_target(image(tmp_path, np.full((8, 8), grey)))


@pytest.mark.parametrize("size", [0, 1, 4097])
def test_a_size_out_of_range_is_refused(size):
    with pytest.raises(GinnError, match="2 to 4096"):
        load_target(size=size)
