"""What is wrong with the command line itself, rather than with what it was to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..errors import GinnError


class BadArgument(GinnError):
    """An argument that cannot be meant."""


@contextmanager
def reading_arguments() -> Iterator[None]:
    """Whatever a description refuses in this block is the fault of the command line."""
    try:
        yield
    except GinnError as error:
        raise BadArgument(str(error)) from None
