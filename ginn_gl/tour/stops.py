"""The eight stops: each shows what a measure finds, in the bundled run in which it is clearest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from ..config import Neuron, View
from ..errors import RunFileError
from ..insight import Insight, runs_beside
from ..insight.bias_before_weight import bias_before_weight
from ..insight.copycats import copycats
from ..insight.findings import named
from ..insight.history import History
from ..insight.indecisive import indecisive
from ..insight.silent import silent
from ..insight.symmetry import symmetry
from ..insight.unmodelled import unmodelled, wrong_pixels
from ..store import Run
from ..words import plural
from .bundle import BAD, FULL_BATCH, GOOD, WANDERING, Bundle
from .stop import Stop

TITLES = {
    "full-sweep": "The whole training",
    "bias-before-weight": "Lines shift before they turn",
    "layer-dependence": "Boundaries bend on earlier ones",
    "copycats": "Copycats",
    "indecisive": "The indecisive neuron",
    "symmetry": "Making use of symmetry",
    "bad-run": "A bad run",
    "good-versus-bad": "Good beside bad",
}
"""The stops in order: their names, and what each is called."""

SEEN_IN = {
    "full-sweep": (GOOD,),
    "bias-before-weight": (FULL_BATCH,),
    "layer-dependence": (FULL_BATCH,),
    "copycats": (WANDERING,),
    "indecisive": (WANDERING,),
    "symmetry": (FULL_BATCH,),
    "bad-run": (BAD,),
    "good-versus-bad": (GOOD, BAD),
}
"""The bundled runs that each is about: the one it shows, and the one beside that."""

LONGER = 10        # what leads to something at a step is played on to so many times that step,
MUCH_LONGER = 100  # or so many, where it lasts
CLOSE = 5.0        # zoom at a corner of the target


class Tour:
    """The stops, each computed when it is first asked for, in a second or a few. To be used in one thread.

    folder: where the bundled runs are.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._bundle = Bundle(folder)
        self._stops: dict[str, Stop] = {}

    def stop(self, name: str) -> Stop:
        """The one of this name in TITLES. Raises RunFileError where a bundled run is missing or damaged."""
        if name not in self._stops:
            self._stops[name] = BUILDERS[name](self._bundle, name)
        return self._stops[name]

    def seen_in(self, runs: Sequence[Run], watch: Callable[[Iterable], Iterable] = iter) -> list[Stop]:
        """The stops that are about these runs and no others, in order; each is then of the files of these.

        They may be copies of the bundled ones. Takes as long as finding those stops does, and no time for other runs.
        watch: what their names go through to have their progress seen, such as tqdm.
        """
        copies = {run.identity: run.path for run in reversed(runs)}
        paths = {}
        for bundled in {bundled for about in SEEN_IN.values() for bundled in about}:
            with suppress(RunFileError), Run(self._bundle.path(bundled)) as run:
                if run.identity in copies:
                    paths[bundled] = copies[run.identity]
        found = [name for name, about in SEEN_IN.items() if paths.keys() >= {*about}]
        stops = []
        for name in watch(found):
            shown, *beside = (paths[bundled] for bundled in SEEN_IN[name])
            stops.append(replace(self.stop(name), run=shown, beside=beside[0] if beside else None))
        return stops


def _full_sweep(bundle: Bundle, name: str) -> Stop:
    history = bundle.history(GOOD)
    losses, wrong = history.losses, [_wrong(history, k) for k in (0, -1)]
    text = (
        f"From a random network to a bottle: in {history.steps[-1]:,} steps the loss falls from {losses[0]:.3f} to "
        f"{losses[-1]:.3f}, and of the square {wrong[0]:.1f}% is wrong at first and {wrong[-1]:.1f}% at the end. "
        "Each line is where one neuron switches on or off. Those of the first layer, blue, stay straight; those of the "
        "second and third, red and green, bend into the outline."
    )
    return Stop(name, TITLES[name], text, bundle.path(GOOD), *history.span, _view(history.network.neurons))


def _bias_before_weight(bundle: Bundle, name: str) -> Stop:
    history = bundle.history(FULL_BATCH)
    insight = bias_before_weight(history)
    first = insight.findings[0]
    text = (
        "Shifting a line needs only its neuron's bias; turning it needs the weights, and takes longer. "
        f"{insight.summary} Clearest of all: {_inner(first.in_full)}"
    )
    return Stop(name, TITLES[name], text, bundle.path(FULL_BATCH), history.span[0], LONGER * first.last,
                replace(_view(_neurons(insight)), field="target"), suffix=".gif")


