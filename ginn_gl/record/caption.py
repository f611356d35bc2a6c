"""Step and loss, written into a picture's lower left corner, and a title into its upper left one."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ..store import Run

WORDS = ("step", "loss")
PART_OF_HEIGHT = 1 / 36
SMALLEST = 10  # pixels
BACKGROUND, TEXT, FAINT = (23, 24, 26, 215), (235, 236, 238), (150, 155, 163)


def em_for(height: int) -> int:
    """How large letters are, in pixels, in a picture of this height."""
    return max(SMALLEST, round(height * PART_OF_HEIGHT))


def titled(frame: np.ndarray, title: str) -> np.ndarray:
    """A copy of an (H, W, 3) uint8 picture with a title."""
    image, em = Image.fromarray(frame), em_for(frame.shape[0])
    painter, font = ImageDraw.Draw(image, "RGBA"), ImageFont.load_default(em)
    width = round(font.getlength(title) + 1.6 * em)
    painter.rounded_rectangle((em, em, em + width, 3 * em), em // 3, BACKGROUND)
    painter.text((em + round(0.8 * em), round(2.35 * em)), title, TEXT, font, anchor="ls")
    return np.asarray(image)


class Caption:
    """For one run and one height of pictures; its box stays the same while the numbers change."""

    def __init__(self, run: Run, height: int) -> None:
        em = em_for(height)
        self._em, self._font = em, ImageFont.load_default(em)
        self._words = [round(self._font.getlength(word) + 0.4 * em) for word in WORDS]
        self._numbers = [round(max(map(self._font.getlength, set(texts))))
                         for texts in zip(*map(self.texts, run.steps.tolist(), run.losses.tolist()))]

    def put(self, frame: np.ndarray, step: int, loss: float) -> np.ndarray:
        """A copy of an (H, W, 3) uint8 picture with a step and its loss."""
        image, em = Image.fromarray(frame), self._em
        painter = ImageDraw.Draw(image, "RGBA")
        gap, bottom = round(0.8 * em), frame.shape[0] - em
        width = sum(self._words) + sum(self._numbers) + 3 * gap
        painter.rounded_rectangle((em, bottom - 2 * em, em + width, bottom), em // 3, BACKGROUND)
        x, base = em + gap, bottom - round(0.65 * em)
        for word, word_width, text, text_width in zip(WORDS, self._words, self.texts(step, loss), self._numbers):
            painter.text((x, base), word, FAINT, self._font, anchor="ls")
            x += word_width + text_width
            painter.text((x, base), text, TEXT, self._font, anchor="rs")
            x += gap
        return np.asarray(image)

    @staticmethod
    def texts(step: int, loss: float) -> tuple[str, str]:
        """What stands after each of WORDS."""
        return f"{step:,}", f"{loss:.3g}"
