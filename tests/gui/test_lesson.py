"""What a lesson begins with: a target that is drawn, layers by + and -, runs and commands that are found by typing."""

import shutil

import numpy as np
import pytest
from imgui_bundle import imgui

from ginn_gl.app.actions import learning
from ginn_gl.target import SHAPES, load_target, shape

KEY = imgui.Key


def place_of(at, name: str, part: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a widget."""
    at.context.set_ref(f"//{part}")
    low, high = (getattr(at.context.item_info(f"**/{name}").rect_full, end) for end in ("min", "max"))
    return low.x, low.y, high.x, high.y


def drag(at, start: tuple[float, float], end: tuple[float, float]) -> None:
    at.move_mouse(*start)
    at.context.mouse_down(imgui.MouseButton_.left)
    at.move_mouse(*end)
    at.context.mouse_up(imgui.MouseButton_.left)
    at.frames()


def test_a_target_is_drawn_and_learnt(at_window, tmp_path):
    """A ready-made one first; then a line by the brush, in the mirror, undone, and drawn again."""
    def drive(at):
        state = at.state
        at.click("Train")
        at.click("shape ring")
        assert (state.work.preview.picture(state.forms.training) == shape("ring", 200)).all()
        assert "--target=ring" in state.forms.training.arguments(tmp_path / "ring.ginn")
        at.click("###draw a target")
        drawing = state.forms.drawing
        left, top, right, bottom = place_of(at, "paper", "Draw a target")
        at.click("Mirror", "Draw a target")
        at.click("Thick", "Draw a target")
        third, middle = left + (right - left) / 3, (top + bottom) / 2
        drag(at, (third, top + 20), (third, middle))
        black = drawing.pixels == 0
        assert black[20, black.shape[1] // 3] and not black[-20:].any() and (black == black[:, ::-1]).all()
        at.press(KEY.mod_ctrl + KEY.z)
        assert drawing.is_blank
        drag(at, (third, top + 20), (third, middle))
        at.click("Erase", "Draw a target")
        drag(at, (third, top + 20), (third, top + 21))
        assert 0 < (drawing.pixels == 0).sum() < black.sum()
        at.click("Learn this", "Draw a target")
        at.wait_until(lambda: not state.work.preview.computing)
        path = state.new_runs / "drawings" / "drawing.png"
        learnt = load_target(str(path), 128)
        assert state.forms.training.target == str(path) and (learnt.pixels == drawing.pixels).all()
        assert not state.asked.drawing_open and not learning.problems(state)

    at_window(drive)


def test_layers_by_buttons_and_runs_side_by_side(at_window):
    """The text says the same; what is trained are several runs, of which the first is shown at once."""
    def drive(at):
        state, form = at.state, at.state.forms.training
        at.click("Train")
        at.click("###layer less")
        at.click("###neurons -1")
        at.click("###neurons +2")
        at.click("###layer more")
        assert form.hidden == "15,17,17"
        at.put("##hidden", "4,x")
        assert "hidden" in learning.problems(state) and form.widths is None
        at.put("##hidden", "4,3")
        at.put("##runs", 65)
        assert learning.problems(state)["runs"] == "1 to 64 runs, not 65"
        at.put("##runs", 2)
        form.iterations = 50
        at.press(KEY.t)
        at.wait_until(lambda: state.work.trainer is None, 120)
        folder = state.new_runs
        assert state.shown.run.path == folder / "bottle-4-3-seed0.ginn" and state.shown.run.steps[-1] == 50
        assert {path.stem for path in state.library.paths()} >= {"bottle-4-3-seed0", "bottle-4-3-seed1"}
        assert form.new_path(folder).parent == folder / "bottle-4-3-seed0-and-1-more", "nothing is in the way"

    at_window(drive)


def open_list(at) -> None:
    """That of all runs, which has no name that it is found by."""
    at.context.set_ref("//Panels")
    panel = at.context.item_info("**/Show all##all").window.name
    at.context.set_ref("//" + panel.replace("/", "\\/"))
    at.context.item_click("##run")
    at.frames()


def test_a_run_is_found_by_its_name_and_by_keys(at_window, short_run, run_file, tmp_path):
    others = [tmp_path / f"{name}.ginn" for name in ("apple", "pear")]
    for path in others:
        shutil.copy(run_file, path)

    def drive(at):
        state, name = at.state, lambda: at.state.shown.run.path.stem
        state.library.files += others
        at.frames()
        at.press(KEY.page_down)
        assert name() == "apple"
        at.press(KEY.page_up)
        assert name() == "short"
        open_list(at)
        at.wait_until(lambda: state.work.run_facts.of(others[0].resolve()) is not None)
        facts = state.work.run_facts.of(others[0].resolve())
        assert facts.loss == pytest.approx(state.shown.run.losses[-1], abs=10) and facts.created is not None
        at.press(KEY.down_arrow)
        at.press(KEY.escape)
        assert name() == "short"
        open_list(at)
        at.context.key_chars("PEA")
        at.frames()
        at.press(KEY.enter)
        assert name() == "pear"
        open_list(at)
        at.press(KEY.up_arrow)
        at.press(KEY.enter)
        assert name() == "apple"

    at_window(drive)


def test_what_has_no_key_is_found_by_name(at_window):
    def choose(at, typed: str) -> None:
        at.press(KEY.mod_ctrl + KEY.p)
        at.context.key_chars(typed)
        at.frames()
        at.press(KEY.enter)

    def drive(at):
        state = at.state
        dark = at.window_pixels()[-5:].mean()
        choose(at, "light")
        assert state.settings.light and at.window_pixels()[-5:].mean() > dark + 100
        choose(at, "beyond")
        assert state.shown.view.beyond
        choose(at, "2:3 alone")
        assert state.shown.view.neurons == {(2, 3)}
        choose(at, "panel insights")
        assert state.asked.tab == "Insights"
        choose(at, "draw target")
        assert state.asked.drawing_open
        state.asked.drawing_open = False
        choose(at, "regularisation")
        at.frames(4)
        assert state.asked.tab == "Train" and state.asked.row is None
        assert imgui.get_io().want_text_input, "what was asked for can be typed into"
        at.press(KEY.escape)  # which leaves the field
        choose(at, "screenshot window")
        at.wait_until(lambda: list(state.captures.glob("*window*.png")))

    at_window(drive)


def test_shapes_have_both_colours_in_any_size():
    assert all(0 < np.mean(load_target(name, size).pixels) < 1 for name in SHAPES for size in (8, 99))
