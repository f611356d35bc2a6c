"""Exact geometry: the linear regions of a network, and its neurons' boundaries as polylines. Loads numba."""

from .partition import UNIT_SQUARE, Partition, Window, partition

__all__ = ["UNIT_SQUARE", "Partition", "Window", "partition"]
