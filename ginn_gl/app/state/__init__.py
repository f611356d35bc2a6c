"""What the viewer knows, in parts that each have a file; panels and actions take of it what they need."""

from .state import State

__all__ = ["State"]
