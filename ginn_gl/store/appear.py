"""A file that appears under its name whole, in one moment, and never in another's place."""

from __future__ import annotations

import os
from pathlib import Path


def appear(path: Path, content: bytes) -> None:
    """Make a file of this content. Raises FileExistsError where there is one, and OSError where none can be made.

    A process killed meanwhile leaves nothing on Linux, where a file can do without a name until it has its content;
    elsewhere perhaps a file named .NAME.PID.part.
    """
    if not _appear_nameless(path, content):
        _appear_renamed(path, content)


def _appear_nameless(path: Path, content: bytes) -> bool:
    """False where the system or the folder has no such files."""
    if not hasattr(os, "O_TMPFILE"):
        return False
    try:
        file = os.open(path.parent, os.O_TMPFILE | os.O_WRONLY, 0o644)
    except OSError:
        return False
    try:
        _write(file, content)
        return _name(file, path)
    finally:
        os.close(file)


def _name(file: int, path: Path) -> bool:
    """Give an open file its first name. False where that cannot be done."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        # With a folder given, Python calls linkat(2), which alone can follow this link to the file.
        os.link(f"/proc/self/fd/{file}", path, src_dir_fd=folder, follow_symlinks=True)
    except FileExistsError:
        raise
    except OSError:
        return False
    finally:
        os.close(folder)
    return True


def _appear_renamed(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o644)
    try:
        try:
            _write(file, content)
        finally:
            os.close(file)
        try:
            os.link(part, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if path.exists():
                raise FileExistsError(path) from None
            os.rename(part, path)
    finally:
        part.unlink(missing_ok=True)


def _write(file: int, content: bytes) -> None:
    """All of it, and onto the disk."""
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(file, rest):]
    os.fsync(file)
