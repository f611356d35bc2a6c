"""Pictures and videos as files: there whole at the end, or not at all."""

from .encoders import ENCODERS
from .headless import capture, has_display
from .recorder import Recorder
from .still import save_npy, save_png
from .sweep import sweep

__all__ = ["ENCODERS", "Recorder", "capture", "has_display", "save_npy", "save_png", "sweep"]
