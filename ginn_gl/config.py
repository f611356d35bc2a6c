"""What a run and a picture are made of: frozen, validated descriptions without behaviour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, cast

from .activations import RELU, Activation
from .checks import is_whole, require, whole_number
from .errors import GinnError
from .heads import TWO_CLASSES, Head
from .plane import Plane

INPUTS = 2
OUTPUTS = 2
"""Of the paper's network: a position (x, y), and the logits of black and white."""

MAX_INPUTS = 4096
MAX_DEPTH = 8
MAX_WIDTH = 1024

Neuron = tuple[int, int]
"""(layer, neuron), both counted from 1 as in the paper."""

Window = tuple[float, ...]
"""(left, top, right, bottom) of a part of the plane, y downwards; an image's own is the unit square."""

UNIT_SQUARE = (0.0, 0.0, 1.0, 1.0)

Mixed = tuple[tuple[Activation, int], ...]
"""A layer whose neurons differ: so many neurons with one activation, then so many with another, and so on."""


@dataclass(frozen=True)
class NetworkSpec:
    """A fully connected network. By default a ReLU network from a position (x, y) to the logits of (black, white).

    hidden: widths of the hidden layers, 1 to 8 of them, each 1 to 1,024.
    inputs: 2 to 4,096.
    activations: one for each hidden layer, or where its neurons differ pairs of an activation and how many neurons in
        turn have it. By default ReLU all over.
    head: what the outputs mean.
    Equal networks are equal however they were written. Raises GinnError for anything else.
    """

    hidden: tuple[int, ...] = (16, 16, 16)
    inputs: int = INPUTS
    activations: tuple[Activation | Mixed, ...] = ()
    head: Head = TWO_CLASSES

    def __post_init__(self) -> None:
        if not 1 <= len(self.hidden) <= MAX_DEPTH:
            raise GinnError(f"a network has 1 to {MAX_DEPTH} hidden layers, not {len(self.hidden)}")
        for width in cast(tuple[object, ...], self.hidden):  # files may hold anything
            if not is_whole(width, 1, MAX_WIDTH):
                raise GinnError(f"a hidden layer has 1 to {MAX_WIDTH} neurons, not {width}")
        require(is_whole(self.inputs, 2, MAX_INPUTS), f"a network has 2 to {MAX_INPUTS} inputs, not {self.inputs}")
        activations = self.activations or (RELU,) * len(self.hidden)
        require(len(activations) == len(self.hidden),
                f"{len(self.hidden)} hidden layers have as many activations, not {len(activations)}")
        plainest = tuple(_plainest(one, width) for one, width in zip(activations, self.hidden))
        object.__setattr__(self, "activations", plainest)

    @classmethod
    def parse(cls, hidden: str, activations: str = "relu", head: str = "classes", inputs: int = INPUTS) -> NetworkSpec:
        """Read '16,16,16', 'tanh' or 'relu,tanh,sine:30', and 'logit'. One activation is that of all layers.

        Raises GinnError where these are none.
        """
        widths: list[int] = []
        for part in hidden.split(","):
            width = whole_number(part.strip())
            if width is None:
                raise GinnError(f"hidden layers are widths like 16,16,16, not '{hidden}'")
            widths.append(width)
        read = tuple(map(Activation.parse, activations.split(",")))
        return cls(tuple(widths), inputs, read * len(widths) if len(read) == 1 else read, Head.parse(head))

    @property
    def outputs(self) -> int:
        """How many numbers it gives."""
        return self.head.outputs

    @property
    def widths(self) -> tuple[int, ...]:
        """All layer widths, input and output included."""
        return (self.inputs, *self.hidden, self.outputs)

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

    def runs(self, layer: int) -> list[tuple[Activation, slice]]:
        """A hidden layer's activations, counted from 1, each with the neurons that have it, counted from 0."""
        activation, found, start = self.activations[layer - 1], list[tuple[Activation, slice]](), 0
        for one, count in ((activation, self.hidden[layer - 1]),) if isinstance(activation, Activation) else activation:
            found.append((one, slice(start, start + count)))
            start += count
        return found

    @cached_property
    def is_piecewise_linear(self) -> bool:
        """Whether it cuts the space of its inputs into regions in which it is affine."""
        return all(one.pieces for layer in range(1, len(self.hidden) + 1) for one, _ in self.runs(layer))

    @property
    def has_classes(self) -> bool:
        """Whether it tells more than two classes apart: two are black and white, as those of a logit."""
        return self.head.kind == "classes" and self.head.classes > 2

    @property
    def is_of_paper(self) -> bool:
        """Whether it is of the paper's kind, of whatever widths: ReLU from (x, y) to the logits of (black, white)."""
        return (self.inputs, self.head, set(self.activations)) == (INPUTS, TWO_CLASSES, {RELU})

    def require_of_paper(self, what: str) -> None:
        """Raises GinnError for any other, in the name of what takes only these so far."""
        if not self.is_of_paper:
            raise GinnError(f"{what} can so far only be had of ReLU networks from 2 inputs to 2 classes, and this is "
                            f"a {self}")

    def require_piecewise_linear(self, what: str) -> None:
        """Raises GinnError for any other, in the name of what only these have."""
        if not self.is_piecewise_linear:
            raise GinnError(f"only piecewise linear networks have {what}, and this is a {self}")

    def __str__(self) -> str:
        """Such as '2-16-16-16-2', or '2-8-8-1 tanh logit': all that tells it from another."""
        words = ["-".join(map(str, self.widths))]
        if set(self.activations) != {RELU}:
            names = [_named(one) for one in self.activations]
            words.append(names[0] if len(set(names)) == 1 else ",".join(names))
        if self.head.kind != "classes":
            words.append(str(self.head))
        return " ".join(words)


