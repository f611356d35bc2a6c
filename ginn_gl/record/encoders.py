"""Videos, frame by frame: H.264 in MP4, VP9 in WebM, GIF, and numbered PNGs.

Nothing is held back but what a codec itself needs. Frames follow each other evenly; a place that is skipped
leaves the frame before it on show. A comment in each file says what it shows and how many were dropped.
Files are written and read, and never mapped into memory, which some folders do not allow.
"""

# PyAV does not say of a stream what kind it is, nor of which packages it takes its names.
# pyright: reportAttributeAccessIssue=false, reportArgumentType=false

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from ..errors import GinnError
from ..paths import LARGEST_GIF, VIDEOS
from ..store.texts import printable
from .files import all_written_whole, is_numbered, written_whole

Size = tuple[int, int]
"""(width, height) in pixels."""

LARGE = 4096 * 2304  # pixels of a frame, above which a codec is to look less far ahead, to spare memory

BLOCK = 1 << 20  # bytes of a file that are read at a time


def comment(about: str, dropped: int) -> str:
    """What is kept in a file; as long for one number of dropped frames as for another."""
    return f"{printable(about)}; frames dropped: {dropped:>8}"


class _Encoder:
    """What libavcodec's formats share: one stream in one container, frames timed by their number.

    bytes: that have left the codec. CODEC: libavcodec's name for it. FPS: frames a second unless asked for.
    """

    CODEC: str
    MAX_FPS = 240
    FPS = 30
    written = staticmethod(written_whole)

    def __init__(self, path: Path, container: str, size: Size, time_base: Fraction, fps: Fraction,
                 about: str, options: dict[str, str]) -> None:
        self._path, self._about = path, about
        self._fps = fps
        self._time_base = time_base
        self._count = self.bytes = 0
        self._container = av.open(str(path), "w", format=container, options=options)
        self._container.metadata["comment"] = comment(about, 0)
        self._stream = self._container.add_stream(self.CODEC, rate=1 / time_base)
        self._stream.width, self._stream.height = self.stored_size(size)
        self._stream.time_base = self._stream.codec_context.time_base = time_base

    @staticmethod
    def stored_size(size: Size) -> Size:
        """(width, height) of the video, where frames have the given size."""
        return size

    @staticmethod
    def usual_size(size: Size) -> Size:
        """What it has where no size is asked for and a picture would have the given one."""
        return size

    @classmethod
    def is_there(cls) -> bool:
        """Whether libavcodec was built with its codec, which some systems leave out for its licence."""
        try:
            av.Codec(cls.CODEC, "w")
        except ValueError:
            return False
        return True

    def skip(self) -> None:
        """Show the last frame for one more frame's time."""
        self._count += 1

    def _encode(self, frame: av.VideoFrame) -> None:
        begin, end = (round(k / self._fps / self._time_base) for k in (self._count, self._count + 1))
        frame.pts, frame.duration, frame.time_base = begin, end - begin, self._time_base
        self._count += 1
        for packet in self._stream.encode(frame):
            self.bytes += packet.size
            packet.duration = frame.duration  # or the last frame of a GIF is gone in a blink
            self._container.mux(packet)

    def close(self, dropped: int) -> None:
        """Write out what is still in the codec, end the file, and note in it how many frames were dropped."""
        self._container.mux(self._stream.encode())
        self._container.close()
        self._note(dropped)

    def _note(self, dropped: int) -> None:
        # libavformat takes comments only at the start, when the number is not known yet.
        before, after = (comment(self._about, number).encode() for number in (0, dropped))
        with self._path.open("r+b") as file:
            file.seek(_position(file, before))
            file.write(after)

    def abandon(self) -> None:
        """Let go of a file that will not be finished."""
        with suppress(av.FFmpegError):
            self._container.close()


class _Film(_Encoder):
    """Codecs with their colours in 4:2:0, as every player reads them."""

    def __init__(self, path: Path, container: str, size: Size, fps: Fraction, about: str,
                 container_options: dict[str, str], options: dict[str, str]) -> None:
        super().__init__(path, container, size, 1 / fps, fps, about, container_options)
        self._stream.pix_fmt = "yuv420p"
        self._stream.options = options
        # Said in the file, or players guess by its size and shift the boundaries' colours.
        context = self._stream.codec_context
        context.colorspace, context.color_range = Colorspace.ITU709, ColorRange.MPEG
        context.color_primaries, context.color_trc = ColorPrimaries.BT709, ColorTrc.BT709

    def add(self, frame: np.ndarray) -> None:
        """Append an (H, W, 3) or (H, W, 4) uint8 frame; what the stored size has more repeats the edge pixels."""
        height, width, channels = frame.shape
        if (width, height) != (self._stream.width, self._stream.height):
            extra = [(0, self._stream.height - height), (0, self._stream.width - width), (0, 0)]
            frame = np.pad(frame, extra, mode="edge")
        coloured = av.VideoFrame.from_ndarray(frame, format="rgba" if channels == 4 else "rgb24")
        self._encode(coloured.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709,
                                       dst_color_range=ColorRange.MPEG))


class Mp4(_Film):
    """H.264 in even sizes, its index in front so that it plays while it loads."""

    CODEC = "libx264"

    def __init__(self, path: Path, size: Size, fps: Fraction, about: str, live: bool) -> None:
        # With frames out of order ("bf"), skipped places would make the file's length wrong; it is 6 % larger so.
        options = {"crf": "16", "bf": "0", "preset": "medium"}
        if live:  # a third less time than "superfast" for a fifth more bytes, and as good
            options |= {"preset": "ultrafast", "aq-mode": "1"}
        if size[0] * size[1] > LARGE:
            options |= {"rc-lookahead": "8", "threads": "4"}
        super().__init__(path, "mp4", size, fps, about, {"movflags": "faststart"}, options)

    @staticmethod
    def stored_size(size: Size) -> Size:
        return size[0] + size[0] % 2, size[1] + size[1] % 2


