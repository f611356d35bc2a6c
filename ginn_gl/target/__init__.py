"""The image a network learns: the built-in bottle or another shape, or any picture split into black and white."""

from .bottle import bottle
from .shapes import SHAPES, shape
from .target import BOTTLE, DEFAULT_SIZE, MAX_SIZE, Target, check_size, load_target, pixel_centers
from .verdict import is_bad

__all__ = ["BOTTLE", "DEFAULT_SIZE", "MAX_SIZE", "SHAPES", "Target", "bottle", "check_size", "is_bad", "load_target",
           "pixel_centers", "shape"]
