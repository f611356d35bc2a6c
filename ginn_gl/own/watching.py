"""A training of someone else's, watched: two lines in any PyTorch loop make it a run that grows as it trains."""

from __future__ import annotations

import atexit
import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..config import INPUTS, OUTPUTS, NetworkSpec
from ..errors import GinnError
from ..target import Target, load_target
from .keeping import Keeping
from .writing import Writing

if TYPE_CHECKING:
    import torch

    from .reading import Reader

FEWEST = 64
"""Checkpoints that a run keeps at least; fewer would not show a training."""

_open: dict[Path, Log] = {}
"""The logs that have not been closed, by their files."""


class Log:
    """What a loop tells its steps: `log(step, loss)`. `watch` makes one.

    Steps rise. One that is kept has the network read and written, in another thread; of the others, nothing is read.
    As a context manager it closes itself, as it does when the program ends; the last step told is always kept.
    """

    def __init__(self, path: Path, reader: Reader, writing: Writing, keeping: Keeping, last: int) -> None:
        self.path = path
        self._reader, self._writing, self._keeping = reader, writing, keeping
        self._lock, self._process = threading.Lock(), os.getpid()
        self._first = last + 1
        self._last, self._next, self._kept = last, self._first, last
        self._loss: object = None

    def __call__(self, step: int, loss: float | torch.Tensor) -> None:
        """Tell a step that has been done, and its loss, of which a tensor is only read where the step is kept.

        Raises GinnError for a step that does not come after the last one, and for a loss that is no number.
        """
        if self._last < step < self._next:
            self._last, self._loss = step, loss
        else:
            with self._lock:
                self._tell(int(step), loss)

    def close(self, reason: str = "") -> None:
        """Keep the last step and let go of the file. reason: why the loop ended before its end, if it did."""
        if self._process != os.getpid():  # a forked child, whose parent goes on
            return
        with self._lock:
            if _open.get(self.path) is self:
                del _open[self.path]
            if self._writing.closed:
                return
            if self._last > self._kept:
                self._keep(self._last, self._loss)
            self._writing.close(reason)

    def __enter__(self) -> Log:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, _) -> None:
        self.close(f"{kind.__name__} at step {self._last:,}" if kind else "")

    def _tell(self, step: int, loss: object) -> None:
        if self._process != os.getpid() or self._writing.closed or step == self._last >= self._first:
            return
        if step < 0 or step < self._first:
            raise GinnError(f"{self.path}: has steps up to {self._last:,}, and was told step {step:,}: go on from "
                            "there, or watch into another file")
        if step < self._last:
            raise GinnError(f"{self.path}: step {step:,} after step {self._last:,}: count on through all epochs")
        self._last, self._loss = step, loss
        if step >= self._next:
            self._keep(step, loss)

    def _keep(self, step: int, loss: object) -> None:
        if hasattr(loss, "detach"):
            loss = loss.detach()
        self._writing.put(step, loss, self._reader.parameters(), self._keeping.add(step))
        self._kept, self._next = step, max(self._keeping.next, step + 1)


def watch(model: torch.nn.Module, path: str | Path, image: str | Path | np.ndarray | None = None, *,
          example: torch.Tensor | tuple | None = None, checkpoints: int = 2_000, megabytes: float = 500) -> Log:
    """Watch a module as it is trained, into a run file: call what this returns with (step, loss) after each update.

    model: a ReLU network from positions (x, y), in [0, 1]^2 over the image with y downwards, to the logits of (black,
        white), with 1 to 8 hidden layers of 1 to 256, however it is built. It is left as it is.
    path: NAME.ginn. Where it is there, from watching the same network on the same image, the run goes on.
    image: what is learnt, an image file or an (H, W) array of 0, black, and 1, white; by default the built-in bottle.
    example: a batch of inputs, or a tuple of them, where it is called otherwise than with (N, 2), or x and y (N, 1).
    checkpoints, megabytes: how much is kept at most, dense at first and ever sparser.
    Raises GinnError, in one line, where the module is none of these or the file is another's.
    """
    path = Path(path).absolute()
    if checkpoints < FEWEST:
        raise GinnError(f"{FEWEST} checkpoints are the fewest, not {checkpoints}")
    if path.suffix != ".ginn":
        raise GinnError(f"{path}: a run file is named NAME.ginn")
    from .reading import Reader  # with torch

    reader = Reader(model, example)
    network, target = network_of(reader.widths), target_of(image)
    if path in _open:  # by the same program, such as a notebook's cell that is run again
        _open[path].close()
    most = max(FEWEST, min(checkpoints, int(megabytes * 1e6 / (4 * network.parameter_count + 100))))
    writing = Writing(path, network, target)
    kept = writing.kept
    log = Log(path, reader, writing, Keeping(most, kept), kept[-1] if kept else -1)
    _open[path] = log
    return log


def network_of(widths: tuple[int, ...]) -> NetworkSpec:
    """Of what was read, as a run file holds it. Raises GinnError for what it cannot hold yet."""
    name = "-".join(map(str, widths))
    if widths[0] != INPUTS or widths[-1] != OUTPUTS:
        raise GinnError(f"this is a {name} network: a run file holds those with {INPUTS} inputs, x and y, and "
                        f"{OUTPUTS} outputs, the logits of black and white, so far")
    try:
        return NetworkSpec(widths[1:-1])
    except GinnError as error:
        raise GinnError(f"this is a {name} network: {error}, in a run file so far") from None


def target_of(image: str | Path | np.ndarray | None) -> Target:
    """What is learnt. Raises GinnError for an image that cannot be read, and for an array that is none of 0 and 1."""
    if image is None or isinstance(image, str | Path):
        return load_target(None if image is None else str(image))
    pixels = np.asarray(image)
    if pixels.ndim != 2 or not 1 <= min(pixels.shape) <= max(pixels.shape) <= 4096:
        raise GinnError(f"an image is an array of (H, W), up to 4096 each, not {pixels.shape}")
    if not np.isin(pixels, (0, 1)).all():
        raise GinnError("an image is an array of 0, black, and 1, white: such as grey > 0.5")
    return Target("image", pixels.astype(np.uint8))


@atexit.register
def _close_all() -> None:
    """The program ends, by itself or with an error that nobody caught."""
    error = getattr(sys, "last_type", None)
    for log in list(_open.values()):
        with suppress(GinnError):
            log.close(f"{error.__name__} at step {log._last:,}" if error else "")
