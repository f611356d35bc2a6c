"""Drawing: a network's parameters and a view in, a picture out."""

from .context import attach_context, headless_context
from .mapping import pixel_to_point, point_to_pixel
from .palette import layer_color
from .pictures import field_values, render
from .renderer import Renderer
from .sheet import columns, side_by_side
from .thumbnails import Thumbnails

__all__ = ["Renderer", "Thumbnails", "attach_context", "columns", "field_values", "headless_context", "layer_color",
           "pixel_to_point", "point_to_pixel", "render", "side_by_side"]
