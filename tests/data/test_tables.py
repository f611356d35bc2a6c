"""Tables of points: what is read of them, and what is said of those that are none."""

import numpy as np
import pytest

from ginn_gl.data import load_data, natural_head
from ginn_gl.errors import GinnError


@pytest.fixture
def table(tmp_path):
    """A function that writes a file and gives its path."""
    def write(text: str | bytes, name: str = "some.csv") -> str:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)
    return write


@pytest.mark.parametrize("text, labels, classes, head", [
    ("x,y,kind\n1,2,cat\n3,4.5,ant\n", [1, 0], ("ant", "cat"), "classes:2"),
    ("1;2;0\n3;4.5;1\n\n", [0, 1], (), "classes:2"),
    ("1\t2\t-1\n3\t4.5\t1\n", [0, 1], ("-1", "1"), "classes:2"),
    ("\ufeffx,y,z\r\n1,2,0.5\r\n3,4.5,-1e1\r\n", [[0.5], [-10]], (), "value:-10.0,0.5"),
    ('"x, in m","y","is"\n1, 2, "a, b"\n3, 4.5, c\n', [0, 1], ("a, b", "c"), "classes:2"),
])
def test_a_table_is_points_and_labels(table, text, labels, classes, head):
    data = load_data(table(text))
    assert data.points.tolist() == [[1, 2], [3, 4.5]]
    assert data.labels.tolist() == labels
    assert data.classes == classes
    assert str(natural_head(data)) == head
    left, top, right, bottom = data.window
    assert left < 1 and right > 3 and top < 2 and bottom > 4.5 and right - left == pytest.approx(bottom - top)


def test_many_whole_numbers_are_values_and_few_are_if_asked_for(table):
    path = table("\n".join(f"{k},{k},{k % 30}" for k in range(60)))
    assert not load_data(path).is_labelled
    few = table("1,2,3\n4,5,6\n")
    assert load_data(few).is_labelled
    assert load_data(few, as_values=True).labels.tolist() == [[3], [6]]


@pytest.mark.parametrize("text, complaint", [
    ("", "nothing in it"),
    ("x,y,label\n", "a header, and no row below it"),
    ("1,2\n", "line 1 has 2 columns"),
    ("1,2,a\n3,b\n", "line 2 has 2 columns, and those before have 3"),
    ("x,y,label\n1,2,a\n\n3,four,b\n", r"line 4, column 2 \(y\): 'four' is not a number"),
    ("1,2,a\n3,nan,b\n", "line 2, column 2: 'nan' is not a number"),
    ("1,2,a\n3,,b\n", "line 2, column 2: nothing there"),
    ("1,2,a\n3,4,\n", "line 2, column 3: there is no label"),
    ("1,2,a\n3,1e39,b\n", "line 2, column 2: '1e39' is not a number"),
    (b"1,2,\xff\xfe\n", "not a text in UTF-8"),
    ('1,2,"a\n', "not a table that can be read"),
    ("\n".join(f"1,2,name {k}" for k in range(1025)), "1,025 different labels"),
])
def test_what_is_wrong_with_a_table_is_one_line_that_says_where(table, text, complaint):
    with pytest.raises(GinnError, match=complaint) as told:
        load_data(table(text))
    assert "some.csv" in str(told.value) and "\n" not in str(told.value)


def test_a_label_that_is_to_be_a_value(table):
    with pytest.raises(GinnError, match=r"line 3, column 3 \(z\): 'high' is not a number, as a value is"):
        load_data(table("x,y,z\n1,2,3\n1,2,high\n"), as_values=True)


@pytest.mark.parametrize("what, complaint", [
    ("missing.csv", "missing.csv: no such file"),
    ("spirals", "data is circle, xor, gauss, spiral, moons, reg-plane, reg-gauss, or a file that ends in"),
])
def test_data_that_are_not_there(what, complaint):
    with pytest.raises(GinnError, match=complaint):
        load_data(what)


def test_parquet(table, tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")

    path = tmp_path / "some.parquet"
    parquet.write_table(pyarrow.table({"x": [1.0, 3.0], "y": [2, 4], "kind": ["cat", "ant"]}), path)
    data = load_data(str(path))
    assert data.points.tolist() == [[1, 2], [3, 4]] and data.classes == ("ant", "cat")
    parquet.write_table(pyarrow.table({"x": [1.0, None], "y": [2, 4], "kind": ["cat", "ant"]}), path)
    with pytest.raises(GinnError, match=r"line 2, column 1 \(x\): nothing there"):
        load_data(str(path))
    with pytest.raises(GinnError, match="not a Parquet file that can be read"):
        load_data(table("no parquet", "bad.parquet"))


def test_large_numbers_keep_their_points_apart(table):
    data = load_data(table("1000,2000,a\n1001,2000,b\n"))
    assert np.ptp(data.points[:, 0]) == 1
