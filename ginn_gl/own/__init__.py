"""Other people's networks: a PyTorch module read as layers, a training of one watched, files of one read and written.

Everything here but `Log` and `watch` loads torch, or what else it needs, and so do these when they are first called.
"""

from .watching import Log, watch

__all__ = ["Log", "watch"]
