"""Pages of other kinds of networks show what float64 says, and what the desktop draws."""

import io

import numpy as np
import pytest
from PIL import Image

from ginn_gl.config import NetworkSpec, TrainingSpec, View
from ginn_gl.data import Dataset
from ginn_gl.edits import Edits
from ginn_gl.network import forward, initialise
from ginn_gl.render import layer_color, pixel_to_point, render
from ginn_gl.render.ground import ground_of
from ginn_gl.render.words import described
from ginn_gl.store import Run, RunWriter
from ginn_gl.train.replay import Replayer
from ginn_gl.web import save_page

from .test_pixels import SMALL, link, size_of

POINTS = np.random.default_rng(1).uniform(-2, 3, (40, 2))
KINDS = {("tanh", "classes:3"): "Classes Confidence Class Neuron", ("gelu,hardtanh", "value:-1,1"): "Value Neuron",
         ("sine:2,softplus", "logit"): "Probability Neuron", ("selu,silu", "rgb"): "Colour Neuron",
         ("relu6,leaky_relu:0.2", "classes"): "Probability Regions Neuron"}
PIXEL = 3 / 255
HELD_OUT = 0x56, 0xB4, 0xE9
LINE = 0.25  # of a pixel, which lines cover more or less of, since painters measure smooth ones by differences


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The path of one page of a run of each kind, and the runs by name."""
    folder, runs = tmp_path_factory.mktemp("kinds"), {}
    for number, (activations, head) in enumerate(KINDS):
        network = NetworkSpec.parse("6,5", activations, head)
        labels = {"value": POINTS[:, 0], "rgb": np.abs(POINTS @ np.ones((2, 3))) % 1}.get(
            network.head.kind, np.arange(40) % max(2, network.head.classes))
        path = folder / f"kind-{number}.ginn"
        with RunWriter.create(path, network, TrainingSpec(iterations=10, checkpoints=2, validation=0.2),
                              Dataset.of_arrays("points", POINTS, labels)) as writer:
            for step in (0, 10):
                writer.append(step, 0.7, 1e-3, 3.0 * initialise(network, step + 3), held_out=0.8 - step / 100)
            writer.set_status("finished")
        runs[path.stem] = Run(path)
    save_page(list(runs.values()), folder / "kinds.html")
    yield folder / "kinds.html", runs
    for run in runs.values():
        run.close()


@pytest.mark.parametrize("name", [f"kind-{number}" for number in range(len(KINDS))])
def test_what_a_network_says_is_float64s(browser, page, name):
    path, runs = page
    run, view = runs[name], View(neurons=frozenset(runs[name].network.neurons), zoom=1.5)
    browser.open(path, link(view, run=name, step=10, neurons="all"), SMALL)
    picture = browser.picture()
    assert np.ptp(picture) > 100
    away = np.abs(render(run, 10, size_of(picture), view) / 255 - picture / 255).max(axis=2)
    assert (away > LINE).mean() < 0.01
    assert browser.text("#fields").replace("\n", " ") == list(KINDS.values())[int(name[-1])]
    assert browser.text("#description").startswith(described(run.network))
    check_changed(browser, path, run)
    fields = {"classes:3": "class:2", "value": "2:3", "logit": "probability", "rgb": "1:2", "classes": "probability"}
    field = fields.get(str(run.network.head), fields.get(run.network.head.kind, ""))
    plain = View(field, zoom=1.5, contours=False, points=False)
    browser.open(path, link(plain, run=name, step=10, neurons="none", contours=0, points=0), SMALL)
    shown = browser.picture() / 255
    assert np.abs(shown - render(run, 10, size_of(picture), plain) / 255).max() <= PIXEL
    if field in ("probability", "class:2"):
        width, height = size_of(picture)
        ground = ground_of(run)
        u, v = pixel_to_point(View(zoom=1.5), (width, height), ground.aspect,
                              np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5))
        inside = (u > 0.01) & (u < 0.99) & (v > 0.01) & (v < 0.99)
        outputs = forward(run.parameters(-1), run.network,
                          ground.plane.points(np.stack([u[inside], v[inside]], axis=1)))[-1]
        outputs = np.column_stack([np.zeros(len(outputs)), outputs]) if outputs.shape[1] == 1 else outputs
        powers = np.exp(outputs - outputs.max(axis=1, keepdims=True))
        said = powers[:, 1] / powers.sum(axis=1)
        assert np.abs(shown[inside] - said[:, None]).max() <= PIXEL


def check_changed(browser, path, run: Run) -> None:
    """Where neurons are off, it says what the loss is then; and its second curve is what is held out."""
    changed = Edits(frozenset({(1, 2), (2, 3)})).applied(run.network, run.parameters(-1))
    (loss,) = Replayer(run).engine.losses(changed[None])
    browser.open(path, f"#run={run.path.stem}&step=10&off=1:2,2:3", SMALL)
    browser.until(lambda: browser.text("#what-it-costs") == f"Loss {loss:.3g}, learnt 0.7",
                  lambda: f"{browser.text('#what-it-costs')}, not {loss}")
    assert "validation 0.7" in browser.find("#position").get_attribute("textContent")
    window = np.asarray(Image.open(io.BytesIO(browser.driver.get_screenshot_as_png())).convert("RGB")).astype(int)
    assert (np.abs(window - HELD_OUT).max(axis=2) < 8).sum() > 30


def test_what_a_browser_without_a_graphics_card_would_compile_for_minutes_is_drawn_by_the_page(browser, tmp_path):
    network = NetworkSpec.parse("32,32", "relu", "classes:10")
    with RunWriter.create(tmp_path / "large.ginn", network, TrainingSpec(iterations=10, checkpoints=2),
                          Dataset.of_arrays("points", POINTS, np.arange(40) % 10)) as writer:
        writer.append(10, 0.7, 1e-3, 3.0 * initialise(network, 4))
        writer.set_status("finished")
    with Run(tmp_path / "large.ginn") as run:
        save_page([run], tmp_path / "large.html")
        view = View(zoom=1.5, contours=False, points=False)
        browser.open(tmp_path / "large.html", link(view, neurons="none", contours=0, points=0), SMALL)
        browser.press("4")
        browser.until(lambda: "only what it says as a whole" in browser.text("#preparing"))
        browser.press("1")
        browser.until(lambda: not browser.find("#preparing").is_displayed())
        shown = browser.picture()
        expected = render(run, 10, size_of(shown), view)
        assert np.ptp(expected) > 100
        assert (np.abs(expected / 255 - shown / 255).max(axis=2) > PIXEL).mean() < 0.01
        browser.press("a", "]")
        browser.wait()
        assert (np.abs(browser.picture() / 255 - layer_color(1)).max(axis=2) < 0.02).sum() > 100
