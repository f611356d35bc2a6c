"""Videos, frame by frame: H.264 in MP4, and GIF. Nothing is held back but what the codec itself needs."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from PIL import Image

Size = tuple[int, int]
"""(width, height) in pixels."""


class _Encoder:
    """What both formats share: one stream in one container, frames timed by their number."""

    MAX_FPS = 240

    def __init__(self, path: Path, container: str, codec: str, time_base: Fraction, fps: int,
                 options: dict[str, str]) -> None:
        self._fps = fps
        self._time_base = time_base
        self._count = 0
        self._container = av.open(str(path), "w", format=container, options=options)
        self._stream = self._container.add_stream(codec, rate=1 / time_base)
        self._stream.time_base = self._stream.codec_context.time_base = time_base

    def _encode(self, frame: av.VideoFrame) -> None:
        begin, end = (round(Fraction(k, self._fps) / self._time_base) for k in (self._count, self._count + 1))
        frame.pts, frame.duration, frame.time_base = begin, end - begin, self._time_base
        self._count += 1
        for packet in self._stream.encode(frame):
            packet.duration = frame.duration  # or the last frame of a GIF is gone in a blink
            self._container.mux(packet)

    def close(self) -> None:
        """Write out what is still in the codec, and end the file."""
        self._container.mux(self._stream.encode())
        self._container.close()

    def abandon(self) -> None:
        """Let go of a file that will not be finished."""
        with suppress(av.FFmpegError):
            self._container.close()


class Mp4(_Encoder):
    """H.264 as every player reads it: 4:2:0, even sizes, index in front so that it plays while it loads."""

    def __init__(self, path: Path, size: Size, fps: int) -> None:
        super().__init__(path, "mp4", "libx264", Fraction(1, fps), fps, {"movflags": "faststart"})
        self._stream.width, self._stream.height = (side + side % 2 for side in size)
        self._stream.pix_fmt = "yuv420p"
        self._stream.options = {"crf": "16", "preset": "medium"}
        # Said in the file, or players guess by its size and shift the boundaries' colours.
        codec = self._stream.codec_context
        codec.colorspace, codec.color_range = Colorspace.ITU709, ColorRange.MPEG
        codec.color_primaries, codec.color_trc = ColorPrimaries.BT709, ColorTrc.BT709

    def add(self, frame: np.ndarray) -> None:
        """Append an (H, W, 3) uint8 frame; an odd side gets its edge pixels twice."""
        height, width = frame.shape[:2]
        even = np.pad(frame, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
        rgb = av.VideoFrame.from_ndarray(even, format="rgb24")
        self._encode(rgb.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709,
                                  dst_color_range=ColorRange.MPEG))


class Gif(_Encoder):
    """GIF that loops, a palette of its own for every frame. Its clock ticks in hundredths of a second."""

    MAX_FPS = 50  # players take a delay below two hundredths for ten

    def __init__(self, path: Path, size: Size, fps: int) -> None:
        super().__init__(path, "gif", "gif", Fraction(1, 100), fps, {"loop": "0"})
        self._stream.width, self._stream.height = size
        self._stream.pix_fmt = "pal8"

    def add(self, frame: np.ndarray) -> None:
        """Append an (H, W, 3) uint8 frame."""
        # Of Pillow's methods this one keeps the rare colours, which are those of thin boundaries.
        few = Image.fromarray(frame).quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        colours = np.frombuffer(few.palette.tobytes(), np.uint8).reshape(-1, 3)
        argb = np.full((256, 4), 255, np.uint8)
        argb[:len(colours), 1:] = colours
        self._encode(av.VideoFrame.from_ndarray((np.asarray(few), argb), format="pal8"))


ENCODERS = {".mp4": Mp4, ".gif": Gif}
