"""The numbers of a study as tables in Markdown, and in a few sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .study import FEATURES


def as_tables(numbers: dict[str, Any]) -> str:
    """All of them, with an empty line between. numbers: of `study`."""
    parts = [_all(numbers), _networks(numbers["networks"]),
             *(_by(numbers[f"by_{key}"], heading) for key, heading in
               (("width", "neurons in a layer"), ("depth", "hidden layers"), ("batch_size", "batch size")))]
    parts += [_compared(numbers["deeper"], "neurons in a layer", "layers"),
              _compared(numbers["wider"], "hidden layers", "neurons")]
    parts += [_telling(told, outcome) for outcome, told in numbers["predicting"].items() if "errors" in told]
    return "\n\n".join(parts)


def _all(numbers: dict[str, Any]) -> str:
    limits = numbers["limits"]
    return (f"{numbers['runs']:,} runs of {numbers['iterations']:,} steps: {_of(numbers['failed'])} failed. "
            f"A constant answer has a loss of {limits['constant']:.3f}, the outline alone {limits['outline']:.3f}.")


def _networks(rows: Sequence[dict[str, Any]]) -> str:
    batches = list(dict.fromkeys(batch for row in rows for batch in row["by_batch_size"]))
    head = ["hidden layers", "parameters", *(f"batches of {batch}" for batch in batches), "failed in all",
            "95 % interval", "stuck", "best loss", "median loss"]
    lines = [[row["hidden"], f"{row['parameters']:,}",
              *(_count(row["by_batch_size"].get(batch)) for batch in batches),
              f"{row['share']:.0%}", _interval(row), str(row["stuck"]), f"{row['best']:.3f}", f"{row['median']:.3f}"]
             for row in rows]
    return _table(head, lines)


def _by(shares: dict[str, Any], heading: str) -> str:
    return _table([heading, "failed", "share", "95 % interval"],
                  [[name, f"{one['count']:,} of {one['of']:,}", f"{one['share']:.0%}", _interval(one)]
                   for name, one in shares.items()])


def _compared(rows: Sequence[dict[str, Any]], same: str, what: str) -> str:
    """A line for each value of what stays the same, a column for each step."""
    steps = list(dict.fromkeys((row["before"], row["after"]) for row in rows))
    cells = {(row["same"], row["before"], row["after"]):
             f"{_points(row['less'])} ({_points(row['from'])} to {_points(row['to'])})" for row in rows}
    return _table([same, *(f"from {before} to {after} {what}" for before, after in steps)],
                  [[str(value), *(cells.get((value, *step), "") for step in steps)]
                   for value in dict.fromkeys(row["same"] for row in rows)])


def _points(share: float) -> str:
    return f"{100 * share:+.0f}".replace("-", "−")


def _telling(told: dict[str, Any], outcome: str) -> str:
    """How often predictors are wrong, at every other step that was looked at."""
    chosen = range(len(told["steps"]) - 1, -1, -2)
    table = _table(["step", *FEATURES], [[f"{told['steps'][at]:,}", *(f"{told['errors'][name][at]['share']:.0%}"
                                                                    for name in FEATURES)] for at in reversed(chosen)])
    since = "; ".join(f"{name}: {'never' if step is None else f'{step:,}'}" for name, step in told["told_from"].items())
    blind = told["without_looking"]
    return (f"Whether a run is {outcome} in the end, learned from {told['learned']:,} runs of {told['combinations']} "
            f"combinations and asked of {told['judged']:,} others, {told['happened']:,} of which are. Wrong without "
            f"looking: {blind['share']:.0%} ({_interval(blind)}). At most half as often wrong from step on, by {since}."
            f"\n\n{table}")


def _count(share: dict[str, Any] | None) -> str:
    """Empty where no such run is finished yet."""
    return f"{share['count']:,} of {share['of']:,}" if share else ""


def _of(share: dict[str, Any]) -> str:
    return f"{share['count']:,} of {share['of']:,} ({share['share']:.0%})"


def _interval(share: dict[str, Any]) -> str:
    return f"{share['from']:.0%} to {share['to']:.0%}"


def _table(head: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    rows = [head, ["---", *("---:" for _ in head[1:])], *lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
