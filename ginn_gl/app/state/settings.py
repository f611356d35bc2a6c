"""What the user has chosen for good."""

from __future__ import annotations

from dataclasses import dataclass

FRAME_RATES = (15, 30, 60, 120, 144)
VIDEO_FORMATS = {"MP4": ".mp4", "WebM": ".webm", "GIF": ".gif", "PNG frames": ".png"}
"""Formats to choose from, and how their files' names end; the frames go into a folder of their own."""
VIDEO_FRAME_RATES = (10, 15, 20, 25, 30, 50, 60)
TEXT_SIZES = (0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0)


@dataclass
class Settings:
    """Kept from one time to the next.

    log_step, log_loss: whether the timeline's axes are logarithmic. smooth: play through what lies between
    checkpoints too. frame_rate: to hold while things move, by drawing them coarsely. light: the theme.
    outline_region, show_vertices: what is marked in the picture. text_size: of all text, 1 is the usual. video_size:
    such as 1920x1080; as large as on screen where it is empty. seen: the first minute.
    trails: how far back lines leave them. match_neurons: of runs side by side, so that a number means the same in all.
    """

    log_step: bool = True
    log_loss: bool = True
    smooth: bool = False
    frame_rate: int = 30
    light: bool = False
    text_size: float = 1.0
    outline_region: bool = False
    show_vertices: bool = False
    video_format: str = "MP4"
    video_size: str = ""
    video_fps: int = 30
    seen: bool = False
    trails: str = "off"
    match_neurons: bool = False
