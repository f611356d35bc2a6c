"""What a server tells, whom, and nothing else."""

import asyncio
import json
import os
import shutil
import signal
import struct
import zlib

import aiohttp
import numpy as np
import pytest

from ginn_gl.cli import main
from ginn_gl.network import initialise
from ginn_gl.store import Run, RunWriter


@pytest.fixture(scope="module")
def folder(tmp_path_factory, new_run):
    """Two runs, one that is cut, and a link to one elsewhere."""
    folder, elsewhere = tmp_path_factory.mktemp("runs"), tmp_path_factory.mktemp("elsewhere")
    new_run(folder / "one.ginn", range(0, 300, 10))
    new_run(elsewhere / "secret.ginn", range(0, 30, 10))
    (folder / "cut.ginn").write_bytes((folder / "one.ginn").read_bytes()[:5000])
    (folder / "link.ginn").symlink_to(elsewhere / "secret.ginn")
    return folder


@pytest.fixture(scope="module")
def served(serve, folder):
    """A server of that folder, which says nothing on stderr, and ends at SIGTERM."""
    with serve(folder, "--port", 0) as served:
        yield served
        assert served.end() == (128 + signal.SIGTERM, "")


def test_the_table_tells_of_every_run_and_of_one_that_is_damaged_why(served, until):
    until(lambda: {"finished", "damaged"} == {row["state"] for row in served.rows().values()})
    rows = served.rows()
    assert rows.keys() == {"one", "cut"}
    assert (rows["one"]["network"], rows["one"]["step"], rows["one"]["loss"]) == ("2-4-2", 290, 0.7 - 290 / 1e5)
    assert "damaged or not a run file" in rows["cut"]["trouble"] and os.sep not in rows["cut"]["trouble"]
    status, picture = served.get(f"runs/{rows['one']['id']}/thumbnail")
    assert status == 200 and picture.startswith(b"\x89PNG")


def test_a_run_appears_in_the_table_when_it_does_in_its_folder_and_goes_with_it(served, folder, new_run, until):
    new_run(folder / "later.ginn", range(0, 30, 10))
    until(lambda: served.rows().get("later", {}).get("state") == "finished")
    (folder / "later.ginn").unlink()
    until(lambda: "later" not in served.rows())


def test_it_prints_how_to_see_it_from_elsewhere(served):
    assert f"http://localhost:{served.port}/" == served.address
    assert f"ssh -L {served.port}:localhost:{served.port} " in served.says[1]


def test_what_is_not_listed_is_answered_with_nothing(served, folder):
    path, one = folder / "one.ginn", served.rows()["one"]["id"]
    for asked in ("/../../etc/passwd", "/etc/passwd", f"/runs/{path}", "/runs/one/", "/runs/0123456789abcdef/",
                  f"/runs/{one}/../../..{path}", f"/runs/{one}/one.ginn", f"/runs/{served.rows()['cut']['id']}/"):
        assert served.get(asked) == (404, b""), asked
    assert all(served.get("", method) == (404, b"") for method in ("POST", "PUT", "DELETE", "OPTIONS"))


def test_a_page_of_elsewhere_gets_nothing_under_a_name_that_points_here_or_in_a_readers_name(served):
    assert served.get("", Host="localhost:9000")[0] == 200  # a port that was forwarded
    assert served.get("", Host=f"evil.example:{served.port}") == (404, b"")
    assert served.get("rows", Origin="https://evil.example") == (404, b"")
    with pytest.raises(aiohttp.WSServerHandshakeError, match="404"):
        asyncio.run(hear(served, "one", [], origin="https://evil.example"))


def test_a_run_that_is_swapped_for_a_link_is_not_followed_there(served, folder, new_run, until, tmp_path):
    new_run(folder / "swap.ginn", range(0, 30, 10))
    until(lambda: served.rows().get("swap", {}).get("state") == "finished")
    page = f"runs/{served.rows()['swap']['id']}/"
    assert served.get(page)[0] == 200
    shutil.move(folder / "swap.ginn", tmp_path / "swap.ginn")
    (folder / "swap.ginn").symlink_to(tmp_path / "swap.ginn")
    assert served.get(page) == (404, b"")
    (folder / "swap.ginn").unlink()


def test_without_its_token_a_server_at_an_address_says_nothing_and_ctrl_c_ends_it(serve, folder):
    with serve(folder, "--port", 0, "--host", "127.0.0.1") as served:
        token = served.address.split("/")[3]
        assert len(token) > 30
        assert served.get("")[0] == 200 and served.get("rows")[0] == 200
        for asked in ("/", "/rows", f"/{token[:-1]}/", f"/{token}x/", f"/{token}", "//"):
            assert served.get(asked) == (404, b""), asked
        assert served.end(signal.SIGINT) == (130, "")


class Page:
    """What a page does that follows a run, with what it has been told, by step."""

    def __init__(self, socket, identity: str, has: list[int]) -> None:
        self.socket, self.identity = socket, identity
        self.steps, self.checkpoints = list(has), {}

    async def greet(self) -> None:
        await self.socket.send_str(json.dumps({"identity": self.identity, "steps": self.steps}))

    async def hear(self, seconds: float = 10) -> dict:
        """The next message's head; its checkpoints are taken in."""
        message = (await self.socket.receive(seconds)).data
        (length,) = struct.unpack_from("<I", message)
        head, packed = json.loads(message[4:4 + length]), message[4 + length:]
        if packed:
            for step, parameters in zip(head["steps"], unpacked(packed, len(head["steps"]))):
                assert step not in self.steps  # nothing is sent twice
                self.steps.append(step)
                self.checkpoints[step] = parameters
        return head

    async def more(self) -> None:
        await self.socket.send_str("more")


