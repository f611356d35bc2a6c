"""Points from numpy: what labels are, and what is said of files that are no such arrays."""

import numpy as np
import pytest

from ginn_gl.data import data_of, load_data
from ginn_gl.errors import GinnError

POINTS = np.array([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]])


@pytest.mark.parametrize("labels, numbers, classes", [
    (np.array([0, 1, 2]), [0, 1, 2], ()),
    (np.array([True, False, True]), [1, 0, 1], ()),
    (np.array([-1, 1, -1]), [0, 1, 0], ("-1", "1")),
    (np.array([[0], [0], [1]]), [0, 0, 1], ()),
    (["rose", "lily", "rose"], [1, 0, 1], ("lily", "rose")),
])
def test_whole_numbers_and_words_are_classes(labels, numbers, classes):
    data = data_of("", POINTS, labels)
    assert data.labels.tolist() == numbers and data.classes == classes and data.is_labelled


def test_other_numbers_are_values():
    assert data_of("", POINTS, [0.5, 1.0, 2.0]).labels.tolist() == [[0.5], [1.0], [2.0]]
    assert data_of("", POINTS, [1, 2, 3], as_values=True).labels.tolist() == [[1.0], [2.0], [3.0]]
    assert data_of("", POINTS, np.eye(3)).labels.shape == (3, 3)


@pytest.mark.parametrize("names", [("X", "y"), ("points", "labels"), ("arr_0", "arr_1")])
def test_a_file_of_arrays(tmp_path, names):
    path = tmp_path / "mine.npz"
    np.savez(path, **dict(zip(names, (POINTS, np.array([0, 1, 1])))))
    data = load_data(str(path))
    assert data.name == "mine" and (data.points == POINTS).all() and data.labels.tolist() == [0, 1, 1]


@pytest.mark.parametrize("arrays, said", [
    ({"a": POINTS}, "to be called X and y, and are called a"),
    ({"X": POINTS, "y": np.zeros(2)}, "belong together, not (3, 2) and (2,)"),
    ({"X": POINTS, "y": np.zeros((3, 2))}, "one value, or three"),
    ({"X": POINTS, "y": np.array([None, 1, 2], object)}, "not a .npz file that can be read"),
    ({"X": POINTS * np.nan, "y": np.zeros(3)}, "not finite"),
])
def test_what_is_wrong_with_a_file_is_said(tmp_path, arrays, said):
    path = tmp_path / "mine.npz"
    np.savez(path, **arrays)
    with pytest.raises(GinnError, match="mine") as raised:
        load_data(str(path))
    assert said in str(raised.value)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"\x93NUMPY", b"a,b\n1,2\n"])
def test_a_file_that_is_none(tmp_path, content):
    path = tmp_path / "mine.npz"
    path.write_bytes(content)
    with pytest.raises(GinnError, match="not a .npz file that can be read"):
        load_data(str(path))
