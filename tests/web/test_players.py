"""Pages within other pages, lost graphics, paper: what happens to a player that is not alone in its browser."""

import base64
import io
from collections.abc import Iterator

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from selenium.webdriver.common.by import By

import ginn_gl
from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.network import initialise
from ginn_gl.store import Run, RunWriter
from ginn_gl.target import load_target
from ginn_gl.web import save_page

COLUMNS, ROWS = 5, 2
PLAYER = (300, 400)
ASIDE = 30  # for a scroll bar that may come and go while the page is laid out
LIVE_AT_MOST = 4
SURROUND = (0x26, 0x28, 0x2c)
START = "#run=bottle-good-1&step=40000&neurons=all"


@pytest.fixture(scope="session")
def small_run(tmp_path_factory) -> Iterator[Run]:
    """One of a network that a software renderer compiles in no time."""
    path, network = tmp_path_factory.mktemp("small") / "small & <b>.ginn", NetworkSpec((4,))
    with RunWriter.create(path, network, TrainingSpec(iterations=10, checkpoints=3), load_target()) as writer:
        for step in (0, 5, 10):
            writer.append(step, 0.7, 1e-3, initialise(network, step))
        writer.set_status("finished")
    with ginn_gl.Run(path) as run:
        yield run


def open_notebook(browser, path, *cells: str, size=(900, 1000)) -> None:
    path.write_text(f"<!DOCTYPE html><body style='margin: 0'>{''.join(cells)}", encoding="utf-8")
    browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False})
    browser.driver.get(path.as_uri())


def in_players(browser, script: str) -> list:
    """What a script returns in each of the page's players."""
    answers = []
    for frame in browser.driver.find_elements(By.TAG_NAME, "iframe"):  # whose pages let no other page's code in
        browser.driver.switch_to.frame(frame)
        answers.append(browser.driver.execute_script(script))
        browser.driver.switch_to.default_content()
    return answers


def window_pixels(browser) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(browser.driver.get_screenshot_as_png())).convert("RGB")).astype(int)


def live(browser) -> bool:
    return browser.driver.execute_script("return document.querySelector('.live') !== null")


def test_many_players_in_a_page_all_show_their_picture_and_few_are_live(browser, small_run, tmp_path):
    """A browser that had too many contexts at once would warn on the console, which fails every test here."""
    width, height = PLAYER
    cell = small_run.player(height)._repr_html_().replace("width: 100%", f"float: left; width: {width}px")
    size = COLUMNS * width + ASIDE, ROWS * height
    open_notebook(browser, tmp_path / "many.html", *[cell] * COLUMNS * ROWS, size=size)
    done = "return document.getElementById('canvas')?.getAttribute('aria-busy') === 'false'"
    browser.until(lambda: all(in_players(browser, done)), seconds=60)
    lives = "return document.querySelectorAll('.live').length"
    assert 0 < sum(in_players(browser, lives)) <= LIVE_AT_MOST
    whole = window_pixels(browser)
    pictures = [whole[height * row:height * row + 190, width * column:width * column + 290]
                for row in range(ROWS) for column in range(COLUMNS)]
    assert all(np.ptp(picture, axis=2).max() > 100 for picture in pictures)
    still = next(place for place, count in enumerate(in_players(browser, lives)) if not count)
    browser.driver.switch_to.frame(still)
    browser.click("#canvas")
    browser.press("n")
    browser.wait()
    assert live(browser)
    browser.driver.switch_to.default_content()
    assert sum(in_players(browser, lives)) <= LIVE_AT_MOST


def test_a_player_that_must_not_look_at_its_page_gives_its_graphics_back_at_rest(browser, small_run, tmp_path):
    cell = small_run.player(height=500)._repr_html_().replace("<iframe", "<iframe sandbox='allow-scripts'")
    open_notebook(browser, tmp_path / "shut-out.html", cell)
    browser.driver.switch_to.frame(0)
    browser.wait()
    picture = browser.picture()
    browser.until(lambda: not live(browser))
    assert (browser.picture() == picture).all()
    browser.click("#canvas")
    browser.press("n")
    browser.wait()
    assert live(browser) and (browser.picture() != picture).any()
    browser.driver.switch_to.default_content()


def block_graphics(browser) -> None:
    """From now on the browser has no context to give, as after too many crashes, until giveBack()."""
    browser.driver.execute_script("""
        const getContext = HTMLCanvasElement.prototype.getContext;
        window.giveBack = () => HTMLCanvasElement.prototype.getContext = getContext;
        HTMLCanvasElement.prototype.getContext = function (kind, ...rest) {
            return kind === "webgl2" ? null : getContext.call(this, kind, ...rest);
        };""")


def wait_for_still(browser) -> None:
    browser.until(lambda: browser.driver.execute_script(
        "return document.getElementById('canvas').width === document.querySelector('.live').width"))


