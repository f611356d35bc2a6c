"""A video file as a context manager."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import av
import numpy as np

from ..errors import GinnError
from .encoders import ENCODERS, Size
from .files import written_whole


class Recorder:
    """Records frames into an .mp4 or .gif, which is there whole at the end or not at all.

    >>> with Recorder("learning.mp4", size=(720, 720), fps=30) as recorder:
    ...     recorder.add(frame)                         # (720, 720, 3) uint8, as often as wanted

    size: (width, height) of every frame, in pixels. fps: frames per second, 1 to 240, at most 50 for a GIF.
    Raises GinnError for another suffix, no frame at all, and where the file cannot be written.
    """

    def __init__(self, path: str | Path, size: Size, fps: int = 30) -> None:
        self.path, self.size, self.fps = Path(path), size, fps
        self.frames = 0
        suffix = self.path.suffix.lower()
        if suffix not in ENCODERS:
            raise GinnError(f"{self.path}: a video is {' or '.join(ENCODERS)}, not '{suffix}'")
        self._format = ENCODERS[suffix]
        if not 1 <= fps <= self._format.MAX_FPS:
            raise GinnError(f"{suffix} files play 1 to {self._format.MAX_FPS} frames a second, not {fps}")

    def add(self, frame: np.ndarray) -> None:
        """Append an (H, W, 3) uint8 frame of the recorder's size."""
        width, height = self.size
        if frame.shape != (height, width, 3):
            raise ValueError(f"a frame of shape {frame.shape} in a recording of {width} x {height}")
        self._encoder.add(frame)
        self.frames += 1

    def __enter__(self) -> Self:
        self._recording = self._record()
        return self._recording.__enter__()

    def __exit__(self, *error) -> bool | None:
        return self._recording.__exit__(*error)

    @contextmanager
    def _record(self) -> Iterator[Recorder]:
        try:
            with written_whole(self.path) as part:
                self._encoder = self._format(part, self.size, self.fps)
                try:
                    yield self
                    if not self.frames:
                        raise GinnError(f"{self.path}: no frame was recorded")
                    self._encoder.close()
                finally:
                    self._encoder.abandon()
        except av.FFmpegError as error:
            raise GinnError(f"{self.path}: cannot be encoded ({error.strerror})") from None
