"""What the commands that train have in common: where they compute, and how they say what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import _ActionsContainer

    from ..train.worker import Outcome

DEVICES = ("auto", "cpu", "cuda")


def add_device(parser: _ActionsContainer) -> None:
    """--device, to a parser or to a group of it."""
    parser.add_argument("--device", choices=DEVICES, default="auto", help="where to compute (%(default)s)")


def report(outcomes: Sequence[Outcome], folder: Path | None = None) -> int:
    """How trainings ended: one in a sentence, those of a folder in a table. The status that says which signal did."""
    stopped = [outcome for outcome in outcomes if outcome.state == "stopped"]
    if folder is None:
        (outcome,) = outcomes
        unfinished = f", stopped: ginn-gl resume {outcome.path} goes on" if stopped else ""
        print(f"{outcome.path}  loss {outcome.loss:.3g} at step {outcome.step:,}{unfinished}")
    else:
        print(f"{'seed':>6}  {'loss':<8}  {'result':<8}  run")
        for outcome in outcomes:
            print(f"{outcome.seed:>6}  {outcome.loss:<8.3g}  {outcome.verdict or outcome.state:<8}  {outcome.path}")
        if stopped:
            print(f"stopped at step {stopped[0].step:,}: ginn-gl resume {folder}, or this command again, goes on")
    signals = [outcome.signal for outcome in stopped if outcome.signal]
    return 128 + signals[0] if signals else 0
