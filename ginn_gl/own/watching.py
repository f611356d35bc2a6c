"""A training of someone else's, watched: two lines in any PyTorch loop make it a run that grows as it trains."""

from __future__ import annotations

import atexit
import os
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from ..config import UNIT_SQUARE, Window
from ..errors import GinnError
from ..target import Target, load_target
from .data import numbered, read_data
from .estimators import EstimatorReader, is_estimator
from .keeping import Keeping
from .meaning import describe
from .serving import Serving
from .writing import Kept, Point, Subject, Writing

if TYPE_CHECKING:
    import torch

FEWEST = 64
"""Checkpoints that a run keeps at least; fewer would not show a training."""

SHARE, SECONDS_AHEAD = 0.1, 1.0
"""Of a loop's time that reading may take at most, and a second on top of that. Most networks never come near; of a wide
one with BatchNorm or skips, some steps of the beginning are left out."""

MOST_CURVES = 100
MOST_LETTERS = 200
"""Of other curves than the loss, and of the name of one."""

_open: dict[Path, Log] = {}
"""The logs that have not been closed, by their files."""


class Read(Protocol):
    """What a log reads: a network as it is now, (P,) float32 as a run file keeps it."""

    def parameters(self) -> np.ndarray: ...


class Log:
    """What a loop tells its steps: `log(step, loss)`. `watch` makes one.

    Steps rise. One that is kept has the network read and written, in another thread; of the others, nothing is read.
    As a context manager it closes itself, as it does when the program ends; the last step told is always kept.
    """

    def __init__(self, path: Path, reader: Read, writing: Writing, most: int) -> None:
        self.path = path
        self._reader, self._writing, self._most = reader, writing, most
        self._lock, self._process = threading.Lock(), os.getpid()
        before = writing.before
        self._keeping = Keeping(most, before.steps)
        self._curves = {name: Keeping(most, steps) for name, steps in before.curves.items()}
        last = before.steps[-1] if before.steps else -1
        self._first = last + 1
        self._last, self._next, self._kept = last, self._first, last
        self._loss: Any = None
        self._since, self._spent = time.perf_counter(), 0.0
        self._serving: Serving | None = None

    def __call__(self, step: int, loss: float | torch.Tensor | None = None, /,
                 **scalars: float | torch.Tensor) -> None:
        """Tell a step that has been done, and its loss, of which a tensor is only read where the step is kept.

        scalars: whatever else is to be a curve of its own, such as accuracy=0.9, at every step or at some.
        Raises GinnError for a step that does not come after the last one.
        """
        if self._last < step < self._next and not scalars:
            self._last, self._loss = step, loss
        else:
            with self._lock:
                self._tell(int(step), loss, scalars)

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
            if self._serving:
                self._serving.end()

    def serve(self, port: int | None = None, host: str | None = None) -> str:
        """Show the run to browsers as it goes, beside the loop and until the log is closed; prints and returns where.

        It is `ginn-gl serve`, in a process of its own that reads the file and lets the loop have the processor first.
        port: to listen at, 0 for any that is free; by default 8420, or if that is in use, any. host: an address to
        listen at, such as '0.0.0.0', where whoever has the link can look; by default only this machine can. A second
        call returns where it is served already.
        Raises GinnError where aiohttp is not installed, or the port cannot be had.
        """
        if self._serving is None:
            self._serving = Serving(self.path, port, host)
            print(self._serving.says, flush=True)
        return self._serving.address

    def __enter__(self) -> Log:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, _) -> None:
        self.close(f"{kind.__name__} at step {self._last:,}" if kind else "")

    def _tell(self, step: int, loss: Any, scalars: dict[str, Any]) -> None:
        if self._process != os.getpid() or self._writing.closed:
            return
        if step < 0:
            raise GinnError(f"{self.path}: steps count from 0, and are not {step:,}")
        if step < self._first:
            raise GinnError(f"{self.path}: has steps up to {self._first - 1:,}, and was told step {step:,}: go on "
                            "from there, or watch into another file")
        if step < self._last:
            raise GinnError(f"{self.path}: step {step:,} after step {self._last:,}: count on through all epochs")
        if step > self._last:  # and not once more, for another curve
            self._last, self._loss = step, loss
            if step >= self._next and self._has_time():
                self._keep(step, loss)
        for name, value in scalars.items():
            self._keep_point(name, step, value)

    def _keep(self, step: int, loss: Any) -> None:
        began = time.perf_counter()
        try:
            parameters = self._reader.parameters()
        except Exception as error:  # noqa: BLE001 - no training is to end for its log
            self._writing.fail(error)
        else:
            self._writing.put(Kept(step, _copied(loss), parameters, self._keeping.add(step)))
        self._kept, self._next = step, max(self._keeping.next, step + 1)
        self._spent += time.perf_counter() - began

    def _has_time(self) -> bool:
        return self._spent <= SECONDS_AHEAD + SHARE * (time.perf_counter() - self._since)

    def _keep_point(self, name: str, step: int, value: Any) -> None:
        if name not in self._curves:
            if len(self._curves) >= MOST_CURVES or len(name) > MOST_LETTERS:
                raise GinnError(f"{self.path}: up to {MOST_CURVES} curves beside the loss, with names of up to "
                                f"{MOST_LETTERS} letters")
            self._curves[name] = Keeping(self._most)
        keeping = self._curves[name]
        if step >= keeping.next:
            self._writing.put(Point(name, step, _copied(value), keeping.add(step)))


