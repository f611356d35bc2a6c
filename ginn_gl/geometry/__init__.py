"""Exact geometry: the linear regions of a network, and its neurons' boundaries. Loads numba."""

from .cells import Cells, cells, count_cells
from .lines import Lines, lines
from .partition import Partition, partition
from .vertices import vertices
from .window import UNIT_SQUARE, Window

__all__ = ["UNIT_SQUARE", "Cells", "Lines", "Partition", "Window", "cells", "count_cells", "lines", "partition",
           "vertices"]
