"""Disks that fill up at every part of what is written: `python tools/soak/disks.py COUNT`.

Each command that writes a file is run COUNT times, with a disk that ends a little later each time, from its first
block to its last. Right is that it fails with status 1 and one line of complaint, and leaves no file but what was
there before; of a training, a run that opens, or none.
The disk is a small tmpfs where one can be mounted (by root, on Linux), and a limit on the size of files (EFBIG).
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ginn_gl.errors import GinnError
from ginn_gl.paths import FIRST_SHOWN, bundled_runs
from ginn_gl.store import Run

RUN = str(bundled_runs() / FIRST_SHOWN)
PAGE = 4096  # bytes, of which a tmpfs has whole ones
PATIENCE = 120  # seconds for a command
COMMANDS = {
    "run.ginn": ["train", "--hidden=6,6", "--iterations=20000", "--checkpoints=2000", "--device=cpu", "--out=run.ginn"],
    "picture.png": ["render", RUN, "picture.png", "--size=400x400"],
    "field.npy": ["render", RUN, "field.npy", "--size=200x200"],
    "figure.svg": ["render", RUN, "figure.svg", "--size=400x400"],
    "figure.pdf": ["render", RUN, "figure.pdf", "--size=400x400"],
    "page.html": ["export", RUN, "page.html", "--checkpoints=50"],
}


@contextmanager
def small_disk(size: int) -> Iterator[tuple[Path, int | None]]:
    """A folder on a disk of so many bytes, and the limit on files where that is the folder's only one."""
    with TemporaryDirectory(prefix="ginn-gl-soak-") as name:
        options = f"size={-(-size // PAGE) * PAGE}"
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", name], capture_output=True)
        try:
            yield Path(name), None if mounted.returncode == 0 else size
        finally:
            if mounted.returncode == 0:
                subprocess.run(["umount", name], check=True)


def run(command: list[str], folder: Path, limit: int | None) -> subprocess.CompletedProcess[str]:
    """`ginn-gl` in a folder; limit: of its files' sizes, in bytes."""
    def set_limit() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return subprocess.run([sys.executable, "-m", "ginn_gl", *command], cwd=folder, capture_output=True, text=True,
                          timeout=PATIENCE, preexec_fn=set_limit)


def whats_wrong(name: str, folder: Path, ended: subprocess.CompletedProcess[str]) -> str:
    """Of a command that was to write a file of that name; empty where all is as it should be."""
    complaints = [line for line in ended.stderr.splitlines() if line.startswith("ginn-gl: ")]
    if ended.returncode == 0:
        return "" if (folder / name).stat().st_size else "it succeeded with an empty file"
    if ended.returncode != 1 or len(complaints) != 1 or "Traceback" in ended.stderr:
        return f"status {ended.returncode}: {ended.stderr[-300:]!r}"
    left = sorted(path.name for path in folder.iterdir())
    if name == "run.ginn" and name in left:
        try:
            with Run(folder / name):
                return ""
        except GinnError as error:
            return str(error)
    return f"it left {left}" if left else ""


def size_of(name: str, command: list[str]) -> int:
    """Of what a command writes where there is room, in bytes."""
    with TemporaryDirectory(prefix="ginn-gl-soak-") as folder:
        run(command, Path(folder), None).check_returncode()
        return (Path(folder) / name).stat().st_size


def main() -> int:
    count, wrong, tried, refused, limited = int(sys.argv[1]), 0, 0, 0, 0
    for name, command in COMMANDS.items():
        whole = size_of(name, command)
        for part in range(count):
            size = max(1, whole * part // count)
            with small_disk(size) as (folder, limit):
                ended = run(command, folder, limit)
                problem = whats_wrong(name, folder, ended)
            tried, refused, limited = tried + 1, refused + (ended.returncode == 1), limited + (limit is not None)
            if problem:
                wrong += 1
                print(f"{name} with {size:,} of {whole:,} bytes: {problem}", flush=True)
        print(f"{name}: {count} disks", flush=True)
    print(f"{tried} disks, {limited} of them by a limit on files alone: {refused} commands failed in one line, "
          f"{wrong} otherwise than they should")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
