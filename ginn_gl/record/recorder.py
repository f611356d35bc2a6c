"""A video file as a context manager."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Self

import av
import numpy as np

from ..config import exact_rate
from ..errors import GinnError
from .encoders import Size, encoder_for, require


class Recorder:
    """Records frames into a video, which is there whole at the end or not at all.

    >>> with Recorder("learning.mp4", size=(720, 720), fps=30) as recorder:
    ...     recorder.add(frame)                         # (720, 720, 3) uint8, as often as wanted

    path: .mp4 (H.264), .webm (VP9), .gif, or numbered pictures such as frames/%05d.png.
    size: (width, height) of every frame, in pixels; an .mp4 repeats the edge pixels of an odd side.
    fps: frames per second, 1 to 240, at most 50 for a GIF; 29.97 and its like are 30000/1001. about: kept as a comment
    in the file.
    live: encode fast rather than small.
    Raises GinnError for another suffix, no frame at all, where the file cannot be written, and where FFmpeg lacks the
    codec.
    """

    def __init__(self, path: str | Path, size: Size, fps: float | Fraction = 30, about: str = "GINN-GL",
                 live: bool = False) -> None:
        self.path, self.size, self.fps = Path(path), size, exact_rate(fps)
        self.frames = self.dropped = 0
        self._format = encoder_for(self.path)
        if not 1 <= self.fps <= self._format.MAX_FPS:
            raise GinnError(f"{self.path.suffix} files play 1 to {self._format.MAX_FPS} frames a second, "
                            f"not {float(fps):g}")
        require(self.path.suffix.lower())
        self._settings = (size, self.fps, about, live)

    def add(self, frame: np.ndarray) -> None:
        """Append a frame of the recorder's size: (H, W, 3) uint8, or (H, W, 4) with an alpha that is not looked at."""
        width, height = self.size
        if frame.shape not in ((height, width, 3), (height, width, 4)):
            raise ValueError(f"a frame of shape {frame.shape} in a recording of {width} x {height}")
        self._encoder.add(frame)
        self.frames += 1

    def drop(self) -> None:
        """Leave a frame out: the one before it, of which there must be one, is shown in its place."""
        self._encoder.skip()
        self.dropped += 1

    @property
    def bytes(self) -> int:
        """Of the file so far."""
        return self._encoder.bytes if self.frames else 0

    def __enter__(self) -> Self:
        self._recording = self._record()
        self._recording.__enter__()
        return self

    def __exit__(self, *error) -> bool | None:
        return self._recording.__exit__(*error)

    @contextmanager
    def _record(self) -> Iterator[Recorder]:
        try:
            with self._format.written(self.path) as part:
                self._encoder = self._format(part, *self._settings)
                try:
                    yield self
                    if not self.frames:
                        raise GinnError(f"{self.path}: no frame was recorded")
                    self._encoder.close(self.dropped)
                finally:
                    self._encoder.abandon()
        except av.FFmpegError as error:
            raise GinnError(f"{self.path}: cannot be encoded ({error.strerror})") from None
