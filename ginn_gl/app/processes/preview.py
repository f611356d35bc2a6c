"""What the next training will learn, as it will look: files are read beside, while the picture goes on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...data import Dataset, make
from ...data.sample import Sample
from ...data.service import Photo, serve
from ...errors import GinnError
from ...heads import TWO_CLASSES, Head
from ...render.palette import UNSURE, background
from ...render.points import colours_of, colours_of_classes
from ...target import BOTTLE, DEFAULT_SIZE, shape
from ...target.grey import Grey
from ...words import plural
from ..forms.training import COLOURINGS, Draft
from .answering import AnsweringProcess

SIDE = 288     # pixels of a picture of points
RADIUS = 4.5   # of one of them
GREY = (0.42,) * 3  # beneath black and white points


@dataclass(frozen=True)
class ClassSeen:
    """Of the data. colour: red, green and blue, 0 to 1. count: of its points."""

    name: str
    colour: tuple[float, float, float]
    count: int


class Preview:
    """path: of the file that is shown; None for the bottle, and for data that is made here.

    photo: the image, data: some of the points, if it is one of these. computing: whether another file is being
    read. problem: what is wrong with the path that was typed last, if anything is. facts: of the data, in few words;
    classes: those that it has, if any.
    """

    def __init__(self) -> None:
        self._process = AnsweringProcess(serve, "reads files")
        self.problem: str | None = None
        self._wanted: str | None = None
        self._is_typed = False
        self.show_bottle()

    @property
    def computing(self) -> bool:
        return self._wanted is not None

    @property
    def grey(self) -> Grey | None:
        """The image in shades, to be split into black and white."""
        return self.photo.grey if self.photo else None

    def request(self, path: str, typed: bool = False) -> None:
        """Have a file read; what was before stays until it has been. The latest request wins.

        typed: its path was, so that what is wrong becomes the `problem`.
        """
        self._wanted, self._is_typed, self.problem = path, typed, None
        self._process.ask(path)

    def refuse(self, problem: str) -> None:
        """Of a path that was typed, and is none."""
        self._wanted, self.problem = None, problem

    def show_bottle(self) -> None:
        """Forget the file."""
        self.show_shape(BOTTLE)

    def show_shape(self, name: str) -> None:
        """A built-in target, by its name in SHAPES."""
        self.path = self.problem = self._wanted = None
        self.photo: Photo | None = None
        self.data: Dataset | None = None
        self._natural: Head = TWO_CLASSES
        self._pixels: np.ndarray | None = shape(name, DEFAULT_SIZE)
        self._threshold: float | None = None

    def show_made(self, draft: Draft) -> None:
        """Show data that is made here. Raises GinnError for what cannot be made."""
        assert draft.data is not None
        made = make(draft.data, draft.points, draft.noise, draft.data_seed)
        self.show_bottle()
        self._show_points(Sample.of(made))

    def answer(self) -> str | Photo | Sample | None:
        """What has come of the last request, once: what is in the file, from now on shown, or what is wrong with it."""
        if self._wanted is None:
            return None
        try:
            for path, found in self._process.hear():
                if path == self._wanted:
                    return self._take(path, found)
        except GinnError as error:
            return self._take(self._wanted, str(error))
        return None

    def natural(self, draft: Draft) -> Head:
        """The head that fits best."""
        by_colouring = {"grey": Head("value"), "colours": Head("rgb")}
        return by_colouring.get(draft.colouring, self._natural) if self.photo else self._natural

    def picture(self, draft: Draft) -> np.ndarray:
        """(H, W) uint8 of 0 and 1; or of 0 to 255, (H, W, 1) shades or (H, W, 3) colours. The same array while nothing
        changes."""
        if self.data is not None:
            return self._dots
        if self.photo is None or draft.colouring == COLOURINGS[0]:
            return self.pixels(draft.threshold)
        return self.photo.colours if draft.colouring == "colours" else self.photo.shades[:, :, None]

    def pixels(self, threshold: float | None) -> np.ndarray:
        """(H, W) uint8 of 0 and 1; the same array while neither image nor threshold changes."""
        if self.grey and (self._pixels is None or threshold != self._threshold):
            self._pixels, self._threshold = self.grey.pixels(threshold), threshold
        assert self._pixels is not None
        return self._pixels

    def close(self) -> None:
        """End the process."""
        self._wanted = None
        self._process.close()

    def _take(self, path: str, found: Photo | Sample | str) -> Photo | Sample | str:
        self._wanted = None
        if isinstance(found, str):
            self.problem = found.removeprefix(f"{path}: ") if self._is_typed else None
            return found
        self.show_bottle()
        self.path = path
        if isinstance(found, Sample):
            self._show_points(found)
        else:
            self.photo, self._pixels = found, None
        return found

    def _show_points(self, sample: Sample) -> None:
        data = self.data = sample.data
        self._natural, inputs = sample.head, data.points.shape[1]
        self._dots = picture_of(data, sample.head)
        names = (*data.classes, *map(str, range(len(data.classes), len(sample.counts))))
        colours = colours_of_classes(sample.head.classes).tolist()
        self.classes = [ClassSeen(*seen) for seen in zip(names, map(tuple, colours), sample.counts)]
        classes, values = f"{len(self.classes)} classes", f"values {sample.low:.3g} to {sample.high:.3g}"
        self.facts = [f"{plural(sample.count, 'point')}{f' of {inputs:,} numbers' if inputs > 2 else ''}",
                      classes if self.classes else values]


def picture_of(data: Dataset, head: Head) -> np.ndarray:
    """Points, by their first two inputs, in a small square: (SIDE, SIDE, 3) uint8."""
    left, top, right, bottom = data.window
    places = (data.points[:, :2] - (left, top)) / (right - left, bottom - top)
    columns, rows = np.rint(np.clip(places, 0, 1) * (SIDE - 1)).astype(int).T
    ground = background() if head.kind != "classes" else GREY if head.classes == 2 else UNSURE
    margin = int(np.ceil(RADIUS))
    picture = np.empty((SIDE + 2 * margin, SIDE + 2 * margin, 3), np.float32)
    picture[:] = ground
    reach = np.arange(-margin, margin + 1)
    across, down = np.meshgrid(reach, reach)
    inside = np.hypot(across, down) <= RADIUS
    colours = colours_of(data, head)
    for right_by, down_by in zip(across[inside].tolist(), down[inside].tolist()):
        picture[rows + margin + down_by, columns + margin + right_by] = colours
    return np.rint(255 * picture[margin:-margin, margin:-margin]).astype(np.uint8)
