"""Other people's networks: a PyTorch module read as layers, and a training of one watched.

Everything here but `Log` and `watch` loads torch, and so do these when they are first called.
"""

from .watching import Log, watch

__all__ = ["Log", "watch"]