RUNS = "a layer's activation is one, or pairs of one and of how many neurons in turn have it"


def _plainest(activation: object, width: int) -> Activation | Mixed:
    """One way only to say the same: neighbours that are alike are one, and a layer of one is that."""
    if isinstance(activation, Activation):
        return activation
    merged: list[tuple[Activation, int]] = []
    for one, count in _pairs(activation):
        require(isinstance(one, Activation) and is_whole(count, 1, width), RUNS)
        if merged and merged[-1][0] == one:
            merged[-1] = one, merged[-1][1] + count
        else:
            merged.append((one, count))
    require(sum(count for _, count in merged) == width, f"the activations of a layer are for its {width} neurons")
    return merged[0][0] if len(merged) == 1 else tuple(merged)


def _pairs(activation: object) -> Iterator[tuple[Any, Any]]:
    require(isinstance(activation, tuple | list), RUNS)
    for pair in cast(tuple[Any, ...], activation):
        require(isinstance(pair, tuple | list) and len(cast(tuple[Any, ...], pair)) == 2, RUNS)
        yield pair[0], pair[1]


def _named(activation: Activation | Mixed) -> str:
    if isinstance(activation, Activation):
        return str(activation)
    return "+".join(f"{one}*{count}" for one, count in activation)


MOST_HELD_OUT = 0.9
"""Of the points, that may be kept for validation."""


