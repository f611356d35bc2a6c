"""The page as a reader uses it: clicks, keys, fingers, links."""

import io

import numpy as np
import pytest
from PIL import Image
from selenium.webdriver.common.actions.wheel_input import ScrollOrigin
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

from ginn_gl.config import View
from ginn_gl.render import layer_color, pixel_to_point
from ginn_gl.store import Run
from ginn_gl.web import save_page

LAST = {"run": "bottle-good-1", "step": "1270000", "neurons": "all"}
START = "#run=bottle-good-1&step=40000&neurons=none"


def of_color(picture: np.ndarray, layer: int) -> int:
    """How many pixels are of a layer's colour."""
    return int((np.abs(picture / 255 - layer_color(layer)).max(axis=2) < 0.02).sum())


def test_it_opens_on_the_first_run_at_its_end(browser, page):
    browser.open(page)
    browser.wait_for_link(**LAST)
    browser.wait_for_text("#description", "2-16-16-16-2 · seed 7 · batches of 128")
    assert browser.text("#position").split("\n") == ["step 1,270,000", "loss 0.0269", "learning rate 0"]
    assert all(of_color(browser.picture(), layer) > 200 for layer in (1, 2, 3))
    browser.wait_for_text("#headline", "48 neurons in 3 layers learn an image")
    assert browser.driver.title == "bottle-good-1: 48 neurons in 3 layers learn an image · GINN-GL"


def test_a_page_opened_without_a_step_plays_from_the_start_until_somebody_acts(browser, page):
    def moves(value: str) -> None:
        browser.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {
            "features": [{"name": "prefers-reduced-motion", "value": value}]})

    moves("no-preference")
    try:
        browser.driver.get("about:blank")
        browser.driver.get(page.as_uri())
        browser.until(lambda: browser.find("#caption").is_displayed())
        assert browser.text("#caption").startswith("Watch a network learn.")
        steps = [int(browser.find("#step").get_attribute("value"))]
        browser.until(lambda: int(browser.find("#step").get_attribute("value")) > steps[0])
        browser.press("n")
        browser.until(lambda: not browser.find("#caption").is_displayed())
        stopped = browser.find("#step").get_attribute("value")
        browser.wait_for_link(step=stopped, neurons="none")
        assert 0 < int(stopped) < 1_270_000
        assert "playing" not in browser.find("body").get_attribute("class")
    finally:
        moves("")


def test_keys(browser, page):
    browser.open(page, START)
    browser.find("#canvas").click()
    for key, expected in [
        ("3", {"field": "error"}), ("4", {"field": "regions"}), ("g", {"field": "target"}), ("G", {"field": None}),
        ("a", {"neurons": "all"}), ("]", {"neurons": "1:*"}), ("[", {"neurons": "3:*"}), ("n", {"neurons": "none"}),
        (Keys.HOME, {"step": "0"}), (Keys.ARROW_RIGHT, {"step": "1"}), (Keys.END, {"step": "1270000"}),
        (Keys.ARROW_LEFT, {"step": "1268119"}),
    ]:
        browser.actions.send_keys(key).perform()
        browser.wait_for_link(**expected)
    browser.press(Keys.HOME)
    browser.actions.key_down(Keys.SHIFT).send_keys(Keys.ARROW_RIGHT).key_up(Keys.SHIFT).perform()
    browser.wait_for_link(step="10")


@pytest.mark.parametrize("key, code, alt, expected", [
    ("+", "BracketRight", False, "faster"),           # German
    ("+", "Minus", False, "faster"),                  # Swedish
    ("-", "Slash", False, "slower"), ("-", "Digit6", False, "slower"),  # German and Swedish, French
    ("]", "Digit9", False, "1:*"), ("[", "Digit8", False, "3:*"),
    ("[", "Digit5", True, "3:*"),                     # German on a Mac, with Option
])
def test_keys_are_known_by_their_character_wherever_a_keyboard_has_it(browser, page, key, code, alt, expected):
    browser.open(page, START)

    def speed() -> int:
        return int(browser.text("#speed").removesuffix("/s"))

    before = speed()
    for kind in ("rawKeyDown", "keyUp"):
        browser.driver.execute_cdp_cmd("Input.dispatchKeyEvent", {
            "type": kind, "key": key, "code": code, "modifiers": int(alt)})
    browser.wait()
    if expected in ("faster", "slower"):
        browser.until(lambda: speed() > before if expected == "faster" else speed() < before)
        browser.wait_for_link(neurons="none")
    else:
        browser.wait_for_link(neurons=expected)
        assert speed() == before


