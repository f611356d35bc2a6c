"""What an installation needs, looked at: what there is, what is wrong, and what to do about it."""

from .examining import examine
from .report import Part, as_json, as_text

__all__ = ["Part", "as_json", "as_text", "examine"]