@dataclass(frozen=True)
class TrainingSpec:
    """How one network is trained; the defaults are the paper's (the `paper` preset).

    seed: 0 or more; decides initialisation and minibatches.
    iterations: optimiser updates in all.
    batch_size: random pixels per update, drawn with replacement; None for the full batch.
    learning_rate: at step 0; falls to 0 at the last step by half a cosine.
    checkpoints: how many stages the run file keeps, first and last included.
    l2: what each parameter is drawn towards 0 by: times the parameter, it is added to the gradient before Adam, as
        torch.optim.Adam's weight_decay is.
    validation: the share of the points that is held out, 0 to 0.9: nothing is learnt from these.
    Raises GinnError for values out of range.
    """

    seed: int = 0
    iterations: int = 1_270_000
    batch_size: int | None = 128
    learning_rate: float = 1e-3
    checkpoints: int = 2_000
    l2: float = 0.0
    validation: float = 0.0

    def __post_init__(self) -> None:
        for name in ("seed", "iterations", "batch_size", "checkpoints"):
            value = getattr(self, name)
            whole = isinstance(value, int) and not isinstance(value, bool)
            require(whole or (name, value) == ("batch_size", None), f"{name} is a whole number, not {value}")
        require(0 <= self.seed < 2**63, f"a seed is a whole number from 0, not {self.seed}")
        require(1 <= self.iterations <= 10**9, f"iterations are 1 to 1,000,000,000, not {self.iterations}")
        require(self.batch_size is None or 1 <= self.batch_size <= 2**20,
                 f"a batch size is 1 to 1,048,576 or 'full', not {self.batch_size}")
        require(0 < self.learning_rate <= 10,
                 f"a learning rate is above 0 and at most 10, not {self.learning_rate}")
        require(2 <= self.checkpoints <= 10**6, f"checkpoints are 2 to 1,000,000, not {self.checkpoints}")
        require(0 <= self.l2 <= 1, f"l2 is 0 to 1, not {self.l2}")
        require(0 <= self.validation <= MOST_HELD_OUT,
                f"a share for validation is 0 to {MOST_HELD_OUT}, not {self.validation}")


@dataclass(frozen=True)
class View:
    """Everything that decides a picture apart from the parameters and the size in pixels.

    field: 'probability', which is what the network says: the probability of white, its classes, value or colour;
        'target', 'error', 'regions'; of several classes also 'confidence', or the probability of one, such as
        'class:3'; or one neuron's activation as 'LAYER:NEURON', such as '2:7'; in pictures, videos and figures also
        'none', for boundaries alone.
    neurons: whose boundaries are drawn.
    highlighted: one neuron whose boundary is drawn thicker, darker and on top, selected or not.
    center: the point (x, y) in the middle of the picture.
    zoom: 1 shows the whole target, as large as fits.
    line_width: of a boundary, in pixels.
    beyond: draw outside the unit square too, where the network was never trained.
    contours: draw where one of several classes ends and another begins, and lines of equal value.
    points: draw the points that are learnt over the field, where a run has any.
    plane: where the picture lies among the inputs of a network with more than two; by default the run's own, Run.plane.
    """

    field: str = "probability"
    neurons: frozenset[Neuron] = frozenset()
    highlighted: Neuron | None = None
    center: tuple[float, float] = (0.5, 0.5)
    zoom: float = 1.0
    line_width: float = 1.5
    beyond: bool = False
    contours: bool = True
    points: bool = True
    plane: Plane | None = None


USUAL_SIDE = 800
"""Pixels; of larger pictures, boundaries are as much wider as these are larger."""


def line_width_for(size: tuple[int, int]) -> float:
    """Of boundaries in a picture of (width, height) pixels where none is asked for: in a poster they are no hairs."""
    return View.line_width * max(1.0, min(size) / USUAL_SIDE)


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


OF_CLASSES = ("confidence",)
"""Fields that only a network of more than two classes has, beside the probability of each."""


def fields_of(network: NetworkSpec) -> tuple[str, ...]:
    """The fields that a network may have, but for those of single classes and neurons."""
    common = FIELDS if network.is_piecewise_linear else tuple(field for field in FIELDS if field != "regions")
    return (*common, *OF_CLASSES) if network.has_classes else common


def check_field(field: str, network: NetworkSpec) -> str:
    """The field, if this network has it. Raises GinnError otherwise."""
    if field in fields_of(network):
        return field
    if field == "regions":
        raise GinnError(f"only piecewise linear networks have linear regions, and this is a {network}")
    if network.has_classes and (number := parse_class(field)) and number <= network.outputs:
        return field
    neuron = parse_neuron(field)
    if neuron is None or neuron not in network.neurons:
        classes = ", a class such as class:1" if network.has_classes else ""
        raise GinnError(f"a field is {', '.join(fields_of(network))}{classes} or a neuron such as 2:7, not '{field}'")
    return field


def parse_class(text: str) -> int | None:
    """'class:3' as 3; None where the text is no such thing. Classes count from 1."""
    word, _, number = text.partition(":")
    return whole_number(number) or None if word == "class" else None


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
