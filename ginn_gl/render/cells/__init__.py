"""Drawing on the processor, from a network's cells."""

from .painter import Painter

__all__ = ["Painter"]
