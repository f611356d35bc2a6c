"""Other steps beside and over the one that is shown."""

import numpy as np
from imgui_bundle import imgui
from PIL import Image

from ginn_gl.app.actions import looking
from ginn_gl.render.mapping import worth_keeping

from .test_compare import choose, halves
from .test_window import boundary_distance, changes, crossing_neuron

KEY = imgui.Key


def test_a_step_that_is_kept_in_sight_is_where_the_line_was(at_window):
    def drive(at):
        state = at.state
        neuron = crossing_neuron(state)
        state.shown.view = looking.replace(state.shown.view, neurons=frozenset({neuron}))
        at.press(KEY.tab)
        state.shown.seek(120)
        kept, shape = state.shown.step, at.picture().shape
        then = boundary_distance(state, neuron, shape)
        at.click("Keep this step in sight")
        assert state.shown.onion == (kept,)
        state.shown.seek(199)
        at.frames(3)
        at.wait_until(lambda: state.shown.ghosts.is_complete and state.screen.picture_is_final)
        seen = at.picture()
        at.press(KEY.s)
        at.frames()
        (saved,) = state.captures.glob("*.png")
        state.messages.toast = None
        at.click(f"###onion {kept}")
        ghost = changes(seen, at.picture())
        assert ghost.sum() > 100 and then[ghost].max() < 3
        left, top, width, height = worth_keeping(state.shown.view, shape[1::-1], 1.0)
        still = np.asarray(Image.open(saved)).astype(int)
        differs = (np.abs(still - seen[top:top + height, left:left + width]).max(axis=2) > 24).mean()
        assert differs < 1e-3, "a still shows what is on screen"

    at_window(drive)


def test_trails_fade_towards_the_past(at_window):
    def drive(at):
        state = at.state
        state.shown.view = looking.replace(state.shown.view, neurons=frozenset({crossing_neuron(state)}))
        state.shown.seek(150)
        without = at.picture()
        state.settings.trails = "medium"
        at.frames(3)
        at.wait_until(lambda: state.shown.ghosts.is_complete)
        assert (at.picture() != without).any()
        (_, made), = state.shown.ghosts._made.values()
        opacities = made.inks[:, 3]
        assert len(np.unique(opacities)) > 3 and (np.diff(opacities) >= 0).all() and opacities.max() < 1

    at_window(drive)


def test_a_run_beside_itself_stays_at_its_step(at_window):
    def drive(at):
        state = at.state
        state.shown.seek(60)
        at.frames()
        early, here = at.picture(), state.shown.step
        choose(at, "this run at this step")
        state.shown.seek(199)
        assert state.shown.beside.others[0].step == here and state.shown.step == 3000
        assert changes(*halves(at.picture())).mean() > 0.01 and early.any()
        at.context.set_ref("//Panels")
        at.click("tabs/Compare")
        at.context.item_click("**/##step beside 1")
        at.context.key_chars_replace_enter("1k")
        at.frames()
        assert 900 < state.shown.beside.others[0].step <= 1000

    at_window(drive)