def unpacked(packed: bytes, count: int) -> np.ndarray:
    """As unpack.js does: (count, P) float32."""
    planes = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(4, -1)
    zigzag = np.ascontiguousarray(planes.T).view("<u4").reshape(-1, count).T
    moved = (zigzag >> 1).astype(np.int32) ^ -(zigzag & 1).astype(np.int32)
    return np.cumsum(moved, axis=0, dtype=np.int32).view(np.float32)


async def hear(served, name: str, has: list[int], origin: str = "", act=None) -> Page:
    """A page of a run of that name, until it has heard it all, or has done `act`."""
    row = served.rows()[name]
    _, html = served.get(f"runs/{row['id']}/")
    identity = json.loads(html.decode().partition('id="data">')[2].partition("</script>")[0])["follow"]["identity"]
    async with aiohttp.ClientSession() as session:
        address, headers = f"{served.address}runs/{row['id']}/follow", {"Origin": origin} if origin else {}
        async with session.ws_connect(address, headers=headers, max_msg_size=0) as socket:
            page = Page(socket, identity, has)
            await page.greet()
            if act:
                await act(page)
                return page
            while (await page.hear())["left"]:
                await page.more()
            return page


def test_a_page_is_told_what_it_lacks_once_and_to_the_bit(served, folder):
    has = [*range(0, 100, 10), 290]
    page = asyncio.run(hear(served, "one", has))
    with Run(folder / "one.ginn") as run:
        assert sorted(page.steps) == run.steps.tolist() and page.checkpoints.keys() == set(range(100, 290, 10))
        for step, parameters in page.checkpoints.items():
            assert parameters.tobytes() == run.parameters(run.index_of(step)).tobytes()


def test_a_page_is_told_of_new_checkpoints_and_a_slow_one_of_many_at_once(served, folder, new_run, until):
    new_run(folder / "growing.ginn", range(0, 30, 10), "training")
    until(lambda: served.rows().get("growing", {}).get("step") == 20)

    async def follow(page: Page) -> None:
        with RunWriter.reopen(folder / "growing.ginn") as writer:
            def train(*steps: int) -> None:
                for step in steps:
                    writer.append(step, 0.5, 1e-3, initialise(run.network, step))

            assert (await page.hear())["steps"] == [0, 10, 20]
            await page.more()
            train(30)
            while 30 not in page.steps:
                head = await page.hear()
                if 30 not in page.steps:
                    await page.more()
            assert head["losses"][-1] == 0.5
            train(40, 50)  # and the page has not asked for more
            with pytest.raises(TimeoutError):
                await page.hear(seconds=0.5)
            train(60)
            await asyncio.sleep(0.3)

    async def catch_up(page: Page) -> None:
        assert (await page.hear())["steps"] == [40, 50, 60]

    with Run(folder / "growing.ginn") as run:
        page = asyncio.run(hear(served, "growing", [], act=follow))
        asyncio.run(hear(served, "growing", page.steps, act=catch_up))
    (folder / "growing.ginn").unlink()


def test_steps_that_are_let_go_are_let_go_in_the_page(served, folder):
    async def act(page: Page) -> None:
        assert (await page.hear())["gone"] == [5, 7]

    asyncio.run(hear(served, "one", [0, 5, 7, 10], act=act))


def test_a_file_that_is_damaged_meanwhile_takes_nothing_from_the_page(served, folder, new_run, until):
    path = folder / "torn.ginn"
    new_run(path, range(0, 30, 10))
    until(lambda: served.rows().get("torn", {}).get("state") == "finished")
    whole = path.read_bytes()

    def put(content: bytes) -> None:
        (folder / "part").write_bytes(content)
        (folder / "part").replace(path)

    async def act(page: Page) -> None:
        async def hear_until(has_trouble: bool) -> dict:
            while True:
                head = await page.hear()
                assert head["gone"] == []
                if bool(head["trouble"]) == has_trouble:
                    return head
                await page.more()

        put(b"torn" * 1000)
        await hear_until(True)
        await page.more()
        put(whole)
        assert (await hear_until(False))["state"] == "finished"

    page = asyncio.run(hear(served, "torn", [0, 10, 20], act=act))
    assert page.steps == [0, 10, 20]
    path.unlink()


@pytest.mark.parametrize("arguments, complaint", [
    (["runs/none.ginn"], "runs/none.ginn: no such run or folder"),
    (["--port", "PORT"], "port PORT is in use, perhaps by another ginn-gl serve: --port names another one, and --port "
                         "0 takes a free one"),
    (["--host", "192.0.2.1", "--port", "0"], "192.0.2.1: not an address of this machine; --host 0.0.0.0 listens at all "
                                             "it has"),
])
def test_what_is_wrong_is_one_line(served, capsys, arguments, complaint):
    assert main(["serve", *(argument.replace("PORT", str(served.port)) for argument in arguments)]) == 1
    assert capsys.readouterr().err == f"ginn-gl: {complaint.replace('PORT', str(served.port))}\n"


def test_without_aiohttp_it_says_what_to_install(monkeypatch, capsys):
    monkeypatch.setitem(__import__("sys").modules, "aiohttp", None)
    assert main(["serve"]) == 1
    assert capsys.readouterr().err == "ginn-gl: serving takes aiohttp, which is not installed: pip install aiohttp\n"