def _layer_dependence(bundle: Bundle, name: str) -> Stop:
    from ..insight.layer_dependence import layer_dependence  # which loads the compiler

    history = bundle.history(FULL_BATCH)
    insight = layer_dependence(history)
    corner = insight.findings[0]
    assert corner.area is not None
    left, top, right, bottom = corner.area
    ends = {track.name: track.values[-1] for track in insight.tracks}
    text = (
        "A deeper line is straight until it meets one of an earlier layer, and can bend only there. Networks use "
        f"that for corners: half of all bends lie within {ends['bends to corner']:.3f} sides of a corner of the "
        f"target, but of points along the same lines half lie within {ends['chance to corner']:.3f}. {corner.text}"
    )
    view = View(neurons=frozenset(corner.neurons), center=((left + right) / 2, (top + bottom) / 2), zoom=CLOSE,
                line_width=2.5)
    return Stop(name, TITLES[name], text, bundle.path(FULL_BATCH), corner.last, corner.last, view, suffix=".png")


def _copycats(bundle: Bundle, name: str) -> Stop:
    history = bundle.history(WANDERING)
    insight = copycats(history)
    closest = insight.findings[0]
    places = [history.network.neurons.index(neuron) for neuron in closest.neurons]
    in_sight = (history.share_on[:, places] % 1 > 0).all(axis=1)
    text = (
        f"{closest.in_full} The network has found one line twice. This run ends with "
        f"{plural(len(insight.findings), 'such pair')}."
    )
    return Stop(name, TITLES[name], text, bundle.path(WANDERING), int(history.steps[in_sight.argmax()]),
                MUCH_LONGER * closest.first, replace(_view(closest.neurons), field="target"), suffix=".gif")


def _indecisive(bundle: Bundle, name: str) -> Stop:
    history = bundle.history(WANDERING)
    most = indecisive(history).findings[0]
    text = (
        f"{most.in_full} The picture does not depend on where it is, so nothing tells it where to go."
    )
    return Stop(name, TITLES[name], text, bundle.path(WANDERING), most.first, most.last, _view(most.neurons))


def _symmetry(bundle: Bundle, name: str) -> Stop:
    history = bundle.history(FULL_BATCH)
    insight = symmetry(history)
    itself = [finding for finding in insight.findings if len(finding.neurons) == 1]
    text = (
        "The bottle is the same on the left and on the right, and training makes the network so, which at first was "
        f"not. {insight.summary} A line that is its own mirror image, such as that of neuron "
        f"{named(*itself[-1].neurons)}, draws both sides at once."
    )
    return Stop(name, TITLES[name], text, bundle.path(FULL_BATCH), history.span[1], history.span[1],
                _view(_neurons(insight)), suffix=".png")


def _bad_run(bundle: Bundle, name: str) -> Stop:
    history = bundle.history(BAD)
    with Run(bundle.path(BAD)) as run, runs_beside(run) as others:
        left_out = unmodelled(history, others)
    text = (
        f"Not every start ends well. {left_out.summary} {left_out.findings[0].text} {silent(history).summary} Many of "
        f"the others do the same: there are {plural(len(copycats(history).findings), 'pair')} of copycats."
    )
    return Stop(name, TITLES[name], text, bundle.path(BAD), *history.span, _view(history.network.neurons))


def _good_versus_bad(bundle: Bundle, name: str) -> Stop:
    good, bad = bundle.history(GOOD), bundle.history(BAD)
    shares = [((history.probability > 0.5) != history.target).mean(axis=1) for history in (good, bad)]
    ahead = int(good.steps[np.flatnonzero(shares[1] <= shares[0])[-1]])
    text = (
        f"A good run on the left, a bad one on the right, at the same steps. As late as step {ahead:,} the bad one has "
        f"no more of the square wrong than the good one; then the good one goes on to find the diamond. At the end "
        f"{_wrong(good, -1):.1f}% and {_wrong(bad, -1):.1f}% are wrong, at losses of {good.losses[-1]:.3f} and "
        f"{bad.losses[-1]:.3f}."
    )
    return Stop(name, TITLES[name], text, bundle.path(GOOD), *good.span, _view(good.network.neurons),
                beside=bundle.path(BAD))


BUILDERS = {
    "full-sweep": _full_sweep,
    "bias-before-weight": _bias_before_weight,
    "layer-dependence": _layer_dependence,
    "copycats": _copycats,
    "indecisive": _indecisive,
    "symmetry": _symmetry,
    "bad-run": _bad_run,
    "good-versus-bad": _good_versus_bad,
}


def _view(neurons) -> View:
    """Their boundaries over the probability, thick enough for a small picture if they are few."""
    return View(neurons=frozenset(neurons), line_width=1.5 if len(neurons) > 20 else 2.5)


def _neurons(insight: Insight) -> frozenset[Neuron]:
    """All that a measure's findings are about."""
    return frozenset(neuron for finding in insight.findings for neuron in finding.neurons)


def _wrong(history: History, k: int) -> float:
    """Share of the square that is wrong at a sample, in percent."""
    assert history.pixels is not None  # as all bundled runs have them
    return 100 * float(wrong_pixels(history.network, history.parameters[k], history.pixels).mean())


def _inner(sentence: str) -> str:
    """A sentence as it goes on after a colon."""
    return sentence[0].lower() + sentence[1:]
