"""A served page follows a training, in a real browser: to the bit, through the death of its server."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from ginn_gl.store import Run

from .conftest import Browser

# Every checkpoint that the page unpacks, and the steps that it was told with them, in turn.
LISTEN = """
window.told = [];
window.unpacked = [];
const parse = JSON.parse, subarray = Float32Array.prototype.subarray;
JSON.parse = text => {
    const said = parse(text);
    window.told.push(...(said.runs?.[0].steps ?? said.steps ?? []));
    return said;
};
Float32Array.prototype.subarray = function (...range) {
    const part = subarray.apply(this, range);
    window.unpacked.push(part);
    return part;
};
"""


@pytest.fixture
def browser(driver) -> Iterator[Browser]:
    """The browser; its console will tell of a server that was killed."""
    listening = driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": LISTEN})
    yield Browser(driver)
    driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", listening)
    driver.get("about:blank")
    for kind in ("browser", "performance"):
        driver.get_log(kind)


def until(browser, holds) -> None:
    """Programs begin and end meanwhile, which takes its time where others have the processor."""
    browser.until(holds, seconds=90)


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen]]:
    """Starts a command; none is left in the end."""
    begun = []

    def start(*arguments: object) -> subprocess.Popen:
        command = [sys.executable, "-m", "ginn_gl", *map(str, arguments)]
        begun.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        return begun[-1]

    yield start
    for process in begun:
        process.kill()
        process.wait()
        process.stdout.close()


def test_a_page_follows_a_training_to_the_bit_though_its_server_is_killed_meanwhile(browser, start, tmp_path):
    path = tmp_path / "live.ginn"
    training = start("train", "--hidden", "4", "--iterations", 10**9, "--checkpoints", 5000, "--out", path)
    server = start("serve", tmp_path, "--port", 0)
    address = server.stdout.readline().split()[-1]
    port = address.rstrip("/").rpartition(":")[2]
    browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
        "width": 1000, "height": 700, "deviceScaleFactor": 1, "mobile": False})
    browser.driver.get(address)
    until(browser, lambda: browser.driver.execute_script("return document.querySelector('.training .name a') !== null"))
    browser.driver.execute_script("document.querySelector('.training .name a').click()")
    until(browser, lambda: said(browser) == "in training")
    before = shown(browser)
    until(browser, lambda: shown(browser) > before)
    server.kill()
    server.communicate()
    until(browser, lambda: "no connection" in said(browser))
    server = start("serve", tmp_path, "--port", port)
    until(browser, lambda: said(browser) == "in training")
    seen = shown(browser)
    until(browser, lambda: shown(browser) > seen)
    training.send_signal(signal.SIGINT)
    training.communicate()
    until(browser, lambda: said(browser) == "stopped")
    browser.wait()
    assert_the_same(browser, path)
    assert browser.picture().std() > 20  # something is drawn
    server.send_signal(signal.SIGINT)
    server.communicate()
    assert server.returncode == 130


def said(browser) -> str:
    """How the page says that the training stands."""
    return browser.driver.execute_script("return document.getElementById('standing')?.textContent")


def shown(browser) -> int:
    """The step that it shows."""
    return int(browser.driver.execute_script("return document.getElementById('step').value") or -1)


def assert_the_same(browser, path) -> None:
    """The page has every checkpoint of the file, was told none of them twice, and shows the last."""
    told, unpacked = browser.driver.execute_script("return [told, unpacked.map(part => [...new Uint32Array("
                                                   "part.buffer, part.byteOffset, part.length)])]")
    with Run(path) as run:
        assert sorted(told) == run.steps.tolist()
        kept = [run.parameters(index).tobytes() for index in np.searchsorted(run.steps, told)]
        assert [np.array(bits, "<u4").tobytes() for bits in unpacked if len(bits) > 8] == kept
        assert shown(browser) == run.steps[-1]
        count = browser.driver.execute_script("return document.getElementById('count').textContent")
        assert count == f"{len(run):,} of {len(run):,}"