def test_playing_goes_on_to_the_end_and_stops(browser, page):
    browser.open(page, START.replace("40000", "1255000"))
    browser.press(*"-" * 9)
    browser.wait()
    browser.wait_for_text("#speed", "1/s")
    browser.press(*"+" * 4)
    browser.click("#play")
    browser.wait_for_link(step="1270000")
    assert "playing" not in browser.find("body").get_attribute("class")


def test_slider_curve_and_step(browser, page):
    browser.open(page, START)
    slider = browser.find("#slider")
    browser.actions.move_to_element(slider).click().perform()
    browser.wait()
    assert browser.text("#position").startswith("step ")
    middle = int(slider.get_attribute("value"))
    assert 600 < middle < 750
    curve = browser.find("#curve")
    browser.actions.move_to_element(curve).click_and_hold().move_by_offset(60, 0).release().perform()
    browser.wait()
    assert int(slider.get_attribute("value")) != middle
    for _ in range(7):
        browser.find("#step").send_keys(Keys.BACKSPACE)
    browser.find("#step").send_keys("5,000", Keys.ENTER)
    browser.wait()
    assert 4_900 < int(browser.find("#step").get_attribute("value")) <= 5_000


def test_a_run_is_chosen_and_its_step_kept(browser, page):
    browser.open(page, START)
    before = browser.picture()
    Select(browser.find("#run")).select_by_visible_text("bottle-full-batch")
    browser.wait_for_link(run="bottle-full-batch", step="39997", neurons="none")
    browser.wait_for_text("#description", "2-16-16-16-2 · seed 2 · full batch")
    assert (browser.picture() != before).any()


@pytest.mark.parametrize("link", [
    "#run=bottle-bad&step=29903&neurons=1:*,3:2&field=2:7&zoom=12.5&center=0.25,0.75&width=3&beyond=1",
    "#run=bottle-good-1&step=0&neurons=none&field=error",
])
def test_a_link_opens_the_view_it_was_made_of(browser, page, link):
    browser.open(page, f"{link}&other=1")
    picture = browser.picture()
    browser.wait_for_link(other=None)  # now it is the page's own
    assert browser.driver.execute_script("return location.hash") == link
    browser.press("2", "n", Keys.BACKSPACE, Keys.END)
    browser.wait_for_link(field="target", neurons="none", zoom=None, step="1270000")
    assert (browser.picture() != picture).any()
    browser.open(page, link)
    assert (browser.picture() == picture).all()


def test_a_link_that_asks_for_what_is_not_there_opens_the_rest(browser, page):
    browser.open(page, "#run=none&step=-5&neurons=9:9&field=9:9&zoom=x&center=1&width=-1")
    browser.press(Keys.ARROW_RIGHT)
    browser.wait_for_link(step="1", neurons="none")


