"""Something to compile."""

from ..compiled import compiled


@compiled
def twice(number):
    """A number, doubled."""
    return 2 * number
