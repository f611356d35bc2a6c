#!/usr/bin/env python3
"""Draw the final losses of many runs: loss-histogram.py OUT.png FOLDER. Needs matplotlib.

The picture in README is of `ginn-gl train --seeds 0-63 --checkpoints 50 --out FOLDER`.
"""

import sys
from pathlib import Path

import numpy as np
from matplotlib import pyplot  # pyright: ignore[reportMissingImports] - not among the dependencies

from ginn_gl import Run
from ginn_gl.config import BAD_LOSS

out, folder = sys.argv[1:]
losses = np.array([Run(path).losses[-1] for path in sorted(Path(folder).glob("*.ginn"))])
bad = int((losses > BAD_LOSS).sum())

figure, axes = pyplot.subplots(figsize=(7.5, 2.8), dpi=120, layout="constrained")
axes.hist(losses, bins=np.arange(0, 0.2501, 0.0025).tolist(), color="#e0a43a", edgecolor="white", linewidth=0.4)
axes.axvline(BAD_LOSS, color="#888888", linestyle=":", linewidth=1)
axes.text(BAD_LOSS, axes.get_ylim()[1] * 0.92, "  bad: a part of the target is left out", color="#555555", fontsize=9)
axes.set_xlabel("loss at step 1,270,000 (nats)")
axes.set_ylabel("seeds")
axes.set_title(f"{len(losses)} seeds on the built-in bottle: median {np.median(losses):.4f}, {bad} bad", fontsize=10)
axes.set_xlim(0, 0.25)
axes.spines[["top", "right"]].set_visible(False)
figure.savefig(out)
print(f"{len(losses)} runs, {bad} bad; "
      f"least {losses.min():.4f}, median {np.median(losses):.4f}, most {losses.max():.4f}")
