"""Videos decoded by another program than wrote them: the ffmpeg that comes with imageio-ffmpeg."""

import re
import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np

DURATION = re.compile(r"Duration: (\d+):(\d+):([\d.]+)")
STREAM = re.compile(r"Video: (\w+).*?, (\w+).*?, (\d+)x(\d+).*?, ([\d.]+) fps")


def decode(path: Path, *options: str) -> tuple[dict, list[np.ndarray]]:
    """What ffmpeg says of a video, and its frames, (H, W, 3) uint8. options: of ffmpeg, for its output."""
    colours = ("-sws_flags", "accurate_rnd+full_chroma_int")
    ran = subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-i", path, *colours,
                          *(options or ("-fps_mode", "passthrough")), "-f", "rawvideo", "-pix_fmt", "rgb24", "-"],
                         stdin=subprocess.DEVNULL, capture_output=True, check=True)
    said = ran.stderr.decode(errors="replace")
    hours, minutes, seconds = map(float, DURATION.search(said).groups())
    codec, pix_fmt, width, height, fps = STREAM.search(said).groups()
    size = int(width), int(height)
    about = {"codec": codec, "pix_fmt": pix_fmt, "size": size, "fps": float(fps),
             "duration": 3600 * hours + 60 * minutes + seconds}
    return about, list(np.frombuffer(ran.stdout, np.uint8).reshape(-1, size[1], size[0], 3))
