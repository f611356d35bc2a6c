"""What panels have half typed."""

from __future__ import annotations

from dataclasses import dataclass, field

from .branch import BranchDraft
from .drawing import Drawing
from .figure import FigureDraft
from .plane import PlaneChoice
from .training import Draft
from .video import VideoDraft


@dataclass
class Forms:
    """training: of the next one; training_before: to go back to where a file that came in cannot be learnt.
    branch: of a training that goes on from the shown step, while it is asked for.
    """

    training: Draft = field(default_factory=Draft)
    training_before: Draft | None = None
    branch: BranchDraft | None = None
    drawing: Drawing = field(default_factory=Drawing)
    figure: FigureDraft = field(default_factory=FigureDraft)
    video: VideoDraft = field(default_factory=VideoDraft)
    plane: PlaneChoice = field(default_factory=PlaneChoice)
    bookmark_name: str = ""