def upper_half(picture: np.ndarray) -> np.ndarray:
    """Below, the page may say something."""
    return picture[:len(picture) // 2]


def test_a_lost_context_leaves_a_still_and_comes_back(browser, page):
    browser.open(page, START)
    picture = browser.picture()
    wait_for_still(browser)
    browser.driver.execute_script("""
        window.lost = document.querySelector(".live").getContext("webgl2").getExtension("WEBGL_lose_context");""")
    block_graphics(browser)
    browser.driver.execute_script("lost.loseContext();")
    browser.until(lambda: not live(browser))
    shown = window_pixels(browser)[10:10 + len(picture), 10:10 + picture.shape[1]]
    assert (upper_half(shown) == upper_half(picture)).all()
    browser.until(lambda: "still" in browser.text("#message"))
    browser.driver.execute_script("giveBack();")
    browser.until(lambda: live(browser))
    assert (upper_half(browser.picture()) == upper_half(picture)).all()
    browser.press("n")
    assert (upper_half(browser.picture()) != upper_half(picture)).any()


def test_a_crash_of_the_browsers_graphics_is_survived(browser, page):
    browser.open(page, START)
    picture = upper_half(browser.picture())
    wait_for_still(browser)
    browser.driver.execute_cdp_cmd("Browser.crashGpuProcess", {})
    browser.press("n")
    browser.until(lambda: live(browser))
    browser.press("a")
    assert (upper_half(browser.picture()) == picture).all()
    browser.driver.get_log("browser")  # the browser may say what befell it


def test_in_another_page_the_wheel_scrolls_that_page_until_a_click(browser, small_run, tmp_path):
    cell = small_run.player(height=500)._repr_html_()
    open_notebook(browser, tmp_path / "long.html", cell, "<div style='height: 3000px'>below</div>", size=(900, 700))
    browser.driver.switch_to.frame(0)
    browser.wait()
    browser.driver.switch_to.default_content()

    def turn_wheel(x: int, y: int, by: int) -> None:
        browser.driver.execute_cdp_cmd("Input.dispatchMouseEvent", {
            "type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": by})

    def scrolled() -> float:
        return browser.driver.execute_script("return scrollY")

    def zoom() -> str:
        (place,) = in_players(browser, "return document.getElementById('place').textContent")
        return place.split(" · ")[0]

    for x in (200, 800):  # over the picture, over the panel
        turn_wheel(x, 150, 120)
        browser.until(lambda: scrolled() == 120)
        turn_wheel(x, 150, -120)
        browser.until(lambda: scrolled() == 0)
    assert zoom() == "Zoom 1"
    browser.driver.switch_to.frame(0)
    browser.click("#canvas")
    browser.driver.switch_to.default_content()
    turn_wheel(200, 150, -100)
    browser.until(lambda: zoom() == "Zoom 1.2")
    assert scrolled() == 0
    for kind in ("mousePressed", "mouseReleased"):  # below the player
        browser.driver.execute_cdp_cmd("Input.dispatchMouseEvent", {
            "type": kind, "x": 100, "y": 600, "button": "left", "clickCount": 1})
    turn_wheel(200, 150, 120)
    browser.until(lambda: scrolled() == 120)
    assert zoom() == "Zoom 1.2"


def printed(browser) -> np.ndarray:
    """The first sheet, (H, W, 3)."""
    pdf = browser.driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": False})["data"]
    document = pypdfium2.PdfDocument(base64.b64decode(pdf))
    return np.asarray(document[0].render(scale=2).to_pil().convert("RGB")).astype(int)


def test_on_paper_the_picture_keeps_its_shape(browser, page):
    browser.open(page, START, size=(1100, 510))
    wait_for_still(browser)
    sheet = printed(browser)
    surround = (np.abs(sheet - SURROUND) < 8).all(axis=2)
    surround = surround[surround.mean(axis=1) > 0.2]  # of the rows that the picture is in
    left, *_, right = np.flatnonzero(surround.mean(axis=0) > 0.9)
    height, width = len(surround), np.count_nonzero(surround[:, left:right].mean(axis=0) < 0.5)
    assert width > 300 and abs(width / height - 1) < 0.02
    assert sheet[-5:].min() > 250  # paper, without the window's ground


def test_a_page_is_named_after_the_run_it_shows(browser, page, small_run):
    browser.open(page, START)
    assert browser.driver.title.startswith("bottle-good-1: ")
    browser.open(page, START.replace("good-1", "bad"))
    browser.until(lambda: browser.driver.title.startswith("bottle-bad: "))
    player = small_run.player()
    assert "<title>small &amp; &lt;b&gt; · GINN-GL</title>" in player.page
    assert 'title="small &amp; &lt;b&gt;"' in player._repr_html_()


def test_the_first_run_shown_is_a_good_one(browser, run, tmp_path):
    save_page([run("bottle-bad"), run("bottle-good-2")], tmp_path / "page.html", checkpoints=3)
    browser.open(tmp_path / "page.html")
    browser.wait_for_link(run="bottle-good-2")
    assert browser.text("#run").split("\n") == ["bottle-bad", "bottle-good-2"]
    assert browser.driver.title.startswith("bottle-good-2: ")
