"""Run files with random damage: `python tools/soak/mutants.py COUNT [SEED]`.

Each is opened as `ginn-gl info` opens it, by processes that go on from file to file. Right is that it opens, or is
refused in one line, within two seconds of processor time, since the machine may be busy. Prints what was not so, with
the seed of the damage, and fails (status 1) where there was any.
"""

from __future__ import annotations

import multiprocessing
import random
import sys
import time
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.errors import GinnError
from ginn_gl.store import Run
from ginn_gl.store.summary import as_text
from ginn_gl.target import load_target
from ginn_gl.train.worker import train_runs

SLOW = 2.0    # seconds of processor time, that opening may take
HUNG = 20.0   # seconds, after which its process is ended
HEAD = 4096   # bytes of the first pages, where a change matters most


def mutated(whole: bytes, dice: random.Random) -> bytes:
    """With a few changes of one kind."""
    data = bytearray(whole)
    kind = dice.randrange(6)
    for _ in range(dice.choice((1, 2, 8, 64))):
        at = dice.randrange(len(data) if dice.random() < 0.5 else min(HEAD, len(data)))
        length = min(dice.choice((1, 4, 16, 512)), len(data) - at)
        if kind == 0:
            data[at] ^= 1 << dice.randrange(8)
        elif kind == 1:
            data[at:at + length] = dice.randbytes(length)
        elif kind == 2:
            data[at:at + length] = dice.choice((b"\0", b"\xff", b"\x7f")) * length
        elif kind == 3:
            start = dice.randrange(len(data) - length + 1)
            data[at:at + length] = data[start:start + length]
        elif kind == 4:
            data[at:at] = dice.randbytes(length)
        else:
            del data[max(at, 1):]
    return bytes(data)


def serve(connection: Connection) -> None:
    """Answer each path with how it was opened, and with the seconds of processor time that it took."""
    try:
        while True:
            path, began = Path(connection.recv()), time.process_time()
            connection.send((_opened(path), time.process_time() - began))
    except EOFError:
        pass


def _opened(path: Path) -> str:
    try:
        with Run(path) as run:
            as_text(run, 0)
            for index in range(len(run)):
                run.parameters(index)
    except GinnError as error:
        return "refused" if "\n" not in str(error) else f"refused in several lines: {error!r}"
    except BaseException as error:  # noqa: BLE001 - it is what is looked for
        return f"{type(error).__name__}: {error}"
    return "opened"


class Opener:
    """A process that opens files, made anew where one of them has ended or stopped it."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self._connection, other = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("spawn").Process(target=serve, args=(other,), daemon=True)
        self._process.start()
        other.close()

    def opens(self, path: Path) -> str:
        """How it went: 'opened' and 'refused' are right."""
        took = 0.0
        try:
            self._connection.send(str(path))
            if self._connection.poll(HUNG):
                answer, took = self._connection.recv()
            else:
                answer = f"not opened in {HUNG:.0f} s"
                self._process.kill()
        except (EOFError, OSError):
            self._process.join()
            answer = f"its process ended with status {self._process.exitcode}"
        if answer.startswith(("not opened", "its process")):
            self._process.join()
            self._start()
        return answer if took < SLOW or answer not in ("opened", "refused") else f"{answer}, but it took {took:.1f} s"

    def close(self) -> None:
        """End the process."""
        self._connection.close()
        self._process.join()


def main() -> int:
    count, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    print(f"seeds from {first}", flush=True)
    seen: Counter[str] = Counter()
    with TemporaryDirectory(prefix="ginn-gl-soak-") as folder:
        path, mutant = Path(folder) / "whole.ginn", Path(folder) / "mutant.ginn"
        training = TrainingSpec(iterations=500, checkpoints=50)
        train_runs([path], NetworkSpec((6, 6)), [training], load_target(size=32), "cpu")
        whole, opener = path.read_bytes(), Opener()
        opener.opens(path)  # which loads what all need
        for seed in range(first, first + count):
            mutant.write_bytes(mutated(whole, random.Random(seed)))
            how = opener.opens(mutant)
            seen[how if how in ("opened", "refused") else "wrong"] += 1
            if how not in ("opened", "refused"):
                print(f"seed {seed}: {how}", flush=True)
        opener.close()
    print(f"{count} files: {seen['opened']} opened, {seen['refused']} refused in one line, {seen['wrong']} wrong")
    return 1 if seen["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
