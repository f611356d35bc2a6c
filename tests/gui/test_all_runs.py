"""All runs as a table and as a wall, in the window."""

import shutil

import numpy as np
import pytest
from imgui_bundle import imgui

from ginn_gl import align
from ginn_gl.app.actions import runs
from ginn_gl.config import NetworkSpec, TrainingSpec
from ginn_gl.geometry import count_cells
from ginn_gl.many.listing import Index
from ginn_gl.network import initialise
from ginn_gl.paths import settings_folder
from ginn_gl.store import Run, RunWriter
from ginn_gl.target import Target

KEY = imgui.Key
LOSSES = (0.03, 0.5, 0.04, 0.2)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Four finished runs, seeds 0 to 3, and a file that is none."""
    kept = settings_folder() / "compiled"  # else the painter would be made ready as if for the first time
    if kept.exists():
        shutil.copytree(kept, tmp_path / "settings" / "ginn-gl" / "compiled")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    folder = tmp_path / "many"
    folder.mkdir()
    network, target = NetworkSpec((8,)), Target("diagonal", np.eye(8, dtype=np.uint8))
    for seed, loss in enumerate(LOSSES):
        start, drift = initialise(network, seed), initialise(network, seed + 10)
        spec = TrainingSpec(seed=seed, iterations=1000, checkpoints=6)
        with RunWriter.create(folder / f"run-{seed + 8}.ginn", network, spec, target) as writer:
            for step in range(0, 1001, 200):
                writer.append(step, 0.7 + (loss - 0.7) * step / 1000, 1e-3, start + np.float32(step / 1000) * drift)
            writer.set_status("finished")
    (folder / "broken.ginn").write_bytes(b"no run")
    return folder


def open_all(at, folder) -> None:
    at.state.library.folders.append(folder)
    at.press(KEY.w)
    at.wait_until(lambda: not at.state.all_runs.shelf.reading)
    at.frames(20)  # until what was read last is sorted in


def names(at) -> list[str]:
    return [one.name for one in at.state.all_runs.kept]


def test_a_table_is_searched_sorted_and_left_for_a_run(at_window, folder):
    def drive(at):
        open_all(at, folder)
        mine = [name for name in names(at) if name != "short"]
        assert mine == ["broken", "run-8", "run-9", "run-10", "run-11"], "as people count"
        at.context.key_chars("run 0")  # the search has the focus; one has that as its seed, and one in its name
        at.frames()
        assert names(at) == ["run-8", "run-10"]
        at.press(KEY.down_arrow)
        at.press(KEY.down_arrow)
        at.press(KEY.enter)
        assert at.state.shown.run.path.stem == "run-10" and not at.state.all_runs.is_open
        at.press(KEY.page_up)
        assert at.state.shown.run.path.stem == "run-8", "the one before in the table's order"
        at.press(KEY.w)
        at.press(KEY.escape)
        assert at.state.all_runs.is_open and not at.state.all_runs.search
        at.frames(20)
        at.click("Loss", "All runs")
        at.frames(2)
        losses = [one.facts.loss for one in at.state.all_runs.kept if one.facts]
        assert losses == sorted(losses) and len(losses) == 5
        assert names(at)[-1] == "broken" and at.state.all_runs.kept[-1].trouble

    at_window(drive)


def test_a_wall_shows_one_moment_plays_what_is_pointed_at_and_opens_beside(at_window, folder):
    def drive(at):
        view = at.state.all_runs
        open_all(at, folder)
        at.click("Wall", "All runs")
        slots = at.viewer._all_runs._atlas._slots
        paths = {name: str(folder / f"{name}.ginn") for name in ("run-8", "run-9")}
        at.move_mouse(2, 2)

        def all_at(step):
            return lambda: all((slot := slots.get(path)) and slot.step == step and slot.size
                               for path in paths.values())

        at.wait_until(all_at(1000), 60)
        view.share = 0.5
        at.wait_until(all_at(400))
        at.hover("run-9", "All runs")
        seen = set()
        at.wait_until(lambda: seen.add(slots[paths["run-9"]].step) or len(seen) >= 4)
        assert slots[paths["run-8"]].step == 400 and view.hovered == paths["run-9"]
        at.context.key_down(KEY.mod_shift)
        at.click("run-9", "All runs")
        at.context.key_up(KEY.mod_shift)
        (other,) = at.state.shown.beside.others
        assert other.run.path.stem == "run-9" and at.state.shown.run.path.stem == "short" and view.is_open
        at.frames()
        assert view.on_screen == {paths["run-9"], str(at.state.shown.run.path.resolve())}

    at_window(drive)


def test_a_range_of_last_losses_is_kept(at_window, folder):
    def drive(at):
        open_all(at, folder)
        window = imgui.internal.find_window_by_name("All runs")
        low = window.pos.y + window.size.y - 60
        right = window.pos.x + window.size.x - 40
        at.move_mouse(right, low)
        at.context.mouse_down(0)
        at.move_mouse(right - 120, low)
        at.context.mouse_up(0)
        at.frames(3)
        first, last = at.state.all_runs.losses
        kept = [one.facts.loss for one in at.state.all_runs.kept]
        expected = [one.facts.loss for one in at.state.all_runs.found
                    if one.facts and first <= one.facts.loss <= last]
        assert sorted(kept) == sorted(expected) and 0 < len(kept) < 5
        assert 0.2 in kept and 0.03 not in kept
        at.click("All losses", "All runs")
        assert at.state.all_runs.losses is None and len(names(at)) == 6

    at_window(drive)


def test_rows_that_are_seen_are_measured_and_compared_with_the_open_run(at_window, folder, short_run):
    with Run(folder / "run-8.ginn") as first, Run(folder / "run-9.ginn") as second:
        alike = align(first, second).alike
        regions = count_cells(second.network, second.parameters(-1))[-1]

    def drive(at):
        view = at.state.all_runs
        runs.open_run(at.state, folder / "run-8.ginn")
        open_all(at, folder)
        rows = {one.name: one for one in view.shelf.rows.values()}
        trained = [one for name, one in rows.items() if name != "broken"]
        at.wait_until(lambda: all(view.measuring.alike(one) is not None for one in trained), 60)
        assert view.measuring.alike(rows["run-9"]) == alike < 1 == view.measuring.alike(rows["run-8"])
        assert np.isnan(view.measuring.alike(rows["short"])), "of other layers"
        assert view.measuring.measures(rows["run-9"]).regions == regions
        at.wait_until(lambda: not view.measuring.computing)
        at.click("Alike", "All runs")
        at.frames(2)
        assert names(at)[0] == "run-8" and set(names(at)[-2:]) == {"broken", "short"}
        at.context.item_click("**/##search")
        at.context.key_chars(f"regions={regions} loss<")
        at.frames(2)
        assert "run-9" in names(at) and "a number should follow" in view.sought.trouble

    at_window(drive)
    kept = Index().of([str(folder)])
    assert kept[str(folder / "run-9.ginn")].measures.regions == regions, "for the next time"