def test_wheel_zooms_about_the_mouse_drag_pans_double_click_resets(browser, page):
    browser.open(page, START)
    canvas = browser.find("#canvas")
    size = canvas.size["width"], canvas.size["height"]
    place = (size[0] // 2 + 60, size[1] // 2 - 30)

    def under_mouse() -> tuple[float, float]:
        link = browser.link()
        center = tuple(map(float, link.get("center", "0.5,0.5").split(",")))
        return pixel_to_point(View(center=center, zoom=float(link.get("zoom", 1))), size, 1.0, place)

    point = under_mouse()
    browser.actions.scroll_from_origin(ScrollOrigin.from_element(canvas, 60, -30), 0, -400).perform()
    browser.wait_for_link(zoom="1.728")
    assert under_mouse() == pytest.approx(point, abs=0.01)
    zoomed = under_mouse()
    place = (place[0] - 50, place[1] + 20)
    browser.actions.move_to_element_with_offset(canvas, 60, -30).click_and_hold().move_by_offset(-50, 20).release() \
        .perform()
    browser.until(lambda: under_mouse() == pytest.approx(zoomed, abs=1e-4))
    browser.actions.double_click(canvas).perform()
    browser.wait_for_link(zoom=None, center=None)


def test_help_names_the_desktops_keys(browser, page):
    from ginn_gl.app.keys import ACTIONS

    browser.open(page, START)
    browser.press(Keys.F1)
    browser.wait()
    rows = browser.driver.execute_script("""
        const rows = [...document.querySelectorAll("#keys div")];
        return rows.map(row => [...row.children].map(part => part.textContent));""")
    desktops = {action.does: action.shown for action in ACTIONS}
    shared = {does: shown for shown, does in rows if does in desktops}
    assert len(shared) >= 20 and shared.items() <= desktops.items()
    assert browser.find("dialog").is_displayed()
    browser.press(Keys.ESCAPE)
    assert not browser.find("dialog").is_displayed()


def test_a_phone_shows_everything_in_its_width_and_two_fingers_zoom(browser, page):
    browser.open(page, START, size=(360, 740), phone=True)
    assert browser.driver.execute_script("return document.documentElement.scrollWidth") == 360
    assert browser.picture().shape == (540, 540, 3)
    for selector in ("#slider", "#play", "#curve", "#run"):
        place = browser.find(selector).rect
        assert place["x"] >= 0 and place["x"] + place["width"] <= 360 and place["y"] + place["height"] <= 740

    def touch(kind: str, *places: tuple[int, int]) -> None:
        points = [{"x": x, "y": y, "id": i} for i, (x, y) in enumerate(places)]
        browser.driver.execute_cdp_cmd("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", (135, 180), (225, 180))
    touch("touchMove", (90, 180), (270, 180))
    touch("touchEnd")
    browser.wait_for_link(zoom="2", center=None)
    browser.click("[data-neuron='3:16']")
    browser.wait_for_link(neurons="3:16")


def test_the_picture_is_saved_as_it_is_shown(browser, page, tmp_path):
    browser.open(page, START)
    browser.driver.execute_cdp_cmd("Browser.setDownloadBehavior",
                                   {"behavior": "allow", "downloadPath": str(tmp_path)})
    browser.press("s")
    saved = tmp_path / "bottle-good-1-step39997.png"
    browser.until(saved.exists)
    picture, shown = np.asarray(Image.open(saved).convert("RGB")), browser.picture()
    upper = len(shown) // 2  # below, it says where
    assert picture.shape == shown.shape and (picture[:upper] == shown[:upper]).all()


def test_names_in_a_file_from_elsewhere_are_only_text(browser, tmp_path, run_file):
    path = tmp_path / "<script>alert(1)<!--.ginn"
    run_file.rename(path)
    with Run(path) as run:
        save_page([run, run], tmp_path / "page.html", checkpoints=3)
    browser.open(tmp_path / "page.html")
    assert browser.text("#run").split("\n") == [path.stem, f"{path.stem}-2"]
    browser.wait_for_text("#count", "")
    assert browser.find("#slider").get_attribute("max") == "2"


def test_a_page_in_a_notebook(browser, tmp_path, run_file):
    import ginn_gl

    with ginn_gl.Run(run_file) as run:
        picture = np.asarray(Image.open(io.BytesIO(run._repr_png_())))
        assert (picture == ginn_gl.render(run)).all()
        cell = run.player(height=500)._repr_html_()
        (tmp_path / "notebook.html").write_text(f"<!DOCTYPE html><body style='margin: 0'>{cell}", encoding="utf-8")
        browser.driver.get((tmp_path / "notebook.html").as_uri())
        browser.driver.switch_to.frame(0)
        browser.wait()
        browser.click("#canvas")
        browser.press(Keys.HOME)
        browser.wait()
        assert browser.text("#position").startswith("step 0\n")
        shown = browser.picture()
        whole = View(neurons=frozenset(run.network.neurons))
        assert (shown == ginn_gl.render(run, 0, (shown.shape[1], shown.shape[0]), whole)).mean() > 0.99
        browser.driver.switch_to.default_content()


def test_a_run_of_the_papers_length_fits(page):
    """2,000 checkpoints make at most 6 MB."""
    per_checkpoint = page.stat().st_size / (3 * 1350)
    assert 2_000 * per_checkpoint < 6e6
