"""Files of other libraries made into a run: one stage of a training each, or the only one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from ..config import UNIT_SQUARE, NetworkSpec, TrainingSpec, Window
from ..errors import GinnError
from ..network import forward
from ..store import RunWriter
from ..store.schema import IMPORTED
from ..target import Target, pixel_centers
from .file_names import in_order, steps_of
from .meaning import describe
from .sources import Answer, Source
from .weights import read_weights

CHECKED = 64
"""Points at which a file's own library is asked what it gives."""

LONGEST_COMPLAINT = 500

WATCHED = "this module cannot be watched: "
"""What the reader of modules begins with, of which there is none here."""

TOLERANCE = 2e-4
"""Of the largest of its answers. Libraries compute in float32."""


@dataclass(frozen=True)
class Told:
    """What is told of files, beside what is in them.

    activation: of the hidden layers, one for all or one for each, with commas. head: what the outputs mean. layers:
    their names, first to last. Each is None where nothing is told. window: of the plane, that is of interest. target:
    the black and white image that was learnt.
    """

    activation: str | None = None
    head: str | None = None
    layers: tuple[str, ...] | None = None
    window: Window = UNIT_SQUARE
    target: Target | None = None


@dataclass(frozen=True)
class Stage:
    """A network as it was read. parameters: (P,) float32."""

    network: NetworkSpec
    parameters: np.ndarray


def import_files(paths: Sequence[Path], out: Path, told: Told) -> NetworkSpec:
    """Write a run of files, or of those in folders, one step each; its network.

    Each is compared with its own library's answer, where that is installed. Raises GinnError, in one line with the
    file's name, for one that is no such network, for networks that differ, and where the run cannot be written.
    """
    files = in_order(paths, tuple(READERS))
    steps = dict(sorted(zip(steps_of(files), files), key=lambda pair: pair[0]))
    stages = _read_all(steps, told)
    step, stage = next(stages)
    training = TrainingSpec(iterations=max(1, *steps), batch_size=None, checkpoints=max(2, len(steps)))
    with _whole(RunWriter.create(out, stage.network, training, told.target, IMPORTED, told.window)) as writer:
        writer.append(step, _loss(stage, told.target), 0.0, stage.parameters)
        for step, following in stages:
            if following.network != stage.network:
                raise GinnError(f"{steps[step]}: a {following.network} network, where those before are of "
                                f"{stage.network}")
            writer.append(step, _loss(following, told.target), 0.0, following.parameters)
        writer.set_status("finished")
    return stage.network


@contextmanager
def _whole(writer: RunWriter) -> Iterator[RunWriter]:
    """Its file is there at the end of the block, unless that failed: half a run is of no use."""
    has_failed = False
    try:
        with writer:
            try:
                yield writer
            except BaseException:
                has_failed = writer.appeared
                raise
    finally:
        if has_failed:
            writer.path.unlink(missing_ok=True)


def _read_all(steps: dict[int, Path], told: Told) -> Iterator[tuple[int, Stage]]:
    for step, path in tqdm(steps.items(), unit=" files", disable=None if len(steps) > 1 else True, leave=False):
        try:
            yield step, _stage(_source(path, told, len(steps) == 1), told)
        except GinnError as error:
            said = _in_one_line(str(error)).removeprefix(WATCHED).replace("head=", "--head ")
            raise GinnError(f"{path}: {said}") from None


def _in_one_line(said: str) -> str:
    """There may be names from the file in it."""
    line = "".join(letter if letter.isprintable() else "?" for letter in " ".join(said.split()))
    return line if len(line) <= LONGEST_COMPLAINT else f"{line[:LONGEST_COMPLAINT]} ..."


def _source(path: Path, told: Told, is_only: bool) -> Source:
    """is_only: there is no other stage, which may have other slopes in its PReLUs."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise GinnError(f"networks are read from {', '.join(READERS)}, not '{path.suffix}'")
    return reader(path, told, is_only)


def _stage(source: Source, told: Told) -> Stage:
    """What a source computes, as a run keeps it. Raises GinnError where that is not what its own library gives."""
    head = told.head or (str(source.described.head) if source.described else None)
    network = describe(source.layers, head, None, told.target is not None)
    if told.target is not None:
        network.require_of_paper("a run of a black and white image")
    stage = Stage(network, source.layers.parameters())
    if source.answer:
        _compare(stage, source.layers.ending, source.shapes, source.answer)
    return stage


def _compare(stage: Stage, ending: str, shapes: Sequence[tuple[int, ...]], answer: Answer) -> None:
    """Raises GinnError where the source's own library gives something else."""
    points = np.random.default_rng(3).uniform(-1, 2, (CHECKED, stage.network.inputs)).astype(np.float32)
    ends = np.cumsum([int(np.prod(shape)) for shape in shapes])[:-1]
    given = [part.reshape(-1, *shape) for part, shape in zip(np.split(points, ends, axis=1), shapes)]
    try:
        wanted = answer(given)
    except Exception as error:  # noqa: BLE001 - of a library that does not do what its own file asks for
        raise GinnError(f"its own library fails at it ({' '.join(str(error).split())[:200]})") from None
    if wanted is None:
        return
    wanted = wanted.astype(np.float64).reshape(len(wanted), -1)
    found = ENDINGS[ending](forward(stage.parameters, stage.network, points[:len(wanted)])[-1])
    size, difference = float(np.abs(wanted).max()), float(np.abs(found - wanted).max())
    if not difference <= TOLERANCE * max(size, 1e-9):
        raise GinnError(f"its own library gives something else than what was read, by {difference:.1e} of {size:.1e}")


def _log_softmax(logits: np.ndarray) -> np.ndarray:
    return logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)


ENDINGS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "": lambda outputs: outputs, "softmax": lambda logits: np.exp(_log_softmax(logits)), "log_softmax": _log_softmax,
    "sigmoid": lambda logits: np.exp(-np.logaddexp(0, -logits)),
}
"""What follows the outputs that are kept, in a source that goes on to probabilities."""


def _loss(stage: Stage, target: Target | None) -> float:
    """Mean cross-entropy in nats over the target; not a number where there is none."""
    if target is None:
        return float("nan")
    logits = forward(stage.parameters, stage.network, pixel_centers(target.height, target.width))[-1]
    return float(-_log_softmax(logits)[np.arange(len(logits)), target.pixels.ravel()].mean())


def _onnx(path: Path, _: Told, is_only: bool) -> Source:
    try:
        from .onnx_reading import read_onnx
    except ImportError:
        raise GinnError("reading .onnx takes the onnx package: pip install onnx") from None

    return read_onnx(path, is_only)


def _keras(path: Path, _: Told, is_only: bool) -> Source:
    try:
        from .keras_reading import read_keras
    except ImportError:
        raise GinnError("reading .keras takes the h5py package: pip install h5py") from None

    return read_keras(path, is_only)


def _weights(path: Path, told: Told, is_only: bool) -> Source:
    return read_weights(path, told.activation, told.layers, is_only)


READERS: dict[str, Callable[[Path, Told, bool], Source]] = {
    ".onnx": _onnx, ".keras": _keras, ".safetensors": _weights, ".pt": _weights, ".pth": _weights, ".ckpt": _weights,
    ".bin": _weights,
}
