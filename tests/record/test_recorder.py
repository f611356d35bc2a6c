"""Videos and pictures, read again by others than wrote them: a separate ffmpeg, and for GIF and PNG Pillow."""

import io
import subprocess
import sys
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

from ginn_gl.errors import GinnError
from ginn_gl.record import Recorder, save_npy, save_png
from ginn_gl.record.encoders import BLOCK, Mp4, _position

from .decoding import decode

COLOURS = [(0, 162, 255), (255, 75, 50), (168, 255, 15), (0, 0, 0), (255, 255, 255), (128, 128, 128)]


def frames(count: int, size: tuple[int, int]) -> list[np.ndarray]:
    """Two halves, of the boundaries' colours and grey, that change places and colours."""
    width, height = size
    drawn = []
    for k in range(count):
        frame = np.empty((height, width, 3), np.uint8)
        frame[:, :width // 2] = COLOURS[k % len(COLOURS)]
        frame[:, width // 2:] = COLOURS[(k + 1) % len(COLOURS)]
        drawn.append(frame)
    return drawn


def record(path, size, fps, count=12, dropped=()) -> list[np.ndarray]:
    """Record `count` frames, all but those whose numbers are in `dropped`; returns what is to be seen then."""
    drawn = frames(count, size)
    with Recorder(path, size, fps, "what it shows") as recorder:
        for k, frame in enumerate(drawn):
            if k in dropped:
                recorder.drop()
                drawn[k] = drawn[k - 1]
            else:
                recorder.add(frame)
    assert (recorder.frames, recorder.dropped) == (count - len(dropped), len(dropped))
    return drawn


def close(found: np.ndarray, expected: np.ndarray) -> bool:
    """Equal within the codec's loss, which is largest where colours meet."""
    width = expected.shape[1]
    away_from_the_edge = np.abs(np.arange(width) - width // 2) > 8
    return np.abs(found[:, :width].astype(int) - expected)[:, away_from_the_edge].max(initial=0) <= 5


@pytest.mark.parametrize("size, fps", [((64, 48), 30), ((33, 17), 25), ((3, 2), 60)])
@pytest.mark.parametrize("suffix, codec", [("mp4", "h264"), ("webm", "vp9")])
def test_a_video_holds_what_was_drawn(tmp_path, size, fps, suffix, codec):
    path = tmp_path / f"video.{suffix}"
    drawn = record(path, size, fps)
    assert list(tmp_path.iterdir()) == [path], "nothing else is left"
    about, decoded = decode(path)
    even = tuple(side + side % 2 for side in size)
    assert (about["codec"], about["pix_fmt"][:7], about["fps"]) == (codec, "yuv420p", fps)
    assert about["size"] == (even if suffix == "mp4" else size)
    for found, expected in zip(decoded, drawn, strict=True):
        assert close(found[:size[1]], expected)
        assert np.abs(found[:size[1], size[0] - 1:].astype(int) - found[:size[1], size[0] - 1:size[0]]).max() <= 4
        assert np.abs(found[size[1] - 1:].astype(int) - found[size[1] - 1]).max() <= 4


@pytest.mark.parametrize("suffix", ["mp4", "webm", "gif"])
def test_dropped_frames_leave_the_last_one_on_show_and_are_counted_in_the_file(tmp_path, suffix):
    path = tmp_path / f"video.{suffix}"
    drawn = record(path, (40, 32), 10, count=12, dropped=(2, 3, 6, 7, 8, 9, 10))
    _, decoded = decode(path, "-vf", "fps=10")
    for found, expected in zip(decoded, drawn, strict=True):
        assert close(found, expected)
    about, decoded = decode(path)
    assert len(decoded) == 5 and about["duration"] == pytest.approx(1.2, abs=0.011)
    assert b"what it shows; frames dropped:        7" in path.read_bytes()


def test_numbered_pictures(tmp_path):
    pattern = tmp_path / "new" / "frame %03d.png"
    drawn = record(pattern, (33, 17), 30, count=5, dropped=(2,))
    assert [path.name for path in tmp_path.iterdir()] == ["new"]
    for path, expected in zip(sorted(pattern.parent.iterdir()), drawn, strict=True):
        with Image.open(path) as image:
            assert (np.asarray(image) == expected).all()
            last_comment = image.text["Comment"]
    assert path.name == "frame 005.png"
    assert last_comment == "what it shows at 30 frames a second; frames dropped:        1"
    with pytest.raises(GinnError, match="frame 00.*.png is there already"):
        record(pattern, (33, 17), 30)


def test_an_mp4_can_be_played_while_it_loads(tmp_path):
    path = tmp_path / "video.mp4"
    record(path, (64, 64), 30)
    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize("fps, hundredths", [(10, [10] * 12), (50, [2] * 12), (30, [3, 4, 3] * 4)])
def test_a_gif_holds_what_was_drawn_at_the_right_pace(tmp_path, fps, hundredths):
    path = tmp_path / "video.gif"
    drawn = record(path, (40, 31), fps)
    with Image.open(path) as image:
        assert (image.size, image.n_frames, image.info["loop"]) == ((40, 31), 12, 0)
        delays = []
        for k, expected in enumerate(drawn):
            image.seek(k)
            delays.append(image.info["duration"] / 10)
            assert np.array_equal(np.asarray(image.convert("RGB")), expected)
    assert delays == hundredths


def test_a_gif_of_many_colours_stays_close(tmp_path):
    y, x = np.mgrid[0:120, 0:120]
    frame = np.stack([x + y, x + y, x + y], axis=2).astype(np.uint8)
    for offset, colour in enumerate(COLOURS[:3]):
        frame[30 + 20 * offset, :] = colour
    with Recorder(tmp_path / "video.gif", (120, 120), 10) as recorder:
        recorder.add(frame)
    with Image.open(tmp_path / "video.gif") as video:
        found = np.asarray(video.convert("RGB")).astype(int)
    assert np.abs(found - frame).max() <= 6


def test_pictures_come_back(tmp_path):
    frame = frames(1, (5, 3))[0]
    save_png(tmp_path / "new folder" / "a.png", frame)
    assert np.array_equal(np.asarray(Image.open(tmp_path / "new folder" / "a.png")), frame)
    field = np.random.default_rng(0).normal(size=(3, 5)).astype(np.float32)
    save_npy(tmp_path / "a.npy", field)
    assert np.array_equal(np.load(tmp_path / "a.npy", allow_pickle=False), field)


@pytest.mark.parametrize("suffix", ["mp4", "webm", "gif"])
def test_what_is_broken_off_leaves_the_old_file(tmp_path, suffix):
    path = tmp_path / f"video.{suffix}"
    path.write_text("the old one")
    with pytest.raises(KeyboardInterrupt), Recorder(path, (64, 64), 30) as recorder:
        for frame in frames(8, (64, 64)):
            recorder.add(frame)
        raise KeyboardInterrupt
    assert path.read_text() == "the old one"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["video.avi", "video", ".mp4", "frame.png", "%d%d.png", "%x.png"])
def test_another_suffix_is_refused(tmp_path, name):
    with pytest.raises(GinnError, match="a video is .mp4, .webm, .gif or"):
        Recorder(tmp_path / name, (64, 64), 30)


def test_no_frame_is_no_video(tmp_path):
    with pytest.raises(GinnError, match="no frame"), Recorder(tmp_path / "video.mp4", (64, 64), 30):
        pass
    assert not list(tmp_path.iterdir())


def test_a_gif_cannot_be_faster_than_players_play_it(tmp_path):
    with pytest.raises(GinnError, match="1 to 50 frames"):
        Recorder(tmp_path / "video.gif", (64, 64), 60)


@pytest.mark.parametrize("suffix", ["mp4", "webm"])
@pytest.mark.parametrize("fps, exact", [(29.97, "30000/1001"), (23.976, "24000/1001"), (12.5, "25/2")])
def test_frame_rates_are_exact(tmp_path, suffix, fps, exact):
    path = tmp_path / f"video.{suffix}"
    record(path, (64, 48), fps)
    with av.open(path) as container:
        stream = container.streams.video[0]
        assert str(stream.average_rate) == exact
        times = [float(packet.pts * packet.time_base) for packet in container.demux(stream) if packet.pts is not None]
    assert times == pytest.approx([k / float(Fraction(exact)) for k in range(12)], abs=0.0006)  # WebM has milliseconds


def test_a_codec_that_ffmpeg_lacks_is_said_with_what_works(tmp_path, monkeypatch):
    monkeypatch.setattr(Mp4, "CODEC", "libx264-that-is-not-there")
    with pytest.raises(GinnError, match="without libx264-that-is-not-there, .*: choose .webm, .gif, or numbered pic"):
        Recorder(tmp_path / "video.mp4", (64, 64), 30)
    assert not list(tmp_path.iterdir())


def test_no_file_is_mapped_into_memory(tmp_path):
    """Which folders shared with other machines do not always allow."""
    script = ("import sys; sys.modules['mmap'] = None; import numpy as np; from ginn_gl.record import Recorder\n"
              "for path in sys.argv[1:]:\n"
              "    with Recorder(path, (64, 64)) as recorder: recorder.add(np.zeros((64, 64, 3), np.uint8))")
    paths = [tmp_path / f"a.{suffix}" for suffix in ("mp4", "webm", "gif")]
    subprocess.run([sys.executable, "-c", script, *paths], check=True)
    assert all(b"frames dropped:        0" in path.read_bytes() for path in paths)


@pytest.mark.parametrize("before", [0, 1, BLOCK - 3, BLOCK, 2 * BLOCK + 5])
def test_a_comment_is_found_across_blocks(before):
    assert _position(io.BytesIO(bytes(before) + b"wanted" + bytes(BLOCK)), b"wanted") == before


def test_what_a_video_is_about_may_be_any_text(tmp_path):
    for suffix in ("mp4", "webm", "gif"):
        with Recorder(tmp_path / f"a.{suffix}", (16, 16), about="\0 \udcff\n ü") as recorder:
            for frame in frames(2, (16, 16)):
                recorder.add(frame)
            recorder.drop()
        assert "? ?? ü; frames dropped:        1".encode() in (tmp_path / f"a.{suffix}").read_bytes()


@pytest.mark.parametrize("name", ["video.mp4", "video.gif", "%d.png", "picture.png"])
def test_a_folder_that_cannot_be_made_is_said(tmp_path, name):
    (tmp_path / "file").touch()
    path = tmp_path / "file" / name
    with pytest.raises(GinnError, match="cannot be written"):
        save_png(path, frames(1, (4, 4))[0]) if name == "picture.png" else record(path, (4, 4), 30)


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
@pytest.mark.parametrize("name", ["video.mp4", "video.webm", "video.gif", "%d.png", "picture.png", "field.npy"])
def test_a_full_disk_is_said_and_leaves_nothing(tmp_path, name):
    """A limit on the size of files stands in for the disk: noise fills it while writing, or on closing.

    A limit below 0 is as much less than the whole file takes.
    """
    path, limits = tmp_path / name, (100, 10_000, -1, -1000)
    ran = subprocess.run([sys.executable, "-c", FILL_UP, path, *map(str, limits)], capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    said = ran.stdout.splitlines()
    assert len(said) == len(limits) and all(line.startswith(f"{path}: cannot be ") for line in said), said


FILL_UP = """
import resource, sys
from pathlib import Path
import numpy as np
from ginn_gl.errors import GinnError
from ginn_gl.record import Recorder, save_npy, save_png

path, *limits = Path(sys.argv[1]), *map(int, sys.argv[2:])
noise = np.random.default_rng(0).integers(0, 256, (100, 98, 3), dtype=np.uint8)

def write():
    if path.name == "picture.png":
        save_png(path, noise)
    elif path.suffix == ".npy":
        save_npy(path, noise.astype(np.float32))
    else:
        with Recorder(path, (98, 100), 30) as recorder:
            for shift in range(8):
                recorder.add(np.roll(noise, shift, axis=0))

write()
whole = max(file.stat().st_size for file in path.parent.iterdir())
for file in path.parent.iterdir():
    file.unlink()
for limit in limits:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit if limit > 0 else whole + limit, resource.RLIM_INFINITY))
    try:
        write()
    except GinnError as error:
        print(error)
    assert not list(path.parent.iterdir())
"""
