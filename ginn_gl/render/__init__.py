"""Drawing: a network's parameters and a view in, a picture out."""

from .mapping import pixel_to_point, point_to_pixel
from .palette import layer_color
from .pictures import field_values, painter_of, render
from .sheet import Grid, side_by_side, together

__all__ = ["Grid", "field_values", "layer_color", "painter_of", "pixel_to_point", "point_to_pixel", "render",
           "side_by_side", "together"]
