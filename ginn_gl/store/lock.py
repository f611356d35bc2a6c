"""One writer a run: a lock that ends with its process, however that ends.

The lock is on NAME.ginn-lock beside the run, which says whose it is and goes when it is let go. It is not on the run
file itself: to close any other descriptor of that would drop the locks that SQLite has on it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..errors import RunFileError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

PATIENCE = 0.5
"""Seconds for which a lock is tried: whoever asks for its holder holds it for a moment."""

FAR = 2**30
"""Where in the file Windows locks a byte: those that are locked cannot be read, and nothing is there."""


@dataclass(frozen=True)
class Holder:
    """The process that writes a run. pid: 0 where it has not said so yet. started: seconds since 1970."""

    pid: int = 0
    started: float = 0.0

    def __str__(self) -> str:
        return f"process {self.pid}" if self.pid else "another process"


class InTraining(RunFileError):
    """A run that another process writes."""

    def __init__(self, path: Path, holder: Holder) -> None:
        super().__init__(f"{path}: in training already, by {holder}: wait for its end, or stop it")
        self.holder = holder


class WriterLock:
    """The right to write a run, until `release` or the end of this process.

    Raises InTraining where another has it, and RunFileError where its folder cannot be written or has no locks.
    """

    def __init__(self, run: Path) -> None:
        self._path, says = _beside(run), json.dumps(_this_process()).encode()
        try:
            self._file = self._take(run)
        except NotImplementedError:
            self._path.unlink(missing_ok=True)
            raise RunFileError(f"{run}: its folder has no locks that would keep a second training out: train in a "
                               "folder on a disk of this machine, and copy the run there") from None
        except OSError as error:
            raise _unwritable(run, error) from None
        try:
            os.ftruncate(self._file, 0)
            os.write(self._file, says)
        except OSError as error:  # the disk is full
            self.release()
            raise _unwritable(run, error) from None

    def _take(self, run: Path) -> int:
        """The lock's file, open and locked."""
        deadline = time.monotonic() + PATIENCE
        while (file := self._try()) is None:
            if time.monotonic() > deadline:
                raise InTraining(run, holder(run) or Holder())
            time.sleep(0.01)
        return file

    def _try(self) -> int | None:
        """None where another has it, or has just removed it."""
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        locked = False
        try:
            locked = _lock(file) and _has_name(file, self._path)
        finally:
            if not locked:
                os.close(file)
        return file if locked else None

    def release(self) -> None:
        """Let others write."""
        if os.name == "posix":
            # Before it is unlocked: after that, it may be another's already.
            with suppress(OSError):
                self._path.unlink()
        os.close(self._file)
        if os.name != "posix":
            with suppress(OSError):  # where another has it open, it cannot be removed, nor need it be
                self._path.unlink()


def holder(run: Path) -> Holder | None:
    """Who writes a run at present; None where nobody does."""
    try:
        file = os.open(_beside(run), os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))  # should it be a pipe
    except OSError:
        return None
    try:
        if _lock(file, shared=True):
            return None
        says = json.loads(os.read(file, 200))
        return Holder(int(says["pid"]), float(says["started"]))
    except (ValueError, KeyError, TypeError, OverflowError, OSError):
        return Holder()
    except NotImplementedError:
        return None
    finally:
        os.close(file)


def _unwritable(run: Path, error: OSError) -> RunFileError:
    return RunFileError(f"{run}: cannot be written ({error.strerror or error})")


def _beside(run: Path) -> Path:
    real = run.resolve()
    return real.with_name(f"{real.name}-lock")


def _this_process() -> dict[str, float]:
    import psutil  # which readers can do without

    return {"pid": os.getpid(), "started": psutil.Process().create_time()}


def _has_name(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


def _lock(file: int, shared: bool = False) -> bool:
    """Try to lock an open file; False where another has it. Raises NotImplementedError where there are no locks."""
    if sys.platform == "win32":
        os.lseek(file, FAR, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(file, 0, os.SEEK_SET)
        return True
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError as error:
        raise NotImplementedError(str(error)) from None
    return True
