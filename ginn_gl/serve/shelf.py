"""What is served: the files that were named, and those in the folders that were named; by ids, and never by paths."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..errors import RunFileError


@dataclass(frozen=True)
class Entry:
    """A run file. id: 16 hexadecimal digits that stay the same. path: real, without links.

    folder: its name, where there are runs of several.
    """

    id: str
    path: Path
    folder: str

    def require(self) -> Path:
        """Its path. Raises RunFileError where a link has come in its place, which may lead anywhere."""
        if self.path.resolve() != self.path:
            raise RunFileError(f"{self.path.name}: has become a link to something else")
        return self.path


class Shelf:
    """Everything that may be seen. Folders are looked at as they are: `look` finds what has come and gone."""

    def __init__(self, paths: Iterable[Path]) -> None:
        real = list(dict.fromkeys(path.resolve() for path in paths))
        self._folders = [path for path in real if path.is_dir()]
        self._files = [path for path in real if path not in self._folders]
        self.entries: dict[str, Entry] = {}

    def look(self) -> dict[str, Entry]:
        """All entries by id, as files are now. What a link in a folder leads to is there if it lies in one of these."""
        found = [*self._files, *(path for folder in self._folders for path in self._in(folder))]
        many = len({path.parent for path in found}) > 1
        entries = [Entry(_id_of(path), path, path.parent.name if many else "") for path in dict.fromkeys(found)]
        self.entries = {entry.id: entry for entry in entries}
        return self.entries

    def _in(self, folder: Path) -> Iterator[Path]:
        with suppress(OSError), os.scandir(folder) as files:
            for file in files:
                if not file.name.endswith(".ginn"):
                    continue
                path = folder / file.name
                if not file.is_symlink():
                    yield path
                elif (real := path.resolve()).suffix == ".ginn" and self._is_inside(real):
                    yield real

    def _is_inside(self, path: Path) -> bool:
        return path in self._files or any(path.parent == folder for folder in self._folders)


def _id_of(path: Path) -> str:
    return hashlib.blake2s(os.fsencode(path), digest_size=8).hexdigest()
