"""Videos decoded by another program than wrote them: the ffmpeg that comes with imageio-ffmpeg."""

from pathlib import Path

import imageio_ffmpeg
import numpy as np


def decode(path: Path, *options: str) -> tuple[dict, list[np.ndarray]]:
    """What ffmpeg says of a video, and its frames, (H, W, 3) uint8. options: of ffmpeg, for its output."""
    colours = ("-sws_flags", "accurate_rnd+full_chroma_int")
    reader = imageio_ffmpeg.read_frames(str(path), output_params=[*colours, *(options or ("-fps_mode", "passthrough"))])
    about = next(reader)
    width, height = about["size"]
    return about, [np.frombuffer(data, np.uint8).reshape(height, width, 3) for data in reader]
