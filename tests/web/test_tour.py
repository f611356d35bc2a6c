"""The tour of a page: the window's stops in these runs, with their text, by mouse and by keys."""

import html

import pytest
from selenium.webdriver.common.keys import Keys

from ginn_gl.tour import Tour
from ginn_gl.web import page_text, save_page

from .test_page import of_color

KEPT = 60  # checkpoints: a stop is over in a second


@pytest.fixture(scope="module")
def stops(run):
    """Of two runs, one of which has none."""
    return Tour().seen_in([run("bottle-good-2"), run("bottle-good-3")])


@pytest.fixture(scope="module")
def toured(stops, run, tmp_path_factory):
    path = tmp_path_factory.mktemp("tour") / "tour.html"
    save_page([run("bottle-good-2"), run("bottle-good-3")], path, KEPT, stops)
    return path


def is_at(browser, stop) -> bool:
    """Whether the page shows a stop, down to its text, and has played it to the checkpoint after its end."""
    texts = [browser.text(f"#tour-{part}") for part in ("title", "text")]
    return texts == [stop.title, stop.text] and stop.last <= step_shown(browser) < 3 * stop.last


def step_shown(browser) -> int:
    return int(browser.find("#step").get_attribute("value"))


def test_the_tour_plays_what_it_says_and_ends_with_what_to_try(browser, toured, stops, run):
    first, second = stops
    assert [stop.name for stop in stops] == ["copycats", "indecisive"]
    browser.open(toured, "#run=bottle-good-2&step=0&off=1:1")
    browser.wait_for_text("#tour-begin", "Take the tour: 2 stops")
    browser.click("#tour-begin")
    browser.press("+", "+")  # than the six seconds it takes
    browser.until(lambda: step_shown(browser) > first.first)  # it plays
    browser.until(lambda: is_at(browser, first))
    browser.wait_for_link(run="bottle-good-3", off=None, field="target", width="2.5",
                          neurons=",".join(f"{layer}:{number}" for layer, number in sorted(first.view.neurons)))
    steps = run("bottle-good-3").steps
    assert of_color(browser.picture(), 3) > 100 and not any(of_color(browser.picture(), layer) for layer in (1, 2))
    browser.press("t", "+")
    browser.until(lambda: is_at(browser, second))
    browser.wait_for_link(field=None, step=str(steps[-1]))
    browser.actions.key_down(Keys.SHIFT).send_keys("t").key_up(Keys.SHIFT).perform()
    browser.wait_for_text("#tour-place", "Tour: stop 1 of 2")
    browser.press("t", "t")
    browser.wait_for_link(neurons="all", field=None, width=None)
    browser.wait_for_text("#tour-title", "What to try next")
    browser.click("#tour-next-things button")
    browser.until(lambda: browser.find("#click-switches").get_attribute("aria-pressed") == "true")
    browser.press(Keys.ESCAPE)
    browser.until(lambda: browser.find("#tour-begin").is_displayed())


def test_its_text_is_as_large_and_as_bright_as_what_it_explains(browser, toured):
    browser.open(toured, "#step=0")
    browser.press("t")
    sizes, colors = browser.driver.execute_script("""
        const styles = ["#tour-text", "#tour-title", "body"].map(it => getComputedStyle(document.querySelector(it)));
        return [styles.map(style => parseFloat(style.fontSize)), styles.map(style => style.color)];""")
    assert sizes[0] > 16 and sizes[1] > 20 and len(set(colors)) == 1


def test_on_a_phone_text_and_buttons_are_in_sight_with_the_picture(browser, toured):
    for size in [(640, 360), (320, 568)]:
        browser.open(toured, f"#step=0&width={size[0] / 100}", size=size, phone=True)
        browser.press("t")
        browser.until(lambda: browser.find("#tour").is_displayed())
        for selector in ("#canvas", "#tour-title", "#tour-next", "#tour-end", "#slider"):
            place = browser.find(selector).rect
            assert place["x"] >= 0 and place["x"] + place["width"] <= size[0], (selector, size)
            assert place["y"] >= 0 and place["y"] + place["height"] <= size[1], (selector, size)


def test_within_another_page_it_goes_as_well(browser, toured, stops, tmp_path):
    (tmp_path / "outer.html").write_text(
        f"<!DOCTYPE html><body style='margin: 0'><iframe style='width: 700px; height: 480px' sandbox='allow-scripts' "
        f'srcdoc="{html.escape(toured.read_text(encoding="utf-8"))}"></iframe>', encoding="utf-8")
    browser.open(toured, "#step=0")  # in a window of the usual size again
    browser.driver.get((tmp_path / "outer.html").as_uri())
    browser.driver.switch_to.frame(0)
    browser.wait()
    browser.click("#tour-begin")
    browser.press("+", "+")
    browser.until(lambda: is_at(browser, stops[0]))
    browser.driver.switch_to.default_content()


def test_it_costs_a_page_next_to_nothing_and_one_without_says_so(browser, page, stops, run):
    runs = [run("bottle-good-2"), run("bottle-good-3")]
    assert len(page_text(runs, 2, stops)) < len(page_text(runs, 2)) + 1_000 * len(stops)
    assert Tour().seen_in(runs[:1]) == []
    browser.open(page, "#step=1")
    assert not browser.find("#tour-begin").is_displayed()
    browser.press(Keys.F1)
    assert "no tour" in browser.text("#no-tour")
    browser.press(Keys.ESCAPE)




def test_a_page_is_light_where_the_system_is_and_so_is_what_surrounds_its_picture(browser, toured):
    browser.driver.get("about:blank")
    browser.open(toured, "#neurons=none", light=True)
    picture = browser.picture()
    assert (picture[0, 0] == (0xD9, 0xDA, 0xDD)).all()
    assert not (picture == (0x26, 0x28, 0x2C)).all(axis=2).any()  # not even along the square's edge
    browser.driver.get("about:blank")
