"""The page draws what the desktop draws, from the very same parameters."""

import numpy as np
import pytest

from ginn_gl.config import NetworkSpec, TrainingSpec, View, parse_neurons
from ginn_gl.network import initialise
from ginn_gl.render import field_values, render
from ginn_gl.store import Run, RunWriter
from ginn_gl.target import Target
from ginn_gl.web import save_page

STEPS = [("bottle-good-1", 3_000), ("bottle-good-1", 40_000), ("bottle-bad", 1_270_000),
         ("bottle-full-batch", 1_270_000)]
PIXEL = 3 / 255
SMALL = (400, 260)  # of a window, for what takes long to draw


def link(view: View, **parts) -> str:
    """The address of a view, as a person would write it."""
    parts |= {"field": view.field, "zoom": view.zoom, "center": "{},{}".format(*view.center),
              "width": view.line_width, "beyond": int(view.beyond)}
    return "#" + "&".join(f"{name}={value}" for name, value in parts.items())


def size_of(picture: np.ndarray) -> tuple[int, int]:
    return picture.shape[1], picture.shape[0]


def difference(picture: np.ndarray, run: Run, step: int, view: View) -> np.ndarray:
    """From the desktop's picture, (H, W) from 0 to 1, of the colour that differs most."""
    return np.abs(render(run, step, size_of(picture), view) / 255 - picture / 255).max(axis=2)


@pytest.mark.parametrize("name, step", STEPS)
@pytest.mark.parametrize("view", [View(zoom=1.5), View(zoom=9, center=(0.27, 0.4))], ids=["whole", "close"])
def test_the_field_is_the_desktops(browser, page, run, name, step, view):
    browser.open(page, link(view, run=name, step=step, neurons="none"))
    picture = browser.picture()
    expected = field_values(run(name), step, size_of(picture), view)
    assert np.ptp(expected) > 0.5
    away = np.abs(picture / 255 - expected[:, :, None])
    assert away.mean() <= 1 / 255 and away.max() <= PIXEL


@pytest.mark.parametrize("field", ["target", "error", "2:3"])
def test_other_fields_are_the_desktops(browser, page, run, field):
    view = View(field=field, zoom=2, center=(0.1, 0.5))
    browser.open(page, link(view, run="bottle-good-1", step=40_000, neurons="none"))
    picture = browser.picture()
    assert np.ptp(picture) > 100
    assert difference(picture, run("bottle-good-1"), 40_000, view).max() <= PIXEL


@pytest.mark.parametrize("step, neurons, view", [
    (40_000, "all", View()),
    (40_000, "2:*", View("regions", zoom=2, center=(0.6, 0.3))),
    (1_270_000, "1:*,3:2", View(zoom=0.4, beyond=True, line_width=4)),
    (1_270_000, "2:*,3:*", View(zoom=300, center=(0.279, 0.4))),
])
def test_boundaries_are_the_desktops(browser, page, run, step, neurons, view):
    browser.open(page, link(view, run="bottle-good-1", step=step, neurons=neurons))
    picture = browser.picture()
    colourful = picture.max(axis=2).astype(int) - picture.min(axis=2)
    assert (colourful > 60).sum() > 300
    chosen = View(view.field, parse_neurons(neurons, NetworkSpec()), None, view.center, view.zoom, view.line_width,
                  view.beyond)
    # Which of two lines lies nearer may be decided by a last bit.
    assert (difference(picture, run("bottle-good-1"), step, chosen) > PIXEL).mean() < 0.002


@pytest.mark.parametrize("hidden", [(5,), (64, 64)], ids=["odd", "too large for a uniform block"])
def test_other_networks_and_targets(browser, tmp_path, hidden):
    network, training = NetworkSpec(hidden), TrainingSpec(iterations=10, checkpoints=2)
    pixels = np.zeros((20, 45), np.uint8)
    pixels[:5, :10] = 1
    with RunWriter.create(tmp_path / "odd.ginn", network, training, Target("corner", pixels)) as writer:
        for step in (0, 10):
            writer.append(step, 0.7, 1e-3, initialise(network, 1 + step))
        writer.set_status("finished")
    with Run(tmp_path / "odd.ginn") as run:
        save_page([run], tmp_path / "odd.html")
        view = View("error", frozenset(network.neurons))
        browser.open(tmp_path / "odd.html", link(view, step=0, neurons="all"), SMALL)
        assert (difference(browser.picture(), run, 0, view) > PIXEL).mean() < 0.002
        view = View("1:4", center=(0.1, 0.1), zoom=3)
        browser.open(tmp_path / "odd.html", link(view, step=10, neurons="none"), SMALL)
        assert difference(browser.picture(), run, 10, view).max() <= PIXEL
