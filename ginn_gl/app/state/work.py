"""What goes on beside the window, in processes and threads of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ...store import Run
from ..capture.recording import Recording
from ..processes.answering import Answering
from ..processes.arrivals import Arrivals
from ..processes.findings import Findings
from ..processes.preview import Preview
from ..processes.run_facts import RunReader
from ..processes.tour import TourStops
from ..processes.trainer import Trainer
from ..processes.vertices import VertexFinder
from ..processes.video import VideoMaking
from .beside import MOST
from .reading import Growth


@dataclass
class Work:
    """findings: insights into the shown run. preview: of what the next training learns. vertex_finders: one for each
    run on screen. ending: where and why the training of the shown run stopped, if it did; looked_at: the run that this
    was found out about. recording: of what is on screen; video: of a whole training.
    """

    findings: Findings = field(default_factory=Findings)
    tour: TourStops = field(default_factory=TourStops)
    preview: Preview = field(default_factory=Preview)
    vertex_finders: tuple[VertexFinder, ...] = field(
        default_factory=lambda: tuple(VertexFinder() for _ in range(MOST)))
    arrivals: Arrivals = field(default_factory=Arrivals)
    run_facts: RunReader = field(default_factory=RunReader)
    growth: Growth = field(default_factory=Growth)
    trainer: Trainer | None = None
    ending: str | None = None
    looked_at: Run | None = None
    recording: Recording | None = None
    video: VideoMaking | None = None

    @property
    def training(self) -> bool:
        """Whether a training runs beside the viewer."""
        return self.trainer is not None and self.trainer.running

    @property
    def at_work(self) -> bool:
        """Whether a training runs beside the viewer that is not halted."""
        return self.trainer is not None and not self.trainer.paused

    def answering(self) -> Iterator[Answering]:
        """All that answers questions."""
        yield from (self.findings, self.tour, self.preview, self.run_facts, *self.vertex_finders)
