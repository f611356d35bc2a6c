"""GINN-GL: watch a small ReLU network learn a black-and-white picture.

>>> import ginn_gl
>>> run = ginn_gl.Run("runs/bottle-good-1.ginn")
>>> picture = ginn_gl.render(run, step=1000)      # (H, W, 3) uint8

Importing this package imports neither torch nor numba, nor makes a GL context.
"""

from importlib import import_module

_HOMES = {
    "Run": ".store",
    "NetworkSpec": ".config",
    "TrainingSpec": ".config",
    "View": ".config",
    "GinnError": ".errors",
    "render": ".render",
    "Recorder": ".record",
}
__all__ = list(_HOMES)


def __getattr__(name: str):
    if name in _HOMES:
        return getattr(import_module(_HOMES[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
