"""The page in a real browser: Chromium without a window, drawing by its own software renderer."""

from __future__ import annotations

import io
import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import parse_qsl

import numpy as np
import pytest
from PIL import Image
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

from ginn_gl.paths import bundled_runs
from ginn_gl.store import Run
from ginn_gl.web import save_page

WINDOW = (640, 510)
FLAGS = ("--headless", "--no-sandbox", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--use-angle=swiftshader",
         "--enable-unsafe-swiftshader", "--force-color-profile=srgb")
CALM = {"name": "prefers-reduced-motion", "value": "reduce"}  # no first minute where a test does not ask for it
SCHEME = "prefers-color-scheme"
RUNS = ("bottle-good-1", "bottle-bad", "bottle-full-batch")

# Twice a frame passes, so that what was just asked for has begun; then until the picture is there in full.
UNTIL_DRAWN = """
const done = arguments[arguments.length - 1];
const look = () => document.getElementById("canvas").getAttribute("aria-busy") === "false"
    ? done() : setTimeout(look, 20);
requestAnimationFrame(() => requestAnimationFrame(look));
"""


class Browser:
    """What a test does at a page. Every page must have been silent: see `silent`."""

    def __init__(self, driver) -> None:
        self.driver = driver

    def open(self, page: Path, link: str = "", size: tuple[int, int] = WINDOW, phone: bool = False,
             light: bool = False) -> None:
        """Open a page in a window of that size, and wait for its picture. Only another page is loaded anew."""
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": size[0], "height": size[1], "deviceScaleFactor": 1.5 if phone else 1, "mobile": phone})
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
            CALM, {"name": SCHEME, "value": "light" if light else "dark"}]})
        self.driver.execute_cdp_cmd("Emulation.setTouchEmulationEnabled", {"enabled": phone})
        self.driver.get(page.as_uri() + link)
        self.wait()

    def wait(self) -> None:
        """Until what was asked for is drawn in full."""
        self.driver.execute_async_script(UNTIL_DRAWN)

    def find(self, selector: str):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def text(self, selector: str) -> str:
        return self.find(selector).text

    def click(self, selector: str) -> None:
        self.find(selector).click()

    def press(self, *keys: str) -> None:
        self.actions.send_keys(*keys).perform()

    @property
    def actions(self) -> ActionChains:
        return ActionChains(self.driver, duration=20)

    def link(self) -> dict[str, str]:
        """What the address says, once it has caught up with what is shown."""
        return dict(parse_qsl(self.driver.execute_script("return location.hash").removeprefix("#")))

    def wait_for_link(self, **expected: str | None) -> None:
        """Wait until the address says this, None for what it does not mention; fail with what it says instead."""
        def said() -> dict:
            return {name: self.link().get(name) for name in expected}

        self.until(lambda: said() == expected, lambda: f"the link says {said()}, not {expected}")

    def wait_for_text(self, selector: str, expected: str) -> None:
        """Wait until a part of the page says just this: what a key or a click changes is there a frame later."""
        self.until(lambda: self.text(selector) == expected, lambda: f"{selector} says {self.text(selector)!r}")

    def until(self, holds: Callable[[], bool], complaint: Callable[[], str] = lambda: "it did not happen",
              seconds: float = 60) -> None:
        """Wait until something holds, or fail."""
        end = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < end, complaint()
            time.sleep(0.03)

    def picture(self) -> np.ndarray:
        """The picture as it is on screen once it is drawn, (H, W, 3) uint8."""
        self.wait()
        window = np.asarray(Image.open(io.BytesIO(self.driver.get_screenshot_as_png())).convert("RGB"))
        left, top, width, height = self.driver.execute_script("""
            const canvas = document.querySelector(".live") ?? document.getElementById("canvas");
            const {left, top} = canvas.getBoundingClientRect();
            return [left, top, canvas.width, canvas.height];""")
        ratio = self.driver.execute_script("return devicePixelRatio")
        left, top = round(left * ratio), round(top * ratio)
        return window[top:top + height, left:left + width]

    def silent(self) -> bool:
        """Since the last call: no console message, and no request but for the pages themselves."""
        said = self.driver.get_log("browser")
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        requests = [event["params"]["request"] for event in events if event["method"] == "Network.requestWillBeSent"]
        asked = [request["url"] for request in requests]
        asked = [url for url in asked if not url.endswith(".html") and not url.startswith(("data:", "blob:"))]
        assert (said, asked) == ([], [])
        return True


@pytest.fixture(scope="session")
def driver(tmp_path_factory) -> Iterator[webdriver.Chrome]:
    """One Chromium for all tests."""
    chromium, chromedriver = shutil.which("chromium"), shutil.which("chromedriver")
    if not (chromium and chromedriver):
        pytest.skip("needs Chromium and its driver (on Debian: apt-get install chromium-driver)")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('browser')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(chromedriver))
    driver.set_script_timeout(60)
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [CALM, {"name": SCHEME, "value": "dark"}]})
    driver.get("about:blank")
    driver.get_log("performance")  # of the browser's own first page
    yield driver
    driver.quit()


@pytest.fixture
def browser(driver) -> Iterator[Browser]:
    """The browser; a test in which a page said anything on the console, or asked for anything, fails."""
    browser = Browser(driver)
    yield browser
    assert browser.silent()


@pytest.fixture(scope="session")
def run() -> Iterator[Callable[[str], Run]]:
    """A bundled run by name."""
    with ExitStack() as opened:
        yield lambda name: opened.enter_context(Run(bundled_runs() / f"{name}.ginn"))


@pytest.fixture(scope="session")
def page(tmp_path_factory, run) -> Path:
    """A page of three bundled runs, whole."""
    path = tmp_path_factory.mktemp("page") / "runs.html"
    save_page([run(name) for name in RUNS], path)
    return path
