"""What a network learns, where that is no black and white image: points with labels or values, images in colours."""

from .answers import answers, head_for, natural_head, require_fits
from .arrays import data_of
from .dataset import Dataset, Lesson, count_of, fingerprint, inputs_of, points_of, window_around
from .loading import is_table, load_data, load_image
from .made import MADE, make
from .splitting import held_out

__all__ = ["MADE", "Dataset", "Lesson", "answers", "count_of", "data_of", "fingerprint", "head_for", "held_out",
           "inputs_of", "is_table", "load_data", "load_image", "make", "natural_head", "points_of", "require_fits",
           "window_around"]
