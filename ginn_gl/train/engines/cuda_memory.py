"""Running out of a GPU's memory, said in one line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ...errors import GinnError

_WORDS = ("out of memory", "ALLOC_FAILED")  # of torch, of CUDA itself, and of its libraries


@contextmanager
def memory_checked() -> Iterator[None]:
    """Raise GinnError where the GPU has not the memory for this block; also a decorator."""
    try:
        yield
    except RuntimeError as error:
        if not any(words in str(error) for words in _WORDS):
            raise
        raise GinnError("not enough free memory on the GPU: train fewer seeds at once, "
                        "or take --device cpu") from None
