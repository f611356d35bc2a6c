"""A video of what the viewer shows while it shows it: frames go through a queue to a thread that encodes them."""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from ...errors import GinnError

MOST_BYTES = 256_000_000  # of frames that wait for the encoder
LONGEST_QUEUE = 120       # frames
LATER = 10                # nicer by so much than the window is the encoder

Size = tuple[int, int]


def _give_way() -> None:
    """The window goes first: this thread, and those that it begins, work in what time is left, where that can be."""
    if sys.platform == "linux":  # where threads have priorities of their own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LATER)


class Recording:
    """One video in the making. Neither `offer` nor `finish` ever waits for the encoder.

    Time is divided into places for frames, `fps` of them a second. A place that the viewer was too slow to fill,
    or whose frame found no room in the queue, is dropped: the frame before it stays on show.

    size: (width, height) in pixels. of_window: of the whole window rather than of the picture alone.
    places: so far; dropped: how many of them. finishing: no more frames are wanted.
    """

    def __init__(self, path: Path, size: Size, fps: int, about: str, of_window: bool) -> None:
        from ...record import Recorder  # with its codecs, which the first frame need not wait for

        self.path, self.size, self.fps, self.of_window = path, size, fps, of_window
        self.places = self.dropped = 0
        self.stopped = self.finishing = False
        self.error: GinnError | None = None
        self._begun: float | None = None
        self._frames: queue.Queue[tuple[int, Callable[[], np.ndarray]] | None] = queue.Queue()
        self._longest = max(2, min(LONGEST_QUEUE, MOST_BYTES // (4 * size[0] * size[1])))
        self._recorder = Recorder(path, size, fps, about, live=True)
        self._thread = threading.Thread(target=self._encode, name="encoder")
        self._thread.start()

    @property
    def seconds(self) -> float:
        return self.places / self.fps

    @property
    def bytes(self) -> int:
        """Of the file so far."""
        return self._recorder.bytes

    @property
    def ended(self) -> bool:
        """Whether the file is whole, or an error has ended it."""
        return not self._thread.is_alive()

    def next_place(self) -> int | None:
        """The place of a frame taken now; None where it is too early for another."""
        now = time.perf_counter()
        if self._begun is None:
            self._begun = now
        # The nearest, for at equal rates the viewer's frames come now a little before, now a little after.
        place = round((now - self._begun) * self.fps)
        if place < self.places:
            return None
        self.dropped += place - self.places
        self.places = place + 1
        return place

    def offer(self, place: int, make: Callable[[], np.ndarray]) -> None:
        """Hand over what makes an (H, W, 4) uint8 frame, or drop it where too many wait already.

        It is made in the encoder's thread. A smaller frame is enlarged.
        """
        if self._frames.qsize() < self._longest:
            self._frames.put((place, make))
        else:
            self.dropped += 1

    def finish(self) -> None:
        """Take no more frames; the file is whole once it has `ended`."""
        if not self.finishing:
            self.finishing = True
            self._frames.put(None)

    def wait(self) -> None:
        """Until the file is whole."""
        self._thread.join()

    def _encode(self) -> None:
        _give_way()
        try:
            with self._recorder as recorder:
                for place, make in iter(self._frames.get, None):
                    self._drop_up_to(place)
                    recorder.add(self._enlarged(make()))
                self._drop_up_to(self.places)
        except Exception as error:  # noqa: BLE001 - of whatever kind: the viewer goes on, and says it
            self.error = error if isinstance(error, GinnError) else GinnError(f"{self.path}: {error}")

    def _enlarged(self, frame: np.ndarray) -> np.ndarray:
        if frame.shape[1::-1] == self.size:
            return frame
        from PIL import Image  # takes a while to load, and the viewer to start

        return np.asarray(Image.fromarray(frame).resize(self.size, Image.Resampling.BILINEAR))

    def _drop_up_to(self, place: int) -> None:
        if self._recorder.frames:
            while self._recorder.frames + self._recorder.dropped < place:
                self._recorder.drop()
