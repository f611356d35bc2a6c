"""What a run and a picture are made of: frozen, validated descriptions without behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from .errors import GinnError

INPUTS = 2
OUTPUTS = 2
MAX_DEPTH = 8
MAX_WIDTH = 256
MOST_DIGITS = 19  # of a number that a person types

Neuron = tuple[int, int]
"""(layer, neuron), both counted from 1 as in the paper."""


@dataclass(frozen=True)
class NetworkSpec:
    """A fully connected ReLU network from a position (x, y) to the logits of (black, white).

    hidden: widths of the hidden layers, 1 to 8 of them, each 1 to 256.
    Raises GinnError for anything else.
    """

    hidden: tuple[int, ...] = (16, 16, 16)

    def __post_init__(self) -> None:
        if not 1 <= len(self.hidden) <= MAX_DEPTH:
            raise GinnError(f"a network has 1 to {MAX_DEPTH} hidden layers, not {len(self.hidden)}")
        for width in cast(tuple[object, ...], self.hidden):  # files may hold anything
            if isinstance(width, bool) or not isinstance(width, int) or not 1 <= width <= MAX_WIDTH:
                raise GinnError(f"a hidden layer has 1 to {MAX_WIDTH} neurons, not {width}")

    @classmethod
    def parse(cls, text: str) -> NetworkSpec:
        """Read '16,16,16'. Raises GinnError where that is not a list of whole numbers."""
        hidden: list[int] = []
        for part in text.split(","):
            width = whole_number(part.strip())
            if width is None:
                raise GinnError(f"hidden layers are widths like 16,16,16, not '{text}'")
            hidden.append(width)
        return cls(tuple(hidden))

    @property
    def widths(self) -> tuple[int, ...]:
        """All layer widths, input and output included."""
        return (INPUTS, *self.hidden, OUTPUTS)

    @property
    def shapes(self) -> list[tuple[int, int]]:
        """(out, in) of each layer's weight matrix, first to last."""
        return list(zip(self.widths[1:], self.widths[:-1]))

    @property
    def parameter_count(self) -> int:
        """Length of the flat parameter vector (626 for the paper's network)."""
        return sum(out * (fan_in + 1) for out, fan_in in self.shapes)

    @property
    def neurons(self) -> list[Neuron]:
        """Every hidden neuron, layer by layer."""
        return [(layer, i) for layer, width in enumerate(self.hidden, 1) for i in range(1, width + 1)]

    def __str__(self) -> str:
        return "-".join(str(width) for width in self.widths)


@dataclass(frozen=True)
class TrainingSpec:
    """How one network is trained; the defaults are the paper's (the `paper` preset).

    seed: 0 or more; decides initialisation and minibatches.
    iterations: optimiser updates in all.
    batch_size: random pixels per update, drawn with replacement; None for the full batch.
    learning_rate: at step 0; falls to 0 at the last step by half a cosine.
    checkpoints: how many stages the run file keeps, first and last included.
    Raises GinnError for values out of range.
    """

    seed: int = 0
    iterations: int = 1_270_000
    batch_size: int | None = 128
    learning_rate: float = 1e-3
    checkpoints: int = 2_000

    def __post_init__(self) -> None:
        for name in ("seed", "iterations", "batch_size", "checkpoints"):
            value = getattr(self, name)
            whole = isinstance(value, int) and not isinstance(value, bool)
            _require(whole or (name, value) == ("batch_size", None), f"{name} is a whole number, not {value}")
        _require(0 <= self.seed < 2**63, f"a seed is a whole number from 0, not {self.seed}")
        _require(1 <= self.iterations <= 10**9, f"iterations are 1 to 1,000,000,000, not {self.iterations}")
        _require(self.batch_size is None or 1 <= self.batch_size <= 2**20,
                 f"a batch size is 1 to 1,048,576 or 'full', not {self.batch_size}")
        _require(0 < self.learning_rate <= 10,
                 f"a learning rate is above 0 and at most 10, not {self.learning_rate}")
        _require(2 <= self.checkpoints <= 10**6, f"checkpoints are 2 to 1,000,000, not {self.checkpoints}")


@dataclass(frozen=True)
class View:
    """Everything that decides a picture apart from the parameters and the size in pixels.

    field: 'probability', 'target', 'error', 'regions', or one neuron's activation as 'LAYER:NEURON', such as '2:7'; in
        pictures, videos and figures also 'none', for boundaries alone.
    neurons: whose boundaries are drawn.
    highlighted: one neuron whose boundary is drawn thicker, darker and on top, selected or not.
    center: the point (x, y) in the middle of the picture.
    zoom: 1 shows the whole target, as large as fits.
    line_width: of a boundary, in pixels.
    beyond: draw outside the unit square too, where the network was never trained.
    """

    field: str = "probability"
    neurons: frozenset[Neuron] = frozenset()
    highlighted: Neuron | None = None
    center: tuple[float, float] = (0.5, 0.5)
    zoom: float = 1.0
    line_width: float = 1.5
    beyond: bool = False


PACES = ("checkpoint", "step", "log")
"""What a video goes through evenly: checkpoints, of which there are most where most changes; steps; or their
logarithm."""

BAD_LOSS = 0.1
"""In nats: a run that ends above has left out a part of its target. The paper's good runs end at 0.03, its bad
one at 0.2."""

TELEVISION = tuple(Fraction(1000 * rate, 1001) for rate in (24, 30, 48, 60, 120))
"""Frame rates that are written as 23.976, 29.97 and so on."""


def exact_rate(rate: float | Fraction) -> Fraction:
    """A frame rate of television that is meant by a rounded number; any other as a fraction of small numbers."""
    rate = Fraction(rate)
    near = [exact for exact in TELEVISION if abs(rate - exact) < Fraction(1, 200)]
    return near[0] if near else rate.limit_denominator(1001)


LINES_ALONE = "none"
"""The field where there is to be none."""

FIELDS = ("probability", "target", "error", "regions")


def check_field(field: str, network: NetworkSpec) -> str:
    """The field, if this network has it. Raises GinnError otherwise."""
    if field in FIELDS:
        return field
    neuron = parse_neuron(field)
    if neuron is None or neuron not in network.neurons:
        raise GinnError(f"a field is {', '.join(FIELDS)} or a neuron such as 2:7, not '{field}'")
    return field


def parse_neuron(text: str) -> Neuron | None:
    """'2:7' as (2, 7); None where the text is no pair of whole numbers."""
    layer, _, number = map(whole_number, text.partition(":"))
    return None if layer is None or number is None else (layer, number)


def parse_neurons(text: str, network: NetworkSpec) -> frozenset[Neuron]:
    """Read 'all', 'none' or a list like '1:*,3:2,3:6'. Raises GinnError for neurons the network has not."""
    if text in ("all", "none"):
        return frozenset(network.neurons if text == "all" else ())
    chosen: set[Neuron] = set()
    for part in text.split(","):
        matching = {n for n in network.neurons if part in (f"{n[0]}:{n[1]}", f"{n[0]}:*")}
        if not matching:
            raise GinnError(f"no neuron '{part}' in {network}: say all, none, or a list like 1:*,3:2")
        chosen |= matching
    return frozenset(chosen)


def whole_number(text: str) -> int | None:
    """Of digits alone and not too many, where int() takes 1_6 and other scripts; None for any other text."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise GinnError(message)
