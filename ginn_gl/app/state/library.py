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
    _paths: list[Path] = field(default_factory=list)
    _found_for: object = None

    def paths(self) -> list[Path]:
        """Every run file there is now, each once, folder by folder in order of name."""
        looked_at = [(folder, _changed(folder)) for folder in self.folders], list(self.files)
        if looked_at != self._found_for:  # there may be thousands, and this is asked in every frame
            self._paths = [Path(path) for path in run_files(self.folders, self.files)]
            self._found_for = looked_at
        return list(self._paths)

    def others(self, path: Path) -> list[Path]:
        """Every one but this: those after it, then those before it."""
        paths = self.paths()
        try:
            place = paths.index(path.resolve())
        except ValueError:
            return paths
        return paths[place + 1:] + paths[:place]

    def look_in(self, folder: Path) -> None:
        """Find runs there, too."""
        if folder.resolve() not in (known.resolve() for known in self.folders):
            self.folders.append(folder)

    def add(self, path: Path) -> None:
        """Remember a file opened by hand."""
        if path.resolve() not in self.paths():
            self.files.append(path)


def _changed(folder: Path) -> int:
    """When a file was last added to a folder, or taken from it."""
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0
