"""Drawing pixel by pixel: the fragment shader evaluates the network at each, from parameters that are uniforms."""

from .renderer import PixelRenderer

__all__ = ["PixelRenderer"]
