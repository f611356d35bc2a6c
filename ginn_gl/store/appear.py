"""A file that appears under its name whole, in one moment, and never in another's place."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

GiveName = Callable[[], None]
"""Has the file appear. Raises FileExistsError where there is one of that name."""


@contextmanager
def about_to_appear(path: Path, content: bytes) -> Generator[GiveName]:
    """A file of this content, on the disk, which has its name once that is given in this block.

    A process killed meanwhile leaves nothing on Linux, where a file can do without a name; elsewhere perhaps one
    named .NAME.PID.part. Raises OSError where none can be made.
    """
    file = _open_nameless(path.parent)
    if file is None:
        with _under_another_name(path, content) as give_name:
            yield give_name
        return
    try:
        _write(file, content)
        yield lambda: _name(file, path)
    finally:
        os.close(file)


def _open_nameless(folder: Path) -> int | None:
    """None where the system or the folder has no such files, or they cannot be named later."""
    if not hasattr(os, "O_TMPFILE") or not Path("/proc/self/fd").exists():
        return None
    try:
        return os.open(folder, os.O_TMPFILE | os.O_WRONLY, 0o644)
    except OSError:
        return None


def _name(file: int, path: Path) -> None:
    """Give an open file its first name."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        # With a folder given, Python calls linkat(2), which alone can follow this link to the file.
        os.link(f"/proc/self/fd/{file}", path, src_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)


@contextmanager
def _under_another_name(path: Path, content: bytes) -> Generator[GiveName]:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o644)
    try:
        try:
            _write(file, content)
        finally:
            os.close(file)
        yield lambda: _rename(part, path)
    finally:
        part.unlink(missing_ok=True)


def _rename(part: Path, path: Path) -> None:
    try:
        os.link(part, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        part.rename(path)


def _write(file: int, content: bytes) -> None:
    """All of it, and onto the disk."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(file, rest):]
    os.fsync(file)
