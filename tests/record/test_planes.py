"""Pictures, values and videos of networks with many inputs: on any plane, what the network itself says there."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import torch
from PIL import Image
from sklearn.datasets import load_digits

import ginn_gl
from ginn_gl import GinnError, Plane, View
from ginn_gl.cli import main
from ginn_gl.data.planes import directions_out_of
from ginn_gl.geometry import cells
from ginn_gl.network import forward, network_on, parameters_on
from ginn_gl.record import Sweep
from ginn_gl.record.figure import figure_of
from ginn_gl.record.sweep import frames, sweep_positions
from ginn_gl.record.turning import plane_between
from ginn_gl.render import field_values
from ginn_gl.store.bookmarks import Bookmark, add_bookmark, bookmarks

from .decoding import decode

SIZE = (60, 60)


def watched(model, path, points, labels, steps=0):
    """A run of a module, trained for so many steps first; it, and the module in the end."""
    log = ginn_gl.watch(model, path, data=(points, labels))
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-3)
    for step in range(steps + 1):
        batch = slice(64 * step % 1500, 64 * step % 1500 + 64)
        loss = torch.nn.functional.cross_entropy(model(points[batch]), labels[batch])
        optimiser.zero_grad()
        loss.backward()
        log(step, loss)
        if step < steps:
            optimiser.step()
    log.close()
    return ginn_gl.Run(path)


def dense(*widths: int) -> torch.nn.Sequential:
    parts = [torch.nn.Flatten()]
    for before, after in pairwise(widths):
        parts += [torch.nn.Linear(before, after), torch.nn.ReLU()]
    return torch.nn.Sequential(*parts[:-1])


@pytest.fixture(scope="module")
def of_digits(tmp_path_factory):
    """64-128-128-10 on scikit-learn's digits, 8 x 8 pixels: (run, module)."""
    torch.manual_seed(0)
    points, labels = load_digits(return_X_y=True)
    points = torch.tensor(points / 16, dtype=torch.float32).reshape(-1, 1, 8, 8)
    model = dense(64, 128, 128, 10)
    with watched(model, tmp_path_factory.mktemp("runs") / "digits.ginn", points, torch.tensor(labels), 120) as run:
        yield run, model


def test_its_first_plane_goes_through_digits_of_three_classes(of_digits):
    run, _ = of_digits
    places, distances = run.plane.project(run.points)
    for corner, label in (((0, 0), 0), ((1, 0), 1), ((0, 1), 2)):
        (number,) = np.flatnonzero((np.abs(places - corner).max(axis=1) < 1e-9) & (distances < 1e-9))
        assert run.dataset.labels[number] == label
    assert run.point_shape == (1, 8, 8)


@pytest.mark.parametrize("widths", [(64, 128, 128, 10), (784, 512, 512, 10)])
def test_logits_on_random_planes_are_the_modules(of_digits, tmp_path, request, widths):
    if widths[0] == 64:
        run, model = of_digits
    else:
        torch.manual_seed(1)
        model = dense(*widths)
        run = watched(model, tmp_path / "big.ginn", torch.rand(30, 1, 28, 28), torch.arange(30) % 10)
        request.addfinalizer(run.close)
    generator = np.random.default_rng(0)
    for seed in range(4 if widths[0] == 64 else 2):
        points = run.points
        plane = Plane.through(*generator.choice(points, 3)) if seed % 2 else Plane.random(seed, widths[0], points)
        left, top = generator.uniform(-0.5, 0.9, 2)
        found = cells(run.network, run.parameters(-1), (left, top, left + 0.1, top + 0.1), plane)
        places = np.array([polygon.mean(axis=0) for polygon in found.polygons])
        said = np.einsum("rkc,rc->rk", found.affine, np.column_stack([places, np.ones(len(places))]))
        with torch.no_grad():
            wanted = model(torch.tensor(plane.points(places), dtype=torch.float32)).numpy()
        assert said == pytest.approx(wanted, abs=1e-4)


