"""Figures: their lines lie where neurons switch, and drawn by others they look like the renderer's picture."""

import io
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import numpy as np
import pypdfium2
import pytest
import resvg_py
from PIL import Image

from ginn_gl.config import MAX_DEPTH, View
from ginn_gl.errors import GinnError
from ginn_gl.network import evaluate
from ginn_gl.record.figure import DASHES, figure_of
from ginn_gl.record.pdf import save_pdf
from ginn_gl.record.svg import save_svg
from ginn_gl.render import pixel_to_point, render
from ginn_gl.store import Run

SVG = "{http://www.w3.org/2000/svg}"
TRAINED = Path(__file__).parents[2] / "runs" / "bottle-good-1.ginn"
SAVE = {".svg": save_svg, ".pdf": save_pdf}


def with_all(run: Run, **view) -> View:
    return View(neurons=frozenset(run.network.neurons), **view)


def drawn_by_others(path: Path) -> np.ndarray:
    """The file as (H, W, 3) float, a pixel for each of its own, on white."""
    if path.suffix == ".svg":
        image = Image.open(io.BytesIO(resvg_py.svg_to_bytes(svg_path=str(path), background="white")))
    else:
        (page,) = pypdfium2.PdfDocument(path)
        image = page.render(scale=4 / 3).to_pil()
    return np.asarray(image.convert("RGB"), float)


@pytest.mark.parametrize("suffix", SAVE)
@pytest.mark.parametrize("size, changes", [
    ((400, 400), {}),
    ((500, 300), {"zoom": 1.3, "center": (0.6, 0.4), "line_width": 3.0}),
    ((240, 320), {"zoom": 0.6, "beyond": True, "field": "error"}),
    ((300, 300), {"zoom": 40, "center": (0.5, 0.625)}),
    ((99, 80), {"center": (5.0, 5.0)}),
    ((400, 300), {"field": "none"}),
    ((300, 300), {"field": "none", "zoom": 0.6, "beyond": True}),
])
def test_others_draw_the_renderers_picture(tmp_path, suffix, size, changes):
    path = tmp_path / f"figure{suffix}"
    with Run(TRAINED) as run:
        view = with_all(run, **changes)
        SAVE[suffix](path, figure_of(run, None, size, view))
        expected = render(run, None, size, view)
    difference = np.abs(drawn_by_others(path) - expected)
    assert difference.mean() < 1.5
    assert path.stat().st_size < 1_000_000


def paths(path: Path) -> dict[str, dict[str, list[np.ndarray]]]:
    """Of an SVG's layers the boundaries' pieces, by their names, as (K, 2) pixel positions."""
    layers = {}
    for group in ElementTree.parse(path).getroot().findall(f"{SVG}g"):
        if group.get("class").startswith("layer-"):
            layers[group.get("class")] = {
                element.get("class"): [np.array(re.findall(r"[-\d.]+", piece), float).reshape(-1, 2)
                                    for piece in element.get("d").split("M")[1:]]
                for element in group.iter(f"{SVG}path")}
    return layers


def test_lines_are_named_and_lie_where_neurons_switch(tmp_path):
    size, never_switches = (320, 200), (1, 3)
    chosen = {(1, 4), (2, 5), (3, 6), (3, 7)}
    view = View(neurons=frozenset(chosen | {never_switches}), zoom=1.1)
    with Run(TRAINED) as run:
        save_svg(tmp_path / "a.svg", figure_of(run, 100_000, size, view))
        network, parameters = run.network, run.parameters(run.index_of(100_000))
    layers = paths(tmp_path / "a.svg")
    assert {name: set(lines) for name, lines in layers.items()} == {
        "layer-1": {"neuron-1-4"}, "layer-2": {"neuron-2-5"}, "layer-3": {"neuron-3-6", "neuron-3-7"}}
    for layer, number in chosen:
        for piece in layers[f"layer-{layer}"][f"neuron-{layer}-{number}"]:
            middles = (piece[1:] + piece[:-1]) / 2
            at = evaluate(parameters.astype(float), network, np.stack(pixel_to_point(view, size, 1.0, middles.T), 1))
            z, slope = (values[layer - 1][:, number - 1] for values in (at.preactivations, at.gradients))
            assert (np.abs(z) < 1e-5 * np.linalg.norm(slope, axis=1)).all()  # in units of the square


def test_an_svg_has_the_colours_and_widths_of_the_view(tmp_path):
    with Run(TRAINED) as run:
        save_svg(tmp_path / "a.svg", figure_of(run, None, (300, 200), with_all(run, line_width=2.25)))
    root = ElementTree.parse(tmp_path / "a.svg").getroot()
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("300", "200", "0 0 300 200")
    assert root.findtext(f"{SVG}title") == "bottle-good-1, step 1,270,000"
    groups = {group.get("class"): group for group in root.findall(f"{SVG}g")}
    assert list(groups) == ["field", "layer-1", "layer-2", "layer-3"]
    strokes = [(groups[f"layer-{n}"].get("stroke"), groups[f"layer-{n}"].get("stroke-width")) for n in (1, 2, 3)]
    assert strokes == [("#00a2ff", "2.25"), ("#ff4b32", "2.25"), ("#a8ff0f", "2.25")]