def watch(model: torch.nn.Module | Any, path: str | Path, *, data: Any = None,
          image: str | Path | np.ndarray | None = None, window: Window | None = None, head: str | None = None,
          example: torch.Tensor | tuple | None = None, checkpoints: int = 2_000, megabytes: float = 500) -> Log:
    """Watch a network as it is trained, into a run file: call what this returns with (step, loss) after each update.

    model: a torch.nn.Module, however it is built of layers that are affine and of activations, with 1 to 8 hidden
        layers of up to 1,024; or scikit-learn's MLPClassifier or MLPRegressor, once it has been fitted. It is left as
        it is.
    path: NAME.ginn. Where it is there, from watching the same network, the run goes on.
    data: what is learnt: (points, labels), or points alone, as the model takes them. Labels are classes from 0, or
        values; see head.
    image: or a black and white image, a file or an (H, W) array of 0 and 1, of which the model takes positions (x, y),
        in [0, 1]^2 with y downwards.
    window: (left, top, right, bottom) of the plane that is to be seen first; by default that of the data or the image.
    head: what the outputs mean: 'classes' (logits, for softmax), 'logit' (one, for sigmoid), 'value', 'value:LOW,HIGH'
        or 'rgb' (0 to 1); by default what labels and outputs tell. A softmax at the end is left out, and so is a
        sigmoid of a logit.
    example: a batch of inputs, or a tuple of them, where neither data nor (N, 2) is what the model is called with.
    checkpoints, megabytes: how much is kept at most, dense at first and ever sparser.
    Raises GinnError, in one line, where the module cannot be read or the file is another's.
    """
    path = Path(path).absolute()
    if checkpoints < FEWEST:
        raise GinnError(f"{FEWEST} checkpoints are the fewest, not {checkpoints}")
    if path.suffix != ".ginn":
        raise GinnError(f"{path}: a run file is named NAME.ginn")
    if data is not None and image is not None:
        raise GinnError("a network learns data= or image=, and not both")
    reader, subject = read(model, data, image, window, head, example)
    if path in _open:  # by the same program, such as a notebook's cell that is run again
        _open[path].close()
    row = 4 * subject.network.parameter_count + 100
    log = Log(path, reader, Writing(path, subject), max(FEWEST, min(checkpoints, int(megabytes * 1e6 / row))))
    _open[path] = log
    return log


def read(model: Any, data: Any, image: str | Path | np.ndarray | None, window: Window | None, head: str | None,
         example: Any) -> tuple[Read, Subject]:
    """What reads a model, and what there is to say of it. The arguments, and what is raised: as of `watch`."""
    target, found = target_of(image), None
    if is_estimator(model):
        reader = EstimatorReader(model)
        found = None if data is None else read_data(numbered(data, reader.classes))
    else:
        from .reading import Reader  # with torch

        found = None if data is None else read_data(data)
        reader = Reader(model, found.points.shape[1:] if found else (2,), example, found.box if found else None)
    if found and found.flat.shape[1] != reader.inputs:
        raise GinnError(f"points of {found.flat.shape[1]} inputs, and a network of {reader.inputs}")
    network = describe(reader, head, found, target is not None)
    kept = found and found.kept().labelled_for(network.head)
    return reader, Subject(network, target, kept, window_of(window) or (kept.window if kept else UNIT_SQUARE))


def window_of(edges: Window | None) -> Window | None:
    """Raises GinnError for what is no window."""
    if edges is None:
        return None
    found = tuple(float(edge) for edge in edges)
    if len(found) != 4 or not (found[0] < found[2] and found[1] < found[3]) or max(map(abs, found)) > 1e9:
        raise GinnError(f"a window is (left, top, right, bottom), y downwards, not {edges}")
    return found


def target_of(image: str | Path | np.ndarray | None) -> Target | None:
    """What is learnt. Raises GinnError for an image that cannot be read, and for an array that is none of 0 and 1."""
    if image is None:
        return None
    if isinstance(image, str | Path):
        return load_target(str(image))
    pixels = np.asarray(image)
    if pixels.ndim != 2 or not 1 <= min(pixels.shape) <= max(pixels.shape) <= 4096:
        raise GinnError(f"an image is an array of (H, W), up to 4096 each, not {pixels.shape}")
    if not np.isin(pixels, (0, 1)).all():
        raise GinnError("an image is an array of 0, black, and 1, white: such as grey > 0.5")
    return Target("image", pixels.astype(np.uint8))


def _copied(value: Any) -> Any:
    """A tensor's number; on a GPU, which it takes long to come from, a copy: a loop may use the tensor again."""
    if not hasattr(value, "detach"):
        return value
    return value.item() if value.device.type == "cpu" else value.detach().clone()


@atexit.register
def _close_all() -> None:
    """The program ends, by itself or with an error that nobody caught."""
    error = getattr(sys, "last_type", None)
    for log in list(_open.values()):
        with suppress(GinnError):
            log.close(f"{error.__name__} at step {log._last:,}" if error else "")
