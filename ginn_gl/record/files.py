"""Files that are there whole or not at all."""

from __future__ import annotations

import itertools
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import GinnError

NUMBER = re.compile(r"%0?\d?d")
"""Where a file's number goes in a name for many, such as frame-%05d.png."""

NUMBERS = itertools.count()  # of files that this process has written


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A name beside `path` to write under; it becomes `path` only once the block has ended well.

    Makes the folder. Raises GinnError where the disk or its permissions are in the way.
    """
    part = _part(path)
    with _disk_errors_said(path):
        if path.exists() and not path.is_file():
            raise GinnError(f"{path}: cannot be written (it is there, and no file)")
        try:
            yield part
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


@contextmanager
def all_written_whole(pattern: Path) -> Iterator[Path]:
    """The same for files with numbers: a pattern to name them by, in a folder beside that of the given one.

    pattern: a path whose name has a NUMBER in it. Raises GinnError as `written_whole` does, and where files of that
    name are there already: those of a longer series would remain among the new ones.
    """
    part = _part(pattern)
    with _disk_errors_said(pattern):
        taken = next((file for file in pattern.parent.iterdir() if _is_one_of(pattern, file)), None)
        if taken:
            raise GinnError(f"{taken} is there already: choose another name or folder")
        try:
            part.mkdir()
            yield part / pattern.name
            for file in sorted(part.iterdir()):
                file.replace(pattern.parent / file.name)
        finally:
            shutil.rmtree(part, ignore_errors=True)


def is_numbered(path: Path) -> bool:
    """Whether a name has one place for a number, and so is for many files."""
    return path.name.count("%") == 1 and NUMBER.search(path.name) is not None


def _part(path: Path) -> Path:
    """Not made of the name, which may be as long as names can be, or no text."""
    return path.with_name(f".ginn-gl-{os.getpid()}-{next(NUMBERS)}.part")


@contextmanager
def _disk_errors_said(path: Path) -> Iterator[None]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield
    except BrokenPipeError:  # no file's fault: whoever read what we say had enough
        raise
    except OSError as error:
        raise GinnError(f"{path}: cannot be written ({error.strerror or error})") from None


def _is_one_of(pattern: Path, file: Path) -> bool:
    before, after = NUMBER.split(pattern.name)
    return re.fullmatch(rf"{re.escape(before)}\d+{re.escape(after)}", file.name) is not None
