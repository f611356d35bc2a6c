"""The window with all runs of a folder of 10,000, and a wall of live tiles: `python -m ginn_gl.bench.window.many`.

Prints JSON: seconds until names, until the rows in sight are known and until all are, without an index and with it;
milliseconds of frames while the table scrolls and while the wall plays, with the pictures painted meanwhile; from a
key, or a movement of the mouse, to the frame that shows its effect, on that wall; memory of the window.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

PHASES = ("known", "scrolling", "pictures", "wall", "input")


def main(folder: Path, count: int) -> None:
    """folder: of real runs, copied until there are so many."""
    from .many_runs import measure  # here, for processes beside load this file, too, and should not load the window

    originals = sorted(folder.glob("*.ginn"))
    with TemporaryDirectory() as made:
        for number in range(count):
            shutil.copyfile(originals[number % len(originals)], Path(made) / f"run-{number}.ginn")
        os.environ["XDG_CONFIG_HOME"] = str(Path(made) / "settings")
        print(json.dumps({"without an index": measure(Path(made), ("known",))}), flush=True)
        print(json.dumps({"with it": measure(Path(made), PHASES)}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000)