class WebM(_Film):
    """VP9."""

    CODEC = "libvpx-vp9"

    def __init__(self, path: Path, size: Size, fps: Fraction, about: str, live: bool) -> None:
        options = {"crf": "18", "b": "0"} | ({"deadline": "realtime", "cpu-used": "8"} if live else {"cpu-used": "3"})
        if size[0] * size[1] > LARGE:
            options["lag-in-frames"] = "8"
        # Without this flag a WebM has a random number in it.
        super().__init__(path, "webm", size, fps, about, {"fflags": "+bitexact"}, options)


class Gif(_Encoder):
    """GIF that loops, a palette of its own for every frame. Its clock ticks in hundredths of a second.

    Frames hardly shrink in it, so that by default they are fewer and smaller: a whole run of the paper's takes 8 MB.
    """

    CODEC = "gif"
    MAX_FPS = 50  # players take a delay below two hundredths for ten
    FPS = 10      # a delay that all players keep to

    def __init__(self, path: Path, size: Size, fps: Fraction, about: str, live: bool) -> None:
        super().__init__(path, "gif", size, Fraction(1, 100), fps, about, {"loop": "0"})
        self._stream.pix_fmt = "pal8"

    @staticmethod
    def usual_size(size: Size) -> Size:
        scale = min(1.0, LARGEST_GIF / max(size))
        return max(1, round(scale * size[0])), max(1, round(scale * size[1]))

    def add(self, frame: np.ndarray) -> None:
        """Append an (H, W, 3) or (H, W, 4) uint8 frame."""
        # Of Pillow's methods this one keeps the rare colours, which are those of thin boundaries.
        few = _as_image(frame).quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        colours = np.frombuffer(few.palette.tobytes(), np.uint8).reshape(-1, 3)
        argb = np.full((256, 4), 255, np.uint8)
        argb[:len(colours), 1:] = colours
        self._encode(av.VideoFrame.from_ndarray((np.asarray(few), argb), format="pal8"))

    def _note(self, dropped: int) -> None:
        """As a comment extension (GIF89a, section 24) in front of the trailer, which libavformat writes none of."""
        text = comment(self._about, dropped).encode()[:255]
        with self._path.open("r+b") as file:
            file.seek(-1, os.SEEK_END)
            trailer = file.read()
            file.seek(-1, os.SEEK_END)
            file.write(b"\x21\xfe" + bytes([len(text)]) + text + b"\0" + trailer)


class Frames:
    """Numbered PNGs, from 1 on. Each has the comment, with how many were dropped up to it."""

    MAX_FPS = 240
    FPS = 30
    written = staticmethod(all_written_whole)

    def __init__(self, pattern: Path, size: Size, fps: Fraction, about: str, live: bool) -> None:
        self._pattern, self._about = pattern, f"{about} at {float(fps):.6g} frames a second"
        self._effort = 1 if live else 6  # of zlib
        self._count = self._dropped = self.bytes = 0

    @staticmethod
    def stored_size(size: Size) -> Size:
        return size

    @staticmethod
    def usual_size(size: Size) -> Size:
        return size

    @staticmethod
    def is_there() -> bool:
        return True

    def add(self, frame: np.ndarray) -> None:
        """Save an (H, W, 3) or (H, W, 4) uint8 frame."""
        self._count += 1
        described = PngInfo()
        described.add_text("Comment", comment(self._about, self._dropped))
        _as_image(frame).save(self._file(), pnginfo=described, compress_level=self._effort)
        self.bytes += self._file().stat().st_size

    def skip(self) -> None:
        """Save the last frame once more."""
        last = self._file()
        self._count += 1
        self._dropped += 1
        shutil.copyfile(last, self._file())

    def close(self, dropped: int) -> None:
        """Nothing is left to do."""

    def abandon(self) -> None:
        """Nothing is held."""

    def _file(self) -> Path:
        return self._pattern.with_name(self._pattern.name % self._count)


ENCODERS = {".mp4": Mp4, ".webm": WebM, ".gif": Gif, ".png": Frames}


def encoder_for(path: Path) -> type[Mp4 | WebM | Gif | Frames]:
    """By suffix; a .png needs a number in its name, such as frame-%05d.png. Raises GinnError for another."""
    suffix = path.suffix.lower()
    if suffix not in ENCODERS or (suffix == ".png" and not is_numbered(path)):
        raise GinnError(f"{path}: a video is {', '.join(VIDEOS)} or numbered pictures such as frame-%05d.png")
    return ENCODERS[suffix]


def require(suffix: str) -> None:
    """Raises GinnError where FFmpeg, as it is here, cannot write such a video; it names what it can."""
    encoder = ENCODERS[suffix]
    if not encoder.is_there():
        others = [other for other in VIDEOS if ENCODERS[other].is_there()]
        raise GinnError(f"the FFmpeg here was built without {encoder.CODEC}, which {suffix} takes: choose "
                        f"{', '.join([*others, 'or numbered pictures such as frame-%05d.png'])}")


def _as_image(frame: np.ndarray) -> Image.Image:
    """Without alpha."""
    return Image.fromarray(np.ascontiguousarray(frame[:, :, :3]))


def _position(file: BinaryIO, wanted: bytes) -> int:
    """Of some bytes in a file that has them, read block by block."""
    kept = b""
    while block := file.read(BLOCK):
        found = (kept + block).find(wanted)
        if found >= 0:
            return file.tell() - len(block) - len(kept) + found
        kept = (kept + block)[1 - len(wanted):]
    raise ValueError("not in the file")