@pytest.mark.parametrize("suffix", SAVE)
def test_layers_have_dashes_of_their_own_where_asked_for(tmp_path, suffix):
    """Drawn by others, a layer covers of its lines what its dashes say; the first is solid."""
    shares, plain = [], {}
    with Run(TRAINED) as run:
        for dashed in (False, True):
            for layer, neuron in ((1, 4), (2, 5), (3, 7)):
                view = View(neurons=frozenset({(layer, neuron)}), line_width=3.0)
                figure = figure_of(run, None, (400, 400), view, dashed=dashed)
                figure = replace(figure, field=np.full_like(figure.field, 90))
                SAVE[suffix](tmp_path / f"figure{suffix}", figure)
                drawn = np.ptp(drawn_by_others(tmp_path / f"figure{suffix}"), axis=2).sum()
                if dashed:
                    shares.append(drawn / plain[layer])
                else:
                    plain[layer] = drawn
    expected = [sum(dashes[::2]) / sum(dashes) if dashes else 1 for dashes in DASHES[:3]]
    assert shares == pytest.approx(expected, abs=0.04)
    assert len(set(DASHES)) == MAX_DEPTH


@pytest.mark.parametrize("suffix", SAVE)
def test_two_calls_give_the_same_file_and_a_failed_one_none(tmp_path, suffix):
    with Run(TRAINED) as run:
        figure = figure_of(run, 0, (64, 64))
        with pytest.raises(GinnError, match="it has 0 to"):
            figure_of(run, 10**9)
    for name in "ab":
        SAVE[suffix](tmp_path / f"{name}{suffix}", figure)
    assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()
    with pytest.raises(GinnError, match="cannot be written"):
        SAVE[suffix](tmp_path / f"a{suffix}" / "c", figure)


def ids(path: Path) -> list[str]:
    return [element.get("id") for element in ElementTree.parse(path).iter() if element.get("id")]


def test_figures_in_one_page_do_not_disturb_each_other(tmp_path):
    """Side by side in one document, each is drawn as it is when it stands alone."""
    views = {"a": {}, "b": {"zoom": 3.0, "center": (0.4, 0.6)}, "c": {"field": "none"}}
    page, alone, found = Element(f"{SVG}svg", width="600", height="200"), [], []
    with Run(TRAINED) as run:
        for place, (name, changes) in enumerate(views.items()):
            path = tmp_path / f"{name}.svg"
            save_svg(path, figure_of(run, None, (200, 200), with_all(run, **changes), caption=name == "b"))
            root = ElementTree.parse(path).getroot()
            root.set("x", str(200 * place))
            page.append(root)
            alone.append(drawn_by_others(path))
            found += ids(path)
    assert len(found) == len(set(found)) > 30
    ElementTree.ElementTree(page).write(tmp_path / "page.svg")
    assert np.abs(drawn_by_others(tmp_path / "page.svg") - np.hstack(alone)).max() <= 2


def test_a_pdf_has_a_font_only_where_it_has_text_and_brings_it_along(tmp_path):
    for name, notes in (("without", {}), ("with", {"caption": True, "legend": True})):
        with Run(TRAINED) as run:
            loss = f"{run.losses[0]:.3g}"
            save_pdf(tmp_path / f"{name}.pdf", figure_of(run, 0, (300, 300), **notes))
    assert b"BaseFont" not in (tmp_path / "without.pdf").read_bytes()
    content = (tmp_path / "with.pdf").read_bytes()
    assert len(re.findall(rb"/BaseFont", content)) == len(re.findall(rb"/FontFile2", content)) == 1
    (page,) = pypdfium2.PdfDocument(tmp_path / "with.pdf")
    assert page.get_textpage().get_text_range().split() == [
        "step", "0", "loss", loss, "layer", "1", "layer", "2", "layer", "3"]


@pytest.mark.parametrize("suffix", SAVE)
def test_notes_are_in_the_corners(tmp_path, suffix):
    with Run(TRAINED) as run:
        for name, notes in (("a", {}), ("b", {"caption": True, "legend": True})):
            SAVE[suffix](tmp_path / f"{name}{suffix}", figure_of(run, None, (400, 300), with_all(run), **notes))
    without, written = (drawn_by_others(tmp_path / f"{name}{suffix}") for name in "ab")
    changed = np.abs(written - without).max(axis=2) > 9
    assert changed[272:288, 12:150].mean() > 0.5 and changed[250:288, 320:388].mean() > 0.5
    changed[265:291, 8:180] = changed[235:291, 300:392] = False
    assert not changed.any()


def test_a_legend_names_only_the_layers_that_are_drawn(tmp_path):
    with Run(TRAINED) as run:
        figure = figure_of(run, None, (400, 300), View(neurons=frozenset({(2, 5)})), legend=True)
        nothing = figure_of(run, None, (400, 300), View(), legend=True)
    (legend,) = figure.notes
    assert [text.text for text in legend.texts] == ["layer 2"] and nothing.notes == []


def test_a_legend_shows_dashes_and_other_dashes_are_another_figure(tmp_path):
    with Run(TRAINED) as run:
        for name, dashed in (("a", False), ("b", True)):
            save_svg(tmp_path / f"{name}.svg", figure_of(run, 0, (200, 200), legend=True, dashed=dashed))
    assert not set(ids(tmp_path / "a.svg")) & set(ids(tmp_path / "b.svg"))
    root = ElementTree.parse(tmp_path / "b.svg").getroot()
    in_legend = [line.get("stroke-dasharray") for line in root.iter(f"{SVG}line")]
    of_layers = [group.get("stroke-dasharray") for group in root.findall(f"{SVG}g") if group.get("fill")]
    assert in_legend == of_layers and len(set(in_legend)) == 3


def test_a_title_is_printable_whatever_a_file_calls_itself(tmp_path):
    with Run(TRAINED) as run:
        run.name = "\0<b>&\ud800"
        figure = figure_of(run, 0, (8, 8))
    save_svg(tmp_path / "a.svg", figure)
    assert ElementTree.parse(tmp_path / "a.svg").getroot().findtext(f"{SVG}title") == "?<b>&?, step 0"
