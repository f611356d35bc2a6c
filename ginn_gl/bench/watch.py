"""What a recording and a training take from the viewer, and it from the training: alone and together, in turns."""

from __future__ import annotations

import numpy as np

from ..errors import GinnError
from ..paths import FIRST_SHOWN, bundled_runs
from .program import answer_of
from .report import machine

ROUNDS = 5
SECONDS = 3.0        # of each phase in each round
UNDER_WAY = 200_000  # steps after which a training's checkpoints are about as far apart as in the paper's run
PLAYED = {"viewer": "alone", "recording": "recording at 720p", "both": "beside a training"}


def measure() -> dict:
    """Figures of the viewer alone and recording, a training alone, and both, in turns: see `as_text`.

    Where no window opens, only why.
    """
    figures = {"machine": machine(), "left_out": []}
    try:
        seen = answer_of("watching", bundled_runs() / FIRST_SHOWN, SECONDS, ROUNDS, UNDER_WAY)
    except GinnError as error:
        return figures | {"left_out": [f"the viewer beside a training ({error})"]}
    return figures | {key: seen[key] for key in ("renderer", "window", "frame_rate")} | _compare(seen["rows"])


def as_text(figures: dict) -> str:
    """The figures as a table."""
    lines = [f"{figures['machine']['cpu']}, {figures['machine']['cores']} cores"]
    if "frames" in figures:
        width, height = figures["window"]
        lines += [f"the viewer playing {FIRST_SHOWN} in a window of {width} x {height}, drawn by "
                  f"{figures['renderer']}; {figures['frame_rate']} frames a second are to be held",
                  f"{'':<18} {'fps':>6} {'median':>8} {'95 %':>8} {'99 %':>8}  ms {'processor, ms a frame':>24} "
                  f"{'picture at':>11}"]
        lines += [f"{name:<18} {row['fps']:>6.1f} {row['median_ms']:>8.2f} {row['p95_ms']:>8.2f} "
                  f"{row['p99_ms']:>8.2f} {row['processor_ms_per_frame']:>27.2f} {row['picture_scale']:>11.0%}"
                  for name, row in figures["frames"].items()]
        recording, training = figures["recording"], figures["training"]
        lines.append(f"while it records, the viewer keeps {recording['kept']:.0%} of its frame rate, and drops "
                     f"{recording['dropped']:,} of {recording['frames']:,} frames")
        lines.append(f"a training does {training['steps_per_second_alone']:,.0f} steps a second alone and keeps "
                     f"{training['kept']:.0%} beside the viewer (in {len(training['kept_by_round'])} rounds "
                     f"{', '.join(f'{kept:.0%}' for kept in training['kept_by_round'])})")
    return "\n".join(lines + [f"left out: {reason}" for reason in figures["left_out"]])


def _compare(rows: list[dict]) -> dict:
    alone, beside = ([row["steps"] / row["seconds"] for row in rows if row["phase"] == phase]
                     for phase in ("training", "both"))
    kept = [slow / fast for slow, fast in zip(beside, alone)]
    frames = {name: _frames([row for row in rows if row["phase"] == phase]) for phase, name in PLAYED.items()}
    return {"frames": frames, "recording": _recording(rows),
            "training": {"steps_per_second_alone": float(np.median(alone)), "kept": float(np.median(kept)),
                         "kept_by_round": kept}}


def _recording(rows: list[dict]) -> dict:
    """kept: the share of its frame rate that the viewer keeps, the median over rounds."""
    plain, filmed = ([row for row in rows if row["phase"] == phase] for phase in ("viewer", "recording"))
    kept = [sum(one["frame_seconds"]) / len(one["frame_seconds"]) * len(other["frame_seconds"])
            / sum(other["frame_seconds"]) for one, other in zip(plain, filmed)]
    return {"kept": float(np.median(kept)), "frames": sum(row["recorded"] for row in filmed),
            "dropped": sum(row["dropped"] for row in filmed)}


def _frames(rows: list[dict]) -> dict:
    """Of all rounds together."""
    taken = np.concatenate([row["frame_seconds"] for row in rows])
    median, p95, p99 = (float(1e3 * part) for part in np.percentile(taken, (50, 95, 99)))
    return {"fps": float(1 / taken.mean()), "median_ms": median, "p95_ms": p95, "p99_ms": p99,
            "processor_ms_per_frame": float(1e3 * sum(row["processor_seconds"] for row in rows) / len(taken)),
            "picture_scale": float(np.median([row["picture_scale"] for row in rows])), "measured": len(taken)}
