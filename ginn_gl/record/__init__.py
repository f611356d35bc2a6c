"""Pictures and videos as files: there whole at the end, or not at all."""

from .caption import Caption
from .encoders import encoder_for
from .headless import capture, has_display
from .recorder import Recorder
from .still import save_npy, save_png
from .sweep import Sweep, bar, lines, record_sweep
from .turning import Turn, turn_of

__all__ = ["Caption", "Recorder", "Sweep", "Turn", "bar", "capture", "encoder_for", "has_display", "lines",
           "record_sweep", "save_npy", "save_png", "turn_of"]
