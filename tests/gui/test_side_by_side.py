"""Up to six runs in one window: linked or not, their difference, layers in columns, and all of it saved."""

import re
from xml.etree import ElementTree

import numpy as np
import pytest
from imgui_bundle import imgui
from imgui_bundle.glfw_utils import glfw, glfw_window_hello_imgui
from PIL import Image

from ginn_gl.config import NetworkSpec, TrainingSpec, View
from ginn_gl.network import evaluate, initialise
from ginn_gl.render import pixel_to_point, render
from ginn_gl.render.palette import NO_ERROR, TOO_BLACK, TOO_WHITE
from ginn_gl.store import Run, RunWriter
from ginn_gl.target import Target

from ..record.decoding import decode
from .test_compare import LABEL, assert_same

KEY = imgui.Key
NETWORK, PIXELS = NetworkSpec((6, 5)), np.zeros((20, 20), np.uint8)
PIXELS[5:15, 8:18] = 1


def made(path, seed: int, network: NetworkSpec = NETWORK, last: int = 1000) -> None:
    """A run of that many steps, in six checkpoints, whose loss falls by its seed."""
    start, drift = initialise(network, seed), initialise(network, seed + 50)
    spec = TrainingSpec(seed=seed, iterations=last, checkpoints=6)
    with RunWriter.create(path, network, spec, Target("box", PIXELS)) as writer:
        for share in range(6):
            writer.append(share * last // 5, 0.7 - (0.05 + 0.01 * seed) * share, 1e-3,
                          3 * (start + np.float32(share / 5) * drift))
        writer.set_status("finished")


@pytest.fixture
def paths(tmp_path):
    found = [tmp_path / f"seed-{seed}.ginn" for seed in range(6)]
    for seed, path in enumerate(found):
        made(path, seed, last=1000 if seed != 1 else 5000)
    return found


def looked_at(at) -> list[np.ndarray]:
    """Every picture as it is on screen, (H, W, 3) int."""
    at.picture()
    screen = at.screen.pixels
    return [screen[top:top + height, left:left + width] for left, top, width, height in at.cells()]


def alone(path, step: int, shape, view: View | None = None, **changes) -> np.ndarray:
    """What a single picture of a run shows."""
    with Run(path) as run:
        view = view or View(neurons=frozenset(run.network.neurons), **changes)
        return render(run, step, (shape[1], shape[0]), view)


