"""The runs that can be chosen: the bundled ones, those in ./runs, and what was opened by hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ...many.listing import run_files


@dataclass
class Library:
    """Run files on disk. folders: looked through at each scan; files: opened by hand."""

    folders: list[Path]
    files: list[Path] = field(default_factory=list)

    def paths(self) -> list[Path]:
        """Every run file there is now, each once, folder by folder in order of name."""
        return [Path(path) for path in run_files(self.folders, self.files)]

    def others(self, path: Path) -> list[Path]:
        """Every one but this: those after it, then those before it."""
        paths, path = self.paths(), path.resolve()
        after = paths.index(path) + 1 if path in paths else 0
        return [other for other in paths[after:] + paths[:after] if other != path]

    def look_in(self, folder: Path) -> None:
        """Find runs there, too."""
        if folder.resolve() not in (known.resolve() for known in self.folders):
            self.folders.append(folder)

    def add(self, path: Path) -> None:
        """Remember a file opened by hand."""
        if path.resolve() not in self.paths():
            self.files.append(path)
