"""What the Train panel's form holds, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...activations import NAMES
from ...config import NetworkSpec, TrainingSpec
from ...data import is_table
from ...errors import GinnError
from ...heads import Head
from ...paths import free, run_name
from ...target import BOTTLE

COLOURINGS = ("black and white", "grey", "colours")
"""How an image is learnt: split in two, by its shades, or by its colours."""

_HEADS = {"grey": "value", "colours": "rgb"}
_NUMBERS = ("seed", "iterations", "batch_size", "learning_rate", "l2", "validation", "checkpoints")

MOST_RUNS = 64
"""Side by side."""

Problems = dict[str, str]
"""What is wrong, in one line, by the name of what it is wrong with: 'data', or a field of Draft."""


@dataclass
class Draft:
    """Text stays text until `ginn-gl train` reads it.

    runs: side by side, of this seed and the next ones.
    target: an image file, the name of a shape, or None. threshold: None for the one found from the image. colouring:
    one of COLOURINGS. data: what points are learnt, the name of what is made here or a table's path; None for the
    target, or else the bottle. points, noise: of what is made here; None for the usual ones. data_seed: decides what is
    made. typed: a file's path as it was typed; None where no file is asked for. head: None for what fits the data best.
    """

    seed: int = 0
    runs: int = 1
    hidden: str = "16,16,16"
    activation: str = "relu"
    head: str | None = None
    iterations: int = 1_270_000
    full_batch: bool = False
    batch_size: int = 128
    learning_rate: float = 1e-3
    l2: float = 0.0
    validation: float = 0.0
    checkpoints: int = 2_000
    device: str = "auto"
    target: str | None = None
    threshold: float | None = None
    colouring: str = COLOURINGS[0]
    data: str | None = None
    points: int | None = None
    noise: float | None = None
    data_seed: int = 0
    typed: str | None = None

    def learn(self, target: str | None = None, data: str | None = None) -> None:
        """Choose an image or points; neither is the bottle. What was said of the last is forgotten."""
        self.target, self.data, self.typed = target, data, None
        self.threshold = self.points = self.noise = self.head = None
        self.colouring, self.data_seed = COLOURINGS[0], 0

    def learn_file(self, path: str, typed: str | None = None) -> None:
        """Choose an image or a table. typed: as its path was typed; by default it is that."""
        self.learn(data=path) if is_table(Path(path)) else self.learn(target=path)
        self.typed = path if typed is None else typed

    @property
    def widths(self) -> list[int] | None:
        """Of the hidden layers; None while they are not typed as they should be."""
        try:
            return list(NetworkSpec.parse(self.hidden).hidden)
        except GinnError:
            return None

    def set_widths(self, widths: list[int]) -> None:
        """Layers that come get the last one's activation, where each has its own."""
        self.hidden = ",".join(map(str, widths))
        names = self.activation.split(",")
        if len(names) > 1:
            self.activation = ",".join((names + len(widths) * names[-1:])[:len(widths)])

    @property
    def seeds(self) -> range:
        return range(self.seed, self.seed + self.runs)

    def heads(self, natural: Head) -> tuple[str | None, ...]:
        """Those to choose from for data of which this one is the natural one, which None stands for."""
        if self.colouring in _HEADS or natural.kind != "classes":
            return (None,)
        if self.data is None:
            return None, "logit"
        return (None, "logit", "value") if natural.classes == 2 else (None, "value")

    def problems(self) -> Problems:
        """Of all that stands in the form by itself."""
        found: Problems = {}
        _note(found, "hidden", lambda: NetworkSpec.parse(self.hidden))
        names = [one.partition(":")[0].strip() for one in self.activation.split(",")]
        if unknown := [name for name in names if name not in NAMES]:
            found["activation"] = f"there is no activation '{unknown[0]}': the list has all"
        elif "hidden" not in found:
            _note(found, "activation", lambda: NetworkSpec.parse(self.hidden, self.activation))
        if not 1 <= self.runs <= MOST_RUNS:
            found["runs"] = f"1 to {MOST_RUNS} runs, not {self.runs:,}"
        for name in _NUMBERS:
            if name != "batch_size" or not self.full_batch:
                _note(found, name, lambda name=name: TrainingSpec(**{name: getattr(self, name)}))
        return found

    def arguments(self, path: Path) -> list[str]:
        """The `ginn-gl train` command line of this form. path: of the first run, or the only one."""
        options = {
            **({"--seed": self.seed} if self.runs == 1 else {"--seeds": f"{self.seeds[0]}-{self.seeds[-1]}"}),
            "--hidden": self.hidden,
            "--activation": self.activation,
            "--iterations": self.iterations,
            "--batch-size": "full" if self.full_batch else self.batch_size,
            "--learning-rate": self.learning_rate,
            "--l2": self.l2,
            "--validation": self.validation,
            "--checkpoints": self.checkpoints,
            "--device": self.device,
            "--out": path if self.runs == 1 else path.parent,
        } | self._data_options()
        return ["train", *(f"{name}={value}" for name, value in options.items())]

    def _data_options(self) -> dict:
        head = _HEADS.get(self.colouring, self.head)
        given = {"--target": self.target, "--data": self.data, "--threshold": self.threshold, "--points": self.points,
                 "--noise": self.noise, "--data-seed": self.data_seed or None, "--head": head}
        return {name: value for name, value in given.items() if value is not None}

    def new_path(self, folder: Path) -> Path:
        """A run file name, not yet taken, that says what is trained; of several runs the first one's.

        Where one of several is there already, they get a folder of their own.
        """
        name = Path(self.data or self.target or BOTTLE).stem
        first, *others = (folder / f"{run_name(name, self.hidden, self.full_batch, seed)}.ginn" for seed in self.seeds)
        if not others:
            return free(first)
        if any(path.exists() for path in (first, *others)):
            folder = free(folder / f"{first.stem}-and-{len(others)}-more")
        return folder / first.name


def _note(found: Problems, name: str, check) -> None:
    try:
        check()
    except GinnError as error:
        found[name] = str(error)
