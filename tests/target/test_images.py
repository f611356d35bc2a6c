"""Images as cameras, microscopes and labelling tools write them: which way up, of how many bits, and what is black."""

import os
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ginn_gl.errors import GinnError
from ginn_gl.target import load_target
from ginn_gl.target.grey import otsu

CASES = Path(__file__).parents[1] / "cases"
BANDS = np.repeat([0.0, 0.25, 1.0], [20, 20, 20])[None].repeat(30, 0)  # of which the last is white
BLACK_BLACK_WHITE = np.repeat([0, 0, 1], [20, 20, 20])[None].repeat(30, 0)


def tiff(values: np.ndarray, sample_format: int = 1, photometric: int = 1, byte_order: str = "<") -> bytes:
    """A grey TIFF of these values in their own type, in one strip. sample_format: 1 unsigned, 2 signed, 3 float."""
    (height, width), data = values.shape, values.astype(values.dtype.newbyteorder(byte_order)).tobytes()
    tags = {256: width, 257: height, 258: 8 * values.itemsize, 259: 1, 262: photometric, 273: 8, 277: 1, 278: height,
            279: len(data), 339: sample_format}
    entries = b"".join(struct.pack(f"{byte_order}HHII", tag, 4, 1, value) for tag, value in tags.items())
    mark = b"II" if byte_order == "<" else b"MM"
    return (mark + struct.pack(f"{byte_order}HI", 42, 8 + len(data)) + data
            + struct.pack(f"{byte_order}H", len(tags)) + entries + bytes(4))


def pixels_of(content: bytes | Image.Image, tmp_path: Path, suffix: str, **saving) -> np.ndarray:
    """What is learnt of an image, at its own size."""
    path = tmp_path / f"image{suffix}"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        content.save(path, **saving)
    return load_target(str(path), size=60).pixels


@pytest.mark.parametrize("name", ["grey8.png", "grey16.png"])
def test_sixteen_bits_are_as_eight(name):
    pixels = load_target(str(CASES / name)).pixels
    changes = np.flatnonzero(np.diff(pixels[100].astype(int)))
    assert pixels[0, 0] == 0 and pixels[0, -1] == 1 and len(changes) == 1
    assert np.array_equal(pixels, load_target(str(CASES / "grey8.png")).pixels)


@pytest.mark.parametrize("values, settings", [
    ((BANDS * 255).astype(np.uint8), {}),
    ((255 - BANDS * 255).astype(np.uint8), {"photometric": 0}),
    ((BANDS * 4095).astype(np.uint16), {}),  # of a camera of 12 bits
    ((BANDS * 65535).astype(np.uint16), {"byte_order": ">"}),
    ((65535 - BANDS * 65535).astype(np.uint16), {"photometric": 0}),
    ((BANDS * 3000 - 1000).astype(np.int16), {"sample_format": 2}),
    ((BANDS * (2**32 - 1)).astype(np.uint32), {}),
    ((BANDS * 2**31 - 2**30).astype(np.int32), {"sample_format": 2}),
    (BANDS.astype(np.float32), {"sample_format": 3}),
    ((BANDS * 1e-6 - 3).astype(np.float32), {"sample_format": 3, "byte_order": ">"}),
    ((BANDS * 3e38).astype(np.float32), {"sample_format": 3}),
    (-BANDS.astype(np.float32), {"sample_format": 3, "photometric": 0}),
    (np.where(BANDS == 1, np.nan, BANDS).astype(np.float32) + np.where(BANDS == 0.25, 0.5, 0).astype(np.float32),
     {"sample_format": 3}),
])
def test_whatever_a_number_is_made_of(tmp_path, values, settings):
    pixels = pixels_of(tiff(values, **settings), tmp_path, ".tif")
    expected = np.where(BANDS == 0, 0, 1) if np.isnan(values).any() else BLACK_BLACK_WHITE
    assert np.array_equal(pixels, expected)


def labels() -> Image.Image:
    """A mask of classes 0 and 1, as labelling tools write them: in all but black, or in dark red."""
    return Image.fromarray((BANDS == 1).astype(np.uint8))


def in_palette(mode: str) -> Image.Image:
    image = Image.fromarray((BANDS == 1).astype(np.uint8), "L").convert("P")
    image.putpalette([0, 0, 0, 128, 0, 0] + 254 * [0, 0, 0])
    return image if mode == "P" else image.convert(mode)


@pytest.mark.parametrize("image", [
    labels(), labels().convert("I"), in_palette("P"), in_palette("RGB"), in_palette("CMYK"),
    Image.fromarray(BANDS == 1), Image.fromarray((BANDS * 255).astype(np.uint8)).convert("YCbCr")],
    ids=lambda image: image.mode)
def test_masks_and_palettes(tmp_path, image):
    assert np.array_equal(pixels_of(image, tmp_path, ".tif"), BLACK_BLACK_WHITE)


def test_a_palette_in_a_png(tmp_path):
    assert np.array_equal(pixels_of(in_palette("P"), tmp_path, ".png"), BLACK_BLACK_WHITE)
    clear = pixels_of(in_palette("P"), tmp_path, ".png", transparency=0)
    assert np.array_equal(clear, 1 - BLACK_BLACK_WHITE), "what is transparent is white"


def test_a_transparent_grey_of_sixteen_bits(tmp_path):
    grey = Image.fromarray((BANDS * 60_000).astype(np.uint16))
    clear = pixels_of(grey, tmp_path, ".png", transparency=0)
    assert np.array_equal(clear, np.where(BANDS == 0.25, 0, 1))


