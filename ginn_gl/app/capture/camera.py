"""What is on screen, taken off it: stills at once, frames of a recording without waiting for the GPU."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from functools import partial

import moderngl
import numpy as np

from ...render import together
from ...render.filming import FilmDifference, FilmPainter
from ...render.ground import ground_of
from ...render.pixels.output import Output, framebuffer_kept
from ...store import Run
from ..state import State
from ..state.picture import Picture, grid_of
from .easel import Easel
from .recording import Recording, Size

FRAMES_LATER = 2
"""When pixels are fetched: by then the GPU has copied them, and nobody waits."""
MOST_FREE = 2 * FRAMES_LATER + 2  # buffers
GAP = 10  # pixels between two pictures in a frame that is not the screen's

Frame = tuple[int, list[Picture]]
"""The place of a frame in a video, and what it is of, where points are still to be drawn over that."""


class Camera:
    """Takes the frames that the recording under way wants: of the picture, or of the window as a whole."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._read_back = ReadBack(context)
        self._filmed: Recording | None = None
        self._film_crew = FilmCrew()
        self._studios: list[Easel] = []
        self._window: Output | None = None

    def film_picture(self, state: State, pictures: list[Picture], textures: list[moderngl.Texture],
                     paints: bool) -> None:
        """Called when the pictures are drawn, in full or while things move as coarser ones.

        paints: are they painted by the processor? Then the recording's thread paints its frames, as large as they are.
        """
        recording = state.work.recording
        if recording is None or recording.of_window:
            return
        if recording.size == state.screen.picture_size:  # what is on screen need not be drawn a second time
            self._film(recording, lambda: textures, pictures)
        elif paints:
            self._have_painted(recording, pictures)
        else:
            self._film(recording, lambda: self._in_studios(pictures, recording.size), pictures)
        self._hand_over(recording, upside_down=False)

    def film_window(self, state: State, size: tuple[int, int]) -> None:
        """Called when the whole window is drawn, of a size in pixels, and not yet shown."""
        recording = state.work.recording
        if recording is None or not recording.of_window:
            return
        if size != recording.size and not recording.stopped:
            recording.stopped = True
            state.messages.say("The recording ends here: the window has another size")
        self._film(recording, lambda: [self._window_texture(size)])
        self._hand_over(recording, upside_down=True)

    def window(self, size: tuple[int, int]) -> np.ndarray:
        """The whole window, (H, W, 3) uint8, once it is drawn and before it is shown."""
        pixels = np.frombuffer(self._window_texture(size).read(), np.uint8)
        return pixels.reshape(size[1], size[0], 4)[::-1, :, :3].copy()

    def _window_texture(self, size: tuple[int, int]) -> moderngl.Texture:
        """A copy of the window, its bottom row first."""
        if self._window is None or self._window.size != size:
            if self._window:
                self._window.release()
            self._window = Output(self._context, size, with_values=False)
        with framebuffer_kept(self._context):
            self._context.copy_framebuffer(self._window.framebuffer, self._context.detect_framebuffer())
        return self._window.picture

    def _in_studios(self, pictures: list[Picture], size: Size) -> list[moderngl.Texture]:
        """Pictures for a frame of this size."""
        while len(self._studios) < len(pictures):
            self._studios.append(Easel(self._context))
        found = []
        for studio, picture, room in zip(self._studios, pictures, _rooms(pictures, size)):
            studio.prepare(picture, spared=0)
            studio.draw(picture, room, scale=1.0)
            found.append(studio.shown[1])
        return found

    def _film(self, recording: Recording, textures: Callable[[], list[moderngl.Texture]],
              pictures: list[Picture] | None = None) -> None:
        """Ask for the pixels of textures that make a frame, if it is time for one. pictures: what they are of, where
        these are still without their points."""
        place = self._place_for(recording)
        if place is not None:
            self._read_back.ask(textures(), (place, pictures or []))

    def _have_painted(self, recording: Recording, pictures: list[Picture]) -> None:
        """Leave a frame to the recording's thread, if it is time for one."""
        self._hand_over(recording, upside_down=False, all_of_them=True)
        place = self._place_for(recording)
        if place is not None:
            recording.offer(place, partial(self._film_crew.frame, pictures, recording.size))

    def _place_for(self, recording: Recording) -> int | None:
        if self._filmed is not recording:
            self._filmed, self._film_crew = recording, FilmCrew()
            self._read_back.forget()
        return None if recording.stopped else recording.next_place()

    def _hand_over(self, recording: Recording, upside_down: bool, all_of_them: bool = False) -> None:
        for (place, pictures), parts in self._read_back.arrived(all_of_them or recording.stopped):
            recording.offer(place, partial(_one_frame, parts, recording.size, pictures, upside_down))
        if recording.stopped:
            recording.finish()


