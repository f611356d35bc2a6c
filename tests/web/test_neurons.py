"""Neurons on the page: shown, pointed at, picked in the diagram, switched off."""


import numpy as np
from selenium.webdriver.common.keys import Keys

from ginn_gl.config import View
from ginn_gl.edits import Edits
from ginn_gl.render import layer_color
from ginn_gl.render.pictures import painter_of
from ginn_gl.train.replay import Replayer

from .test_page import START, of_color


def test_neurons_are_shown_and_hidden_by_their_buttons(browser, page):
    browser.open(page, START)
    browser.click("[data-neuron='1:3']")
    browser.click("[data-neuron='3:2']")
    browser.wait_for_link(neurons="1:3,3:2")
    browser.click(".layer:nth-child(2) .toggle")
    browser.click("[data-neuron='1:3']")
    browser.wait_for_link(neurons="2:*,3:2")
    browser.wait_for_text(".layer:nth-child(3) .shown", "1 of 16")
    browser.click(".layer:nth-child(1) .heading button")
    browser.wait_for_link(neurons="1:*")
    browser.actions.move_to_element(browser.find("#description")).perform()
    picture = browser.picture()
    assert of_color(picture, 1) > 100 and of_color(picture, 2) == of_color(picture, 3) == 0
    browser.click("[data-action=all]")
    browser.wait_for_link(neurons="all")
    browser.click("[data-action=none]")
    browser.wait_for_link(neurons="none")


def test_a_neuron_pointed_at_is_highlighted_though_it_is_hidden(browser, page):
    browser.open(page, START)
    browser.actions.move_to_element(browser.find("[data-neuron='1:2']")).perform()
    dark = browser.picture()
    assert (np.abs(dark / 255 - 0.6 * np.array(layer_color(1))).max(axis=2) < 0.02).sum() > 100
    browser.actions.move_to_element(browser.find("#description")).perform()
    assert np.ptp(browser.picture(), axis=2).max() < 10


def test_a_boundary_near_the_mouse_names_its_neuron(browser, page):
    browser.open(page, START.replace("none", "1:*"))
    height, width = np.argwhere(np.ptp(browser.picture(), axis=2) > 100)[500]
    canvas = browser.find("#canvas")
    browser.actions.move_to_element_with_offset(
        canvas, int(width) - canvas.size["width"] // 2, int(height) - canvas.size["height"] // 2).perform()
    browser.wait()
    said = browser.driver.execute_script("return document.getElementById('under-cursor').textContent")
    name = said.split("nearest ")[1].split(" ")[0]
    assert browser.find(f"[data-neuron='{name}']").get_attribute("class") == "nearest"


def test_a_neuron_is_switched_off_as_in_the_window_and_on_again(browser, page, run):
    browser.open(page, START.replace("neurons=none", "neurons=1:*,3:16"))
    learnt = browser.picture()
    browser.actions.key_down(Keys.ALT).click(browser.find("[data-neuron='1:8']")).key_up(Keys.ALT).perform()
    browser.click("#click-switches")
    browser.click("[data-neuron='3:16']")
    browser.wait_for_link(off="1:8,3:16", neurons="1:*,3:16")
    browser.wait()
    opened = run("bottle-good-1")
    changed = Edits(frozenset({(1, 8), (3, 16)})).applied(opened.network, opened.parameters(opened.index_of(40_000)))
    (loss,) = Replayer(opened).engine.losses(changed[None])
    browser.until(lambda: browser.text("#what-it-costs") == f"Loss {loss:.3g}, learnt 0.0841",
                  lambda: browser.text("#what-it-costs"))
    assert "loss as learnt 0.0841" in browser.text("#position")  # not what the changed network has
    browser.wait_for_text("#what-is-off", "Changed: 1:8, 3:16 off")
    browser.click("#click-shows")  # the next test may find the page as it is
    browser.actions.move_to_element(browser.find("#description")).perform()
    assert "off" in browser.find("[data-neuron='1:8']").get_attribute("class")
    picture = browser.picture()[130:]  # below the note
    size, neurons = (learnt.shape[1], learnt.shape[0]), opened.network.neurons
    view = View(neurons=frozenset(neuron for neuron in neurons if neuron[0] == 1 or neuron == (3, 16)))
    painter = painter_of(opened)
    painter.set_parameters(changed)
    expected = painter.read(view, size)[130:]
    assert (np.abs(expected.astype(int) - picture).max(axis=2) > 3).mean() < 0.002
    assert (np.abs(learnt[130:].astype(int) - picture).max(axis=2) > 3).mean() > 0.01
    browser.click("#changed [data-action='as learnt']")
    browser.wait_for_link(off=None)
    assert (browser.picture() == learnt).all()
    for keys, off in [("z", "1:8,3:16"), ("z", "1:8"), ("z", None), ("y", "1:8")]:
        browser.actions.key_down(Keys.CONTROL).send_keys(keys).key_up(Keys.CONTROL).perform()
        browser.wait_for_link(off=off)


def test_while_it_plays_the_loss_is_over_some_of_the_points_and_says_so(browser, page):
    browser.open(page, START.replace("40000", "1000") + "&off=1:8")
    browser.until(lambda: browser.text("#what-it-costs").startswith("Loss 0."))
    browser.press(*"-" * 9, " ")
    browser.until(lambda: " of 40,000 points" in browser.text("#what-it-costs"))
    browser.press(" ", *"+" * 4)
    browser.until(lambda: "points" not in browser.text("#what-it-costs"))


def test_neurons_are_picked_in_the_diagram(browser, page):
    browser.open(page, START)
    canvas, drawn = browser.find("#network"), set()

    def draw_and_count() -> int:
        browser.wait()
        drawn.add(browser.driver.execute_script("return document.getElementById('network').toDataURL()"))
        return len(drawn)

    browser.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", canvas)
    assert draw_and_count() == 1
    up = round(canvas.size["height"] / 2 - 8 - (canvas.size["height"] - 32) * 7.5 / 16)  # the eighth of sixteen
    browser.actions.move_to_element_with_offset(canvas, 0, -up).click().perform()
    browser.wait_for_link(neurons="2:8", off=None)
    assert draw_and_count() == 2
    browser.actions.key_down(Keys.ALT).click().key_up(Keys.ALT).perform()
    browser.wait_for_link(neurons="2:8", off="2:8")
    assert draw_and_count() == 3
    browser.press("x")  # of the neuron that is pointed at
    browser.wait_for_link(off=None)
    assert draw_and_count() == 3  # as it was before