def test_values_and_pictures_are_of_the_plane_that_is_named(of_digits):
    run, _ = of_digits
    plane = Plane.pca(run.points)
    classes = field_values(run, size=SIZE, plane=plane)
    middles = (np.stack(np.meshgrid(np.arange(60), np.arange(60)), axis=-1).reshape(-1, 2) + 0.5) / 60
    assert (classes.ravel() == run.outputs(plane.points(middles)).argmax(axis=1) + 1).mean() > 0.999
    assert not np.array_equal(classes, field_values(run, size=SIZE))
    view = View(plane=plane, neurons=frozenset(run.network.neurons))
    assert np.array_equal(ginn_gl.render(run, None, SIZE, view), ginn_gl.render(run, size=SIZE, plane=plane))
    with pytest.raises(GinnError, match="has 64 inputs, and the plane lies in a space of 9"):
        ginn_gl.render(run, size=SIZE, plane=Plane.random(0, 9))


@pytest.mark.parametrize("field", ["regions", "confidence", "class:4", "1:7", "2:9", "none"])
def test_every_field_is_that_of_the_network_on_the_plane(of_digits, tmp_path, field):
    """Which, written as a run of its own, has the same pictures."""
    run, _ = of_digits
    plane = Plane.through(*run.points[[10, 20, 31]])
    network = network_on(plane, run.network)
    with ginn_gl.store.RunWriter.create(tmp_path / "on.ginn", network, run.training, None) as writer:
        writer.append(0, 0.5, 1e-3, parameters_on(plane, run.network, run.parameters(-1)).astype(np.float32))
    view = View(field, frozenset({(1, 3), (2, 5), (2, 90)}), points=False)
    with ginn_gl.Run(tmp_path / "on.ginn") as alone:
        wanted = ginn_gl.render(alone, size=SIZE, view=view).astype(int)
    found = ginn_gl.render(run, size=SIZE, view=view, plane=plane).astype(int)
    assert (np.abs(found - wanted).max(axis=2) > 3).mean() < 0.01


def test_regions_of_several_classes_are_patterns_and_not_outputs(of_digits):
    run, _ = of_digits
    numbers = field_values(run, size=SIZE, view=View("regions")).ravel()
    middles = (np.stack(np.meshgrid(np.arange(60), np.arange(60)), axis=-1).reshape(-1, 2) + 0.5) / 60
    on = np.hstack(forward(run.parameters(-1), run.network, run.plane.points(middles))[:-1]) > 0
    _, patterns = np.unique(on, axis=0, return_inverse=True)
    pairs = np.unique(np.stack([patterns.ravel(), numbers]), axis=1)
    assert patterns.max() > 300 and pairs.shape[1] - (patterns.max() + 1) <= 3  # pixels that a boundary goes through


def test_a_figure_has_the_lines_of_the_plane(of_digits):
    run, _ = of_digits
    view = View(plane=Plane.through(*run.points[[10, 20, 31]]), neurons=frozenset(run.network.neurons))
    found = {neuron: pieces for layer in figure_of(run, None, (600, 600), view).layers
             for neuron, pieces in layer.lines.items()}
    assert {layer for layer, _ in found} == {1, 2}
    for (layer, number), pieces in found.items():
        places = np.concatenate(pieces) / 600
        z = forward(run.parameters(-1), run.network, view.plane.points(places))[layer - 1][:, number - 1]
        assert z == pytest.approx(0, abs=1e-5)


def test_a_network_of_two_inputs_has_no_planes(run_file):
    with ginn_gl.Run(run_file) as run, pytest.raises(GinnError, match="a network of two inputs has one plane"):
        ginn_gl.render(run, plane=Plane.random(0, 2))


def test_bookmarks_keep_the_plane(of_digits, tmp_path):
    run, _ = of_digits
    view = View(plane=Plane.through(*run.points[[1, 2, 3]]).turned(10, np.arange(64)), zoom=2.0)
    add_bookmark(run, Bookmark("turned", 50, view))
    assert bookmarks(run)[0].view == view