def below_label(picture: np.ndarray) -> np.ndarray:
    return picture[LABEL:-LABEL // 2]


def wheel_over(at, place: int, notches: float, dx: float = 0.6, dy: float = 0.55) -> None:
    left, top, width, height = at.cells()[place]
    at.move_mouse(left + dx * width, top + dy * height)
    at.context.mouse_wheel_y(notches)
    at.frames()


def test_six_runs_in_a_small_window_each_as_it_is_alone(at_window, paths):
    def drive(at):
        shown = at.state.shown
        shown.beside.show(paths[1:], 1000)
        at.frames()
        assert len(at.cells()) == 6 and len({left for left, *_ in at.cells()}) == 3
        shown.seek(2)
        wheel_over(at, 4, 3)
        assert shown.view.zoom > 1.5
        steps = [400, 0, 400, 400, 400, 400]
        for picture, path, step in zip(looked_at(at), paths, steps):
            below = slice(LABEL, -LABEL) if path == paths[-1] else slice(LABEL, None)  # the last one has the scale
            assert_same(picture[below], alone(path, step, picture.shape, center=shown.view.center,
                                              zoom=shown.view.zoom)[below])
        at.press(KEY.s)
        at.frames()
        (saved,) = at.state.captures.glob("seed-0-and-5-others-step400*.png")
        assert np.asarray(Image.open(saved)).shape == at.picture().shape
        assert "6 runs are side by side already" in _complaint(at, paths[0])
        at.click("tabs/Compare")
        at.click("###take away 2")
        assert [other.run.path for other in shown.beside.others] == [paths[1], *paths[3:]]
        assert len(at.cells()) == 5

    at_window(drive, run=paths[0], size=(800, 600))


def _complaint(at, path) -> str:
    from ginn_gl.app.actions import runs

    runs.show_beside(at.state, path)
    return at.state.messages.toast.text


def test_each_link_is_cut_and_tied_again(at_window, paths):
    def drive(at):
        shown = at.state.shown
        shown.beside.show(paths[1:3], 1000)
        others = shown.beside.others
        at.click("tabs/Compare")
        at.click("###link zoom")
        wheel_over(at, 1, 3)
        assert shown.view.zoom == 1 and others[0].view.zoom > 1.5 and others[1].view.zoom == 1
        at.click("###link pan")
        wheel_over(at, 2, 2)
        assert others[2 - 1].view.center != shown.view.center == others[0].view.center == (0.5, 0.5)
        at.click("###link neurons")
        left, top, width, height = at.cells()[1]
        at.move_mouse(left + width / 2, top + height / 2)
        at.type("[")
        assert {layer for layer, _ in others[0].view.neurons} == {2} and shown.view.neurons == set(NETWORK.neurons)
        for picture, path, other in zip(looked_at(at)[1:], paths[1:3], others):
            assert_same(picture[LABEL:-LABEL], alone(path, other.step, picture.shape, other.view)[LABEL:-LABEL])
        for name in ("zoom", "pan", "neurons"):
            at.click(f"###link {name}")
        at.frames()
        assert all(other.view == shown.view for other in others)

    at_window(drive, run=paths[0])


def test_the_cursor_and_a_picked_neuron_are_in_all_or_in_one(at_window, paths):
    def drive(at):
        shown, at_rest = at.state.shown, looked_at
        shown.beside.show(paths[1:2], 1000)
        at.click("tabs/Compare")
        shown.view = View()  # without lines
        without = at_rest(at)[1]

        def marked() -> bool:
            left, top, width, height = at.cells()[0]
            at.move_mouse(left + 0.3 * width, top + 0.7 * height)
            seen = at.window_pixels()
            left, top, width, height = at.cells()[1]
            changed = np.abs(seen[top:top + height, left:left + width] - without).max(axis=2) > 24
            return bool(below_label(changed).any())

        assert marked()
        at.click("###link cursor")
        assert not marked()
        shown.selected = (1, 2)
        first, second = _pictures(at)
        assert first.view.highlighted == second.view.highlighted == (1, 2)
        at.click("###link neurons")
        first, second = _pictures(at)
        assert first.view.highlighted == (1, 2) and second.view.highlighted is None

    at_window(drive, run=paths[0])


def _pictures(at):
    at.frames()
    return at.viewer._scene.pictures


def test_time_goes_by_step_by_share_or_by_loss(at_window, paths):
    def drive(at):
        shown, links = at.state.shown, at.state.shown.beside.links
        shown.beside.show(paths[1:3], 1000)
        longer, better = shown.beside.others
        steps = {}
        for time in ("step", "share", "loss", "none"):
            links.time = time
            shown.seek(3)
            at.frames()
            steps[time] = longer.step, better.step
        assert steps == {"step": (0, 600), "share": (3000, 600), "loss": (3000, 600), "none": (3000, 600)}
        shown.seek(5)
        at.frames()
        assert (longer.step, better.step) == (3000, 600), "they stay"
        links.time = "loss"
        at.frames()
        with Run(paths[2]) as run:
            reached = run.losses <= shown.loss
            assert better.step == run.steps[reached][0] < shown.step

    at_window(drive, run=paths[0])


def test_the_difference_of_two_is_that_of_float64_or_says_why_it_is_none(at_window, paths, tmp_path):
    value = tmp_path / "value.ginn"
    made(value, 7, NetworkSpec((6,), head=NetworkSpec.parse("6", head="value").head))

    def drive(at):
        shown = at.state.shown
        shown.beside.show(paths[1:2], 1000)
        shown.beside.links.time = "share"
        at.click("tabs/Compare")
        at.click("Difference")
        wheel_over(at, 2, 1)
        *_, seen = looked_at(at)
        height, width, _ = seen.shape
        x, y = pixel_to_point(shown.view, (width, height), 1.0, np.meshgrid(np.arange(width) + 0.5,
                                                                            np.arange(height) + 0.5))
        points = np.stack([x.ravel(), y.ravel()], 1)
        bare = np.s_[LABEL:-LABEL]  # of label and legend
        said = []
        for path, step in ((paths[5], 1000), (paths[1], 5000)):
            with Run(path) as run:
                logits = evaluate(run.parameters(run.index_of(step)).astype(np.float64), NETWORK, points).logits
                said.append(1 / (1 + np.exp(logits[:, 0] - logits[:, 1])))
        less = (said[0] - said[1]).reshape(height, width, 1)
        colours = np.where(less > 0, TOO_WHITE, TOO_BLACK)
        expected = 255 * (NO_ERROR + (colours - NO_ERROR) * np.abs(less))
        assert less.min() < -0.1 and less.max() > 0.1 and np.abs(seen - expected)[bare].max() <= 2
        shown.beside.show([value], 1000)
        at.frames()
        assert len(at.viewer._scene.pictures) == 2
        assert shown.beside.why_no_difference(shown.run, shown.view) == (
            "No difference: the one says black or white, the other a value")
        shown.beside.show(paths[1:3], 1000)
        at.frames()
        assert len(at.viewer._scene.pictures) == 3 and not any(one.less for one in at.viewer._scene.pictures)

    at_window(drive, run=paths[5])


def test_layers_in_columns_are_recorded_and_saved_as_they_are(at_window, paths):
    def drive(at):
        state, shown = at.state, at.state.shown
        shown.beside.show(paths[1:2], 1000)
        at.click("tabs/View")
        at.click("Layers in columns")
        pictures = looked_at(at)
        assert len(pictures) == 6 and len({top for _, top, *_ in at.cells()}) == 2
        for place, picture in enumerate(pictures):
            row, column = divmod(place, 3)
            lines = frozenset(one for one in NETWORK.neurons if column == 2 or one[0] == column + 1)
            step = (1000, 1000)[row]
            assert_same(below_label(picture), below_label(alone(paths[row], step, picture.shape, View(neurons=lines))))
        state.settings.video_fps, state.settings.frame_rate = 10, 1
        shown_whole = at.picture()
        at.press(KEY.r)
        under_way = state.work.recording
        at.wait_until(lambda: under_way.seconds >= 0.3)
        at.press(KEY.r)
        at.wait_until(lambda: state.work.recording is None)
        (path,) = state.captures.glob("*.mp4")
        last = decode(path)[1][-1][:shown_whole.shape[0], :shown_whole.shape[1]].astype(int)
        left, top, width, height = at.cells()[5]
        low = (top - at.cells()[0][1], left - at.cells()[0][0])
        cell = last[low[0]:low[0] + height, low[1]:low[1] + width]
        assert np.abs(below_label(cell) - below_label(pictures[5])).mean() < 8
        at.click("tabs/Record")
        glfw.set_window_size(glfw_window_hello_imgui(), 1000, 1060)  # so that the whole panel is in sight
        at.frames(6)
        at.click("###figure")
        at.click("Save figure")
        at.wait_until(lambda: state.messages.toast and "Saved" in state.messages.toast.text)
        (figure,) = state.captures.glob("*-figure.svg")
        groups = list(ElementTree.parse(figure).iter("{http://www.w3.org/2000/svg}g"))
        assert sum(group.get("class") == "tile" for group in groups) == 6
        assert sum(bool(re.search(r"\blayer-1\b", group.get("class") or "")) for group in groups) >= 4
        state.messages.toast = None
        at.click("Save web page")
        at.wait_until(lambda: state.messages.toast and "Saved" in state.messages.toast.text)
        (page,) = state.captures.glob("*.html")
        assert all(path.stem in page.read_text() for path in paths[:2])

    at_window(drive, run=paths[0])