@pytest.mark.parametrize("ink, expected", [(0, 1 - BLACK_BLACK_WHITE), (255, BLACK_BLACK_WHITE)])
def test_a_logo_on_nothing_is_seen_in_black_or_in_white(tmp_path, ink, expected):
    logo = np.full((*BANDS.shape, 4), ink, np.uint8)
    logo[:, :, 3] = 255 * (BANDS == 1)
    assert np.array_equal(pixels_of(Image.fromarray(logo), tmp_path, ".png"), expected)


def letter_l() -> Image.Image:
    image = Image.new("L", (60, 40), 255)
    painter = ImageDraw.Draw(image)
    painter.rectangle((10, 5, 15, 34), fill=0)
    painter.rectangle((10, 29, 40, 34), fill=0)
    return image


TURNED = {1: None, 2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
          4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90,
          7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_270}
"""What was done to a picture with an orientation tag before it was saved."""


@pytest.mark.parametrize("suffix, mode", [
    (".jpg", "L"), (".png", "L"), (".png", "I;16"), (".tif", "L"), (".webp", "RGB")])
@pytest.mark.parametrize("orientation", TURNED)
def test_pictures_are_upright(tmp_path, suffix, mode, orientation):
    upright = letter_l()
    image = upright.convert(mode)
    if orientation > 1:
        image = image.transpose(TURNED[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    lossless = {"lossless": True} if suffix == ".webp" else {}
    pixels = pixels_of(image, tmp_path, suffix, exif=exif, **lossless)
    assert np.array_equal(pixels, np.asarray(upright) == 255)


def test_a_telephones_photograph_stands_on_its_foot():
    pixels = load_target(str(CASES / "phone.jpg")).pixels
    assert pixels.shape == (200, 150)
    rows = np.flatnonzero((pixels == 0).any(axis=1))
    widths = (pixels == 0).sum(axis=1)
    assert widths[rows[-5]] > 2 * widths[rows[5]], "the foot of the L is at the bottom"


@pytest.mark.parametrize("paper, noise", [(255, 0), (235, 5)])
def test_a_pen_drawing_does_not_vanish(tmp_path, paper, noise):
    """A line of 3 pixels, of which a target's pixel, made of 15 x 15, is darkened by a fifth."""
    image = Image.new("L", (3000, 2000), 255)
    ImageDraw.Draw(image).ellipse((500, 200, 2300, 1800), outline=0, width=3)
    inked = np.asarray(image) == 0
    drawn = np.where(inked, 40, paper) + np.random.default_rng(0).normal(0, noise, inked.shape)
    path = tmp_path / "pen.png"
    Image.fromarray(drawn.clip(0, 255).astype(np.uint8)).save(path)
    black = load_target(str(path)).pixels == 0
    touched = np.asarray(Image.fromarray(inked).convert("L").resize((200, 133), Image.Resampling.BOX)) > 0
    assert black[touched].mean() > 0.6 and not black[~touched].any()


def test_otsus_threshold_is_that_of_the_definition():
    values = np.random.default_rng(1).normal([0, 3], [1, 0.3], (500, 2)).ravel()
    found = otsu(values)

    def spread_within(threshold: float) -> float:
        return sum(part.size * part.var() for part in (values[values < threshold], values[values >= threshold]))

    ordered = np.sort(values)
    assert spread_within(found) == pytest.approx(min(map(spread_within, ordered[1:])))


def test_a_threshold_that_is_set(tmp_path):
    path = tmp_path / "bands.png"
    Image.fromarray((40 + BANDS * 100).astype(np.uint8)).save(path)
    assert load_target(str(path), 60, 0.2).pixels.mean() == pytest.approx(2 / 3)
    assert load_target(str(path), 60, 0.25).pixels.mean() == pytest.approx(2 / 3), "white from there on"
    assert load_target(str(path), 60, 0.3).pixels.mean() == pytest.approx(1 / 3)
    with pytest.raises(GinnError, match="all white at a threshold of 0: .* 0.6"):
        load_target(str(path), 60, 0)
    for wrong in (-0.1, 1.1, float("nan")):
        with pytest.raises(GinnError, match="a threshold is 0"):
            load_target(str(path), 60, wrong)
    with pytest.raises(GinnError, match="for an image"):
        load_target(None, 60, 0.5)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_that_says(width: int, height: int) -> bytes:
    """The head of a grey PNG, and none of its pixels."""
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)) + chunk(
        b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize("width, height, complaint", [
    (10_000, 10_001, "10,000 x 10,001 pixels: .* up to 100 megapixels"), (60_000, 60_000, "up to 100 megapixels"),
    (10_000, 10_000, "not an image that can be read")])
def test_a_large_image_is_refused_before_it_is_decoded(tmp_path, width, height, complaint):
    """Were it decoded, its lack of pixels would be what is said."""
    with pytest.raises(GinnError, match=complaint):
        pixels_of(png_that_says(width, height), tmp_path, ".png")


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes with names there")
def test_a_pipe_and_a_folder_are_no_images(tmp_path):
    os.mkfifo(tmp_path / "pipe.png")
    for name in ("pipe.png", "."):
        with pytest.raises(GinnError, match="not a file"):
            load_target(str(tmp_path / name))


def test_a_damaged_tag_does_not_matter(tmp_path):
    path = tmp_path / "damaged.jpg"
    letter_l().save(path, exif=b"Exif\0\0II*\0\xff\xff\xff\x7f")
    assert np.array_equal(load_target(str(path), 60).pixels, np.asarray(letter_l()) == 255)


def test_what_decoders_warn_of_does_not_reach_the_terminal(tmp_path):
    (tmp_path / "cut.tif").write_bytes(tiff((BANDS * 255).astype(np.uint8))[:-20])
    script = "import sys; from ginn_gl.target import load_target; load_target(sys.argv[1])"
    ran = subprocess.run([sys.executable, "-c", script, tmp_path / "cut.tif"], capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
