"""GINN-GL: watch a small ReLU network learn a black-and-white picture.

>>> import ginn_gl
>>> run = ginn_gl.Run("runs/bottle-good-1.ginn")
>>> picture = ginn_gl.render(run, step=1000)      # (H, W, 3) uint8

Importing this package imports neither torch nor numba, nor makes a GL context.
"""

from typing import TYPE_CHECKING

from .activations import Activation
from .config import NetworkSpec, TrainingSpec, View
from .errors import GinnError
from .heads import Head
from .notebook import Run, fit
from .plane import Plane
from .render import render  # at once: importing the room of that name later would take the name

if TYPE_CHECKING:
    from .insight.alignment import Alignment, align
    from .own import watch
    from .own.sklearn_models import from_sklearn
    from .record import Recorder

__all__ = ["Activation", "Alignment", "GinnError", "Head", "NetworkSpec", "Plane", "Recorder", "Run", "TrainingSpec",
           "View", "align", "fit", "from_sklearn", "render", "watch"]


def __getattr__(name: str):
    if name == "Recorder":  # on demand: its codecs take as long to load as all the rest
        from .record import Recorder
        return Recorder
    if name in ("Alignment", "align"):
        from .insight import alignment
        return getattr(alignment, name)
    if name == "watch":
        from .own import watch
        return watch
    if name == "from_sklearn":
        from .own.sklearn_models import from_sklearn
        return from_sklearn
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
