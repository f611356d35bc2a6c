"""The image a network learns: the built-in bottle, or any picture split into black and white."""

from .bottle import bottle
from .target import BOTTLE, DEFAULT_SIZE, MAX_SIZE, Target, load_target, pixel_centers

__all__ = ["BOTTLE", "DEFAULT_SIZE", "MAX_SIZE", "Target", "bottle", "load_target", "pixel_centers"]