def test_a_video_turns_the_plane_through_its_whole_way(of_digits, tmp_path, monkeypatch):
    run, _ = of_digits
    monkeypatch.chdir(tmp_path)
    video = tmp_path / "turning.mp4"
    assert main(["render", str(run.path), str(video), "--plane", "through:10,20,31", "--turn", "360", "--seconds", "1",
                 "--fps", "9", "--size", "60x60", "--neurons", "none"]) == 0
    plane = Plane.through(*run.points[[10, 20, 31]])
    (out,) = directions_out_of(plane, run.points, 1)
    _, decoded = decode(video)
    assert len(decoded) == 9
    for number, frame in enumerate(decoded):
        turned = plane.turned(360 * number / 8, out)
        wanted = ginn_gl.render(run, size=SIZE, view=View(plane=turned))
        assert np.abs(frame.astype(int) - wanted).mean() < 6
    assert np.abs(decoded[0].astype(int) - decoded[-1]).mean() < 2
    assert all(np.abs(decoded[0].astype(int) - other).mean() > 8 for other in decoded[1:-1])


def test_a_video_goes_from_one_plane_to_another_while_it_is_trained(of_digits, tmp_path):
    run, _ = of_digits
    start, end = run.plane, Plane.pca(run.points)
    sweep = Sweep(View(), SIZE, seconds=0.5, fps=10, to_plane=end)
    drawn = list(frames(run, sweep))
    middle = int(run.steps[sweep_positions(run.steps, 0, 120, 5, sweep.pace)[2]])
    for part, step, frame in ((0, 0, drawn[0]), (0.5, middle, drawn[2]), (1, 120, drawn[4])):
        there = View(plane=plane_between(start, end, part))
        assert np.abs(frame.astype(int) - ginn_gl.render(run, step, SIZE, there)).max() <= 1
    np.save(tmp_path / "end.npy", end.vectors)
    assert main(["render", str(run.path), str(tmp_path / "%02d.png"), "--to-plane", str(tmp_path / "end.npy"), "--from",
                 "0", "--seconds", "0.5", "--fps", "10", "--size", "60x60", "--neurons", "none"]) == 0
    with Image.open(min(tmp_path.glob("*.png"))) as first:
        assert np.array_equal(np.asarray(first), drawn[0])


@pytest.mark.parametrize("options, why", [
    (["a.png", "--plane", "through:1,2"], "a plane is through:3,17,42"),
    (["a.png", "--plane", "through:1,1,2"], "not on one line"),
    (["a.png", "--plane", "through:1,2,1797"], "points are 0 to 1,796, not 1,797"),
    (["a.png", "--plane", "features:0,64"], "features are 0 to 63, not 64"),
    (["a.png", "--plane", "nothing.npy"], "nothing.npy: cannot be read (No such file or directory)"),
    (["a.png", "--turn", "90"], "--turn, --towards and --to-plane are for a video"),
    (["a.mp4", "--turn", "0"], "a turn is up to 36,000 degrees either way"),
    (["a.mp4", "--towards", "4"], "--towards says where --turn turns to"),
    (["a.mp4", "--turn", "90", "--towards", "9999"], "there is no point 9,999 to turn towards"),
    (["a.mp4", "--turn", "90", "--to-plane", "pca"], "and not both")])
def test_planes_that_cannot_be_are_refused_in_a_line(of_digits, options, why, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["render", str(of_digits[0].path), *options]) == 2
    said = capsys.readouterr().err
    assert why in said and said.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_planes_of_a_network_with_two_inputs_are_refused(run_file, capsys):
    for options in (["a.png", "--plane", "pca"], ["a.mp4", "--turn", "90"]):
        assert main(["render", str(run_file), *options]) == 2
        assert "is for networks with more than two inputs" in capsys.readouterr().err


def test_info_counts_the_regions_of_the_first_plane(of_digits, capsys, monkeypatch):
    run, _ = of_digits
    monkeypatch.setattr("ginn_gl.insight.analyse", lambda *_: ())  # which takes long, and has tests of its own
    assert main(["info", str(run.path)]) == 0
    count = cells(run.network, run.parameters(-1), plane=run.plane).regions
    assert f"{count:,} in the square of its first plane" in capsys.readouterr().out


def test_the_view_at_a_turns_part_keeps_all_else(of_digits):
    run, _ = of_digits
    sweep = Sweep(View(zoom=2.0), to_plane=Plane.pca(run.points), to_zoom=4.0)
    assert sweep.view_at(1.0).zoom == 4.0 and sweep.view_at(1.0).plane is None  # frames name the run's own
    assert replace(sweep, view=View(plane=run.plane)).view_at(1.0).plane.vectors == pytest.approx(
        Plane.pca(run.points).vectors)
