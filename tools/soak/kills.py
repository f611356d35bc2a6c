"""Trainings killed at random moments: `python tools/soak/kills.py COUNT [SEED]`.

Each training is killed (SIGKILL) some times, resumed after each, and at its end compared with one that nobody stopped.
Counts checkpoints that were in the file when its process was killed and are not afterwards, and those that differ
from the undisturbed training's. Fails (status 1) where there is any.
"""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from ginn_gl.errors import GinnError
from ginn_gl.store import Run

TRAIN = ["--seed=7", "--hidden=6,6", "--iterations=1500000", "--checkpoints=60", "--device=cpu"]
ITERATIONS = 1_500_000
EACH = 10         # kills of one training
PATIENCE = 120.0  # seconds for a training to get on

Contents = dict[int, tuple[float, bytes]]
"""Of a run: by step, the loss and the parameters."""


def start(*arguments: str) -> subprocess.Popen[bytes]:
    """`ginn-gl` with arguments."""
    return subprocess.Popen([sys.executable, "-m", "ginn_gl", *arguments], stdout=subprocess.DEVNULL)


def contents(path: Path) -> Contents:
    """All checkpoints; none where there is no file yet."""
    try:
        with Run(path) as run:
            return {int(step): (float(run.losses[i]), run.parameters(i).tobytes()) for i, step in enumerate(run.steps)}
    except GinnError:
        if path.exists():
            raise
        return {}


def wait_for(path: Path, step: int, process: subprocess.Popen[bytes]) -> None:
    """Until a training has come to a step, or has ended. Raises TimeoutError."""
    until = time.monotonic() + PATIENCE
    while max(contents(path), default=-1) < step and process.poll() is None:
        if time.monotonic() > until:
            raise TimeoutError(f"step {step} was not reached within {PATIENCE:.0f} s")
        time.sleep(0.02)


def killed_and_resumed(path: Path, kills: int, dice: random.Random) -> int:
    """Train to the end with so many kills on the way; how many checkpoints were lost."""
    lost, process = 0, start("train", *TRAIN, f"--out={path}")
    for step in sorted(dice.randrange(ITERATIONS * 3 // 4) for _ in range(kills)):
        wait_for(path, step, process)
        time.sleep(dice.uniform(0, 0.1))
        before = contents(path)
        process.kill()
        process.wait()
        after = contents(path)
        lost += sum(after.get(step) != kept for step, kept in before.items())
        # Where it was killed before its first checkpoint there is no file, and nothing to resume.
        process = start("resume", "--device=cpu", str(path)) if after else start("train", *TRAIN, f"--out={path}")
    if process.wait() != 0:
        raise RuntimeError(f"resume ended with status {process.returncode}")
    return lost


def main() -> int:
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    print(f"seed {seed}", flush=True)
    dice, done, lost, different = random.Random(seed), 0, 0, 0
    with TemporaryDirectory(prefix="ginn-gl-soak-") as folder:
        whole = Path(folder) / "whole.ginn"
        start("train", *TRAIN, f"--out={whole}").wait()
        expected = contents(whole)
        while done < count:
            path, kills = Path(folder) / f"killed-{done}.ginn", min(EACH, count - done)
            lost += killed_and_resumed(path, kills, dice)
            different += contents(path) != expected
            done += kills
            print(f"{done} kills: {lost} checkpoints lost, {different} trainings that differ", flush=True)
            path.unlink()
    return 1 if lost or different else 0


if __name__ == "__main__":
    sys.exit(main())
