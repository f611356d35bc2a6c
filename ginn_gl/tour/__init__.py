"""The tour: eight things to see in the bundled runs, found there by the measures of the room `insight`."""

from .stop import Stop
from .stops import TITLES, Tour

__all__ = ["TITLES", "Stop", "Tour"]
