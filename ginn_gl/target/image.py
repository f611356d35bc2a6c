"""Images as cameras, microscopes, scanners and labelling tools write them, read as shades of grey."""

from __future__ import annotations

import logging
import stat
import warnings
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import numpy as np
from PIL import Image, ImageOps
from PIL.TiffImagePlugin import PHOTOMETRIC_INTERPRETATION, SAMPLEFORMAT

from ..errors import GinnError
from .grey import Grey

# What pictures are kept in and Pillow reads by itself; not EPS, which it has another program draw.
FORMATS = ("PNG", "JPEG", "TIFF", "BMP", "DIB", "GIF", "WEBP", "AVIF", "JPEG2000", "PPM", "TGA", "PCX", "SGI",
           "PSD", "ICO")
MOST_PIXELS = 100_000_000
NUMBERS = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")  # Pillow's modes of more than 8 bits
HALF_OF_BYTE = 128
WHITE_IS_ZERO, UNSIGNED = 0, 1           # what those two tags of a TIFF may say

Read = TypeVar("Read")

logging.getLogger("PIL").addHandler(logging.NullHandler())  # what it logs of damaged files would go to stderr


def read_grey(path: Path, size: int) -> Grey:
    """An image file, upright, its longer side resized to `size` pixels. Transparent parts are white.

    Raises GinnError for what cannot be read, is too large to be decoded, or has one colour only.
    """
    values, half = _read(path, size)
    if values.min() == values.max():
        colour = "white" if values.max() >= half else "black"
        raise GinnError(f"{path}: all {colour}: a target needs two shades at least")
    return Grey.of(path.stem, values)


def read_shades(path: Path, size: int) -> np.ndarray:
    """The same image as (H, W) uint8: as it is where it has 8 bits, else from its darkest to its lightest."""
    values, half = _read(path, size)
    if half != HALF_OF_BYTE:
        low, high = float(values.min()), float(values.max())
        values = (values - low) * (255 / ((high - low) or 1))
    return np.rint(values).astype(np.uint8)


def read_colours(path: Path, size: int) -> np.ndarray:
    """The same image as (H, W, 3) uint8; one of more than 8 bits has no colours that are known, and is grey."""
    found = _opened(path, lambda image: _colours(image, size))
    return np.repeat(read_shades(path, size)[:, :, None], 3, axis=2) if found is None else found


def _colours(image: Image.Image, size: int) -> np.ndarray | None:
    scale = size / max(image.size)
    _turn_upright(image)
    if image.mode in NUMBERS:
        return None
    if image.has_transparency_data:
        part = _resized(_converted(image, "RGBA"), scale)
        return np.asarray(Image.alpha_composite(Image.new("RGBA", part.size, "white"), part).convert("RGB"))
    return np.asarray(_resized(image if image.mode == "RGB" else image.convert("RGB"), scale))


def _read(path: Path, size: int) -> tuple[np.ndarray, float]:
    """Its shades, (H, W) of finite numbers, and what is half of what the file's type can hold."""
    return _opened(path, lambda image: _shades(image, size))


def _opened(path: Path, read: Callable[[Image.Image], Read]) -> Read:
    """What comes of reading an image file. Raises GinnError where nothing can."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # another program's pipe would be waited for
            raise GinnError(f"{path}: not a file: a target is an image file")
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Pillow about damaged tags, and about sizes below our own limit
            Image.init()
            with Image.open(file, formats=[name for name in FORMATS if name in Image.OPEN]) as image:
                _refuse_large(path, *image.size)
                return read(image)
    except FileNotFoundError:
        raise GinnError(f"{path}: no such image") from None
    except Image.DecompressionBombError:
        raise _too_large(path, "more than twice as many pixels as Pillow decodes") from None
    except MemoryError:
        raise GinnError(f"{path}: not enough memory to decode it") from None
    except GinnError:
        raise
    except Exception as error:  # noqa: BLE001 - Pillow's decoders raise many kinds for damaged files
        if isinstance(error, OSError) and error.strerror:
            raise GinnError(f"{path}: cannot be read ({error.strerror})") from None
        raise GinnError(f"{path}: not an image that can be read ({type(error).__name__}): save it as PNG, JPEG or "
                        "TIFF") from None


def _refuse_large(path: Path, width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise _too_large(path, f"{width:,} x {height:,} pixels")


def _too_large(path: Path, how: str) -> GinnError:
    return GinnError(f"{path}: {how}: an image of up to {MOST_PIXELS // 10**6} megapixels can be a target, so make it "
                     "smaller first")


def _shades(image: Image.Image, size: int) -> tuple[np.ndarray, float]:
    scale = size / max(image.size)
    _turn_upright(image)
    if image.mode in NUMBERS:
        numbers = Image.fromarray(_numbers(image, getattr(image, "tag_v2", {})))
        return np.asarray(_resized(numbers, scale), float), 2**15 if "16" in image.mode else 0.5
    if image.has_transparency_data:
        return _on_paper(_resized(_converted(image, "RGBA"), scale)), HALF_OF_BYTE
    return np.asarray(_resized(_converted(image, "L"), scale), float), HALF_OF_BYTE


def _turn_upright(image: Image.Image) -> None:
    """As its orientation tag says."""
    image.load()
    with suppress(Exception):  # of many kinds for damaged tags, which leave it as it is
        ImageOps.exif_transpose(image, in_place=True)  # or there would be two of it


def _numbers(image: Image.Image, tags: Mapping) -> np.ndarray:
    """Of an image of more than 8 bits: (H, W) float32, finite, larger ones lighter. tags: of a TIFF."""
    stored = np.asarray(image)
    if image.mode == "I" and tags.get(SAMPLEFORMAT, (UNSIGNED,))[0] == UNSIGNED:
        stored = stored.view(np.uint32)  # Pillow knows 32 bits with a sign only
    values = stored.astype(np.float32)
    if tags.get(PHOTOMETRIC_INTERPRETATION) == WHITE_IS_ZERO:
        np.negative(values, out=values)  # which Pillow does for 8 bits alone
    if "transparency" in image.info:
        values[stored == image.info["transparency"]] = np.nan
    if image.mode == "F" or "transparency" in image.info:
        _fill(values)
    return values


def _fill(values: np.ndarray) -> None:
    """White where a microscope has measured nothing, or where there is nothing to be seen."""
    is_number = np.isfinite(values)
    if not is_number.any():
        raise ValueError("no number")
    lightest = values.max(where=is_number, initial=-np.inf)
    darkest = values.min(where=is_number, initial=np.inf)
    np.nan_to_num(values, copy=False, nan=lightest, posinf=lightest, neginf=darkest)


def _converted(image: Image.Image, mode: str) -> Image.Image:
    """To a mode that Pillow may know of no direct way to."""
    if image.mode in ("LAB", "HSV"):
        image = image.getchannel("L" if image.mode == "LAB" else "V")
    elif image.mode == "La":
        image = image.convert("LA")
    return image if image.mode == mode else image.convert(mode)


def _on_paper(image: Image.Image) -> np.ndarray:
    """Its shades on white paper, or on black where nothing would be seen on white: (H, W) float."""
    white, black = (np.asarray(Image.alpha_composite(Image.new("RGBA", image.size, paper), image).convert("L"), float)
                    for paper in ("white", "black"))
    return black if white.min() == white.max() else white


def _resized(image: Image.Image, scale: float) -> Image.Image:
    """Each pixel the mean of those whose place it takes."""
    return image.resize([max(1, round(side * scale)) for side in image.size], Image.Resampling.BOX)
