"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import GinnError


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A name beside `path` to write under; it becomes `path` only once the block has ended well.

    Makes the folder. Raises GinnError where the disk or its permissions are in the way.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            yield part
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise GinnError(f"{path}: cannot be written ({error.strerror or error})") from None