class FilmCrew:
    """Paints a recording's frames, in its thread alone."""

    def __init__(self) -> None:
        self._painters: dict[tuple[Run, ...], FilmPainter | FilmDifference] = {}

    def frame(self, pictures: list[Picture], size: Size) -> np.ndarray:
        """Pictures, (H, W, 4) uint8, in a frame of this size."""
        self._painters = {picture.runs: self._painters.get(picture.runs) or _film_painter(picture)
                          for picture in pictures}
        return _one_frame([self._painters[picture.runs].paint(picture.drawn, picture.view, room)
                           for picture, room in zip(pictures, _rooms(pictures, size))], size, pictures)


def _film_painter(picture: Picture) -> FilmPainter | FilmDifference:
    grounds = [(run.network, ground_of(run)) for run in picture.runs]
    return FilmPainter(*grounds[0]) if picture.less is None else FilmDifference(*grounds[0], *grounds[1])


def _rooms(pictures: list[Picture], size: Size) -> list[Size]:
    """(width, height) of each in a frame of this size."""
    grid, places = grid_of(pictures, size)
    boxes = grid.boxes(size, GAP)
    return [boxes[place][2:] for place in places]


def _one_frame(parts: list[np.ndarray], size: Size, pictures: list[Picture], upside_down: bool = False) -> np.ndarray:
    """Pictures in a frame of this size, with the points of those that are named; where none are, all of the window."""
    if upside_down:
        return np.ascontiguousarray(parts[0][::-1])
    for number, picture in enumerate(pictures):
        if picture.has_more:
            parts[number] = picture.with_more(parts[number].copy())
    grid, places = grid_of(pictures, size)
    return together(parts, grid, places, size, GAP)


class ReadBack:
    """Pixels of textures on their way from the GPU, through buffers that it fills by itself."""

    def __init__(self, context: moderngl.Context) -> None:
        self._context = context
        self._under_way: deque[tuple[Frame, list[tuple[Size, moderngl.Buffer]]]] = deque()
        self._free: list[moderngl.Buffer] = []

    def ask(self, textures: list[moderngl.Texture], frame: Frame) -> None:
        """Have the pixels of RGBA textures of 8 bits copied as they are now."""
        copies = []
        for texture in textures:
            buffer = self._buffer(4 * texture.width * texture.height)
            texture.read_into(buffer)
            copies.append((texture.size, buffer))
        self._under_way.append((frame, copies))

    def arrived(self, all_of_them: bool) -> Iterator[tuple[Frame, list[np.ndarray]]]:
        """Frames and (H, W, 4) uint8 pixels, in order, of what was asked for a while ago."""
        while len(self._under_way) > (0 if all_of_them else FRAMES_LATER):
            frame, copies = self._under_way.popleft()
            yield frame, [np.frombuffer(buffer.read(), np.uint8).reshape(height, width, 4)
                           for (width, height), buffer in copies]
            self._free += [buffer for _, buffer in copies]

    def forget(self) -> None:
        """What is under way is no longer wanted."""
        self._free += [buffer for _, copies in self._under_way for _, buffer in copies]
        self._under_way.clear()

    def _buffer(self, size: int) -> moderngl.Buffer:
        """A free one of this size, or a new one; those of other sizes are given back once they are many."""
        for buffer in self._free:
            if buffer.size == size:
                self._free.remove(buffer)
                return buffer
        while len(self._free) > MOST_FREE:
            self._free.pop(0).release()
        return self._context.buffer(reserve=size, dynamic=True)
