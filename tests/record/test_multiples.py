"""Sheets of many pictures: each is what it is alone, at its place, in the real files as others decode them."""

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from ginn_gl.cli import main
from ginn_gl.config import View
from ginn_gl.record.figure import figure_of
from ginn_gl.record.multiples import MOST_TILES, sheet_of
from ginn_gl.render import render
from ginn_gl.store import Run

from .test_figure import SAVE, SVG, drawn_by_others, ids

RUNS = Path(__file__).parents[2] / "runs"
GOOD, BAD = RUNS / "bottle-good-1.ginn", RUNS / "bottle-bad.ginn"
SIZE = (120, 90)
STEPS = (100, 10_000, None)


@pytest.fixture(scope="module", params=[".png", ".svg", ".pdf"])
def sheet(request, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("sheet") / f"sheet{request.param}"
    assert main(["render", str(GOOD), str(BAD), str(path), "--steps", "100,10000,last", "--size", "120x90",
                 "--neurons", "1:*,3:2", "--zoom", "1.3", "--caption"]) == 0
    return path


def places() -> list[tuple[str, int | None, tuple[int, int]]]:
    """Of each tile its run, step and place: a row for each run."""
    with Run(GOOD) as good, Run(BAD) as bad:
        tiles = sheet_of([(good, View()), (bad, View())], STEPS, tile=SIZE).tiles
    rows = [(path, step) for path in (GOOD, BAD) for step in STEPS]
    assert len({tile.place[1] for tile in tiles[:3]}) == len({tile.place[0] for tile in tiles[::3]}) == 1
    return [(path, step, tile.place) for (path, step), tile in zip(rows, tiles)]


def test_every_picture_is_at_its_place(sheet, tmp_path):
    whole = np.asarray(Image.open(sheet)).astype(float) if sheet.suffix == ".png" else drawn_by_others(sheet)
    for path, step, (x, y) in places()[::2]:  # not all of them: others take their time
        with Run(path) as run:
            view = View(neurons=frozenset(n for n in run.network.neurons if n[0] == 1 or n == (3, 2)), zoom=1.3)
            alone = render(run, step, SIZE, view)
            if sheet.suffix != ".png":
                SAVE[sheet.suffix](tmp_path / sheet.name, figure_of(run, step, SIZE, view))
                alone = drawn_by_others(tmp_path / sheet.name)
        difference = np.abs(whole[y:y + SIZE[1], x:x + SIZE[0]] - alone)[1:-1, 1:-1]
        assert difference.max() == 0 if sheet.suffix == ".png" else difference.mean() < 1
        frame = whole[y - 1, x:x + SIZE[0]]
        assert (np.ptp(frame, axis=1) < 4).all() and abs(frame.mean() - 199) < 3
        assert (whole[y - 20:y - 1, x:x + 60].min(axis=(0, 1)) < 200).all()  # what stands above it
    assert (whole[:, :8] == 255).all() and (whole[-8:] == 255).all()


def test_labels_say_run_step_and_loss(sheet):
    with Run(GOOD) as good, Run(BAD) as bad:
        expected = [words for run in (good, bad) for step in STEPS
                    for index in [run.index_of(step) if step else -1]
                    for words in (run.name, f"step {run.steps[index]:,}, loss {run.losses[index]:.3g}")]
    if sheet.suffix == ".svg":
        labels = [text.text for text in ElementTree.parse(sheet).iter(f"{SVG}text")]
        assert labels == expected
    elif sheet.suffix == ".pdf":
        (page,) = pypdfium2.PdfDocument(sheet)
        said = page.get_textpage().get_text_range().split("\r\n")
        assert sorted(said) == sorted(expected)


def test_lines_stay_lines(sheet):
    if sheet.suffix == ".svg":
        tiles = [group for group in ElementTree.parse(sheet).iter(f"{SVG}g") if group.get("class") == "tile"]
        assert len(tiles) == 6
        for tile in tiles:
            names = {path.get("class") for path in tile.iter(f"{SVG}path")}
            assert len(names) > 3 and names <= {*(f"neuron-1-{number}" for number in range(1, 17)), "neuron-3-2"}
        assert len(ids(sheet)) == len(set(ids(sheet)))
    elif sheet.suffix == ".pdf":
        (page,) = pypdfium2.PdfDocument(sheet)
        kinds = [item.type for item in page.get_objects()]
        assert kinds.count(pdfium.FPDF_PAGEOBJ_PATH) > 40 and kinds.count(pdfium.FPDF_PAGEOBJ_IMAGE) == 6


def test_columns_are_as_many_as_steps_or_as_rows_unless_said():
    with Run(GOOD) as run:
        one = run, View()
        assert sheet_of([one], (0, 10, None)).columns == 3
        assert sheet_of([one] * 7, (None,)).columns == 3
        assert sheet_of([one] * 7, (None,), 4).columns == 4
        assert sheet_of([one] * 2, (None,), 9).columns == 2
        wide = sheet_of([one] * 4, (0,), 4, (50, 40))
    assert wide.size[0] > 3 * wide.size[1]
    assert [tile.place[0] for tile in wide.tiles] == [10, 70, 130, 190]


def test_a_run_may_be_there_twice_and_a_legend_once(tmp_path):
    assert main(["render", str(GOOD), str(GOOD), str(tmp_path / "a.svg"), "--size", "60x60", "--step", "0",
                 "--legend", "--dashes"]) == 0
    assert len(ids(tmp_path / "a.svg")) == len(set(ids(tmp_path / "a.svg")))
    groups = [group.get("class") for group in ElementTree.parse(tmp_path / "a.svg").iter(f"{SVG}g")]
    assert groups.count("legend") == 1 and groups.count("tile") == 2


def test_names_that_are_too_long_are_small_and_then_cut():
    with Run(GOOD) as run:
        (tile,) = sheet_of([(run, View())], (0,), tile=(100, 100)).tiles

        def name(text: str):
            run.name = text
            return tile.labels(10, 100, lambda text, em: 0.5 * em * len(text), with_loss=False)[0]

        assert (name("n" * 20).text, name("n" * 20).em) == ("n" * 20, 10)
        assert (name("n" * 28).text, name("n" * 28).em) == ("n" * 28, pytest.approx(100 / 14))
        cut = name("abcd" * 20)
        assert cut.em == 6 and cut.width <= 100 and len(cut.text) >= 27
        assert cut.text.startswith("abcd") and cut.text.endswith("abcd") and cut.text.count("…") == 1


@pytest.mark.parametrize("arguments, complaint", [
    (["a.npy"], "make one .png, .svg or .pdf; a .npy is of one run at one step"),
    (["a.gif", "--steps", "1,2"], "--step, --steps and --columns are for pictures: a video goes --from one step"),
    (["a.svg", "--layers", "--steps", "1,2"], "--link, --layers and --difference are for videos, and for .png"),
    (["a.mp4", "--turn", "90"], "are for a video of one run"),
    (["a.png", "--steps", "1,1270001"], "step 1270001 is not in bottle-good-1.ginn: it has 0 to 1270000"),
    (["a.png", "--steps", "first"], "'first' is not a whole number"),
    (["a.png", "--step", "1", "--steps", "2"], "--step or --steps, and not both"),
    (["a.png", "--columns", "0"], "at least one column"),
    (["a.png", "--from", "1"], "--from and --to are for a video"),
    (["a.png", "--legend"], "--legend is for figures"),
    (["a.png", "--steps", ",".join(["1"] * MOST_TILES)], "800 pictures, but a sheet has 1 to 400"),
    (["a.svg", "--size", "9000x10"], "a sheet of 2 columns would be 19"),
])
def test_what_makes_no_sheet_is_one_line(tmp_path, capsys, arguments, complaint):
    name, *options = arguments
    assert main(["render", str(GOOD), str(BAD), str(tmp_path / name), *options]) == 2
    said = capsys.readouterr()
    assert complaint in said.err and said.err.count("\n") == 1 and said.out == ""
    assert not list(tmp_path.iterdir())
