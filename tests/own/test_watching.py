"""A loop of someone else's becomes a run, in real processes that end in every way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

import ginn_gl
from ginn_gl.cli import main
from ginn_gl.network import forward
from ginn_gl.own import watching
from ginn_gl.store import Run
from ginn_gl.store.summary import as_text, summary

LOOP = Path(__file__).with_name("loop.py")


def small() -> nn.Module:
    return nn.Sequential(nn.Linear(2, 4), nn.ReLU(), nn.Linear(4, 2))


def larger() -> nn.Module:
    """As the loop's network is read."""
    return nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(), nn.Linear(16, 2))


def loop(path: Path, *arguments: object) -> subprocess.CompletedProcess:
    command = [sys.executable, LOOP, path, *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)


def nothing_beside(path: Path) -> bool:
    return {one.suffix for one in path.parent.iterdir()} <= {".ginn", ".pt"}


def test_a_loop_without_close_leaves_its_whole_training(tmp_path):
    path = tmp_path / "mine.ginn"
    ran = loop(path, 3001)
    assert ran.returncode == 0 and ran.stderr == "", ran.stderr
    with Run(path) as run:
        assert (run.status.state, run.watched, run.engine) == ("finished", True, "watched")
        assert run.steps[0] == 0 and run.steps[-1] == run.iterations == 3000 and 1000 < len(run) <= 2000
        assert run.losses[-50:].mean() < run.losses[:50].mean()
        # The last state, with the BatchNorm of eval mode.
        model = nn.Sequential(nn.Linear(2, 16), nn.BatchNorm1d(16), nn.ReLU(), nn.Linear(16, 16), nn.ReLU(),
                              nn.Linear(16, 2)).eval()
        model.load_state_dict(torch.load(f"{path}.pt"))
        points = torch.rand(100, 2)
        found = forward(run.parameters(-1), run.network, points.numpy())[-1]
        np.testing.assert_allclose(found, model(points).detach().numpy(), atol=1e-4)
    assert nothing_beside(path)


def test_an_error_in_the_loop_is_in_the_file_with_the_last_step(tmp_path):
    path = tmp_path / "mine.ginn"
    assert "a fault in the loop" in loop(path, 601, "raise").stderr
    with Run(path) as run:
        assert (run.status.state, run.status.reason) == ("stopped", "ValueError at step 300")
        assert run.steps[-1] == 300
    assert nothing_beside(path)


def test_numbers_that_are_not_finite_are_not_kept(tmp_path):
    model, path = small(), tmp_path / "mine.ginn"
    with ginn_gl.watch(model, path) as log:
        for step in range(400):
            if step == 201:
                with torch.no_grad():
                    model[0].bias.fill_(torch.nan)
            log(step, 1.0)  # which goes on
    with Run(path) as run:
        assert run.steps[-1] == 200
        assert run.status.state == "failed" and "no longer finite at step 201" in run.status.reason


@pytest.mark.parametrize("number", ["SIGKILL", "SIGTERM"])
def test_what_was_kept_is_in_the_file_of_a_killed_loop(tmp_path, number):
    path = tmp_path / "mine.ginn"
    command = [sys.executable, LOOP, path, "1000000", "killed"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        told = []
        for line in process.stdout:
            told.append((line.strip(), time.monotonic()))
            if len(told) == 700:
                process.send_signal(getattr(signal, number))
                break
        killed_at = told[-1][1]
        told += [(line.strip(), killed_at) for line in process.stdout if line.endswith("\n")]
    with Run(path) as run:
        assert run.killed
        safe = max(int(step) for step, at in told[1:] if at < killed_at - 0.2)  # 0.1 s, and what the pipe takes
        assert run.steps[-1] >= safe - 2
        last = run.steps[-1]
        assert all(np.isfinite(run.parameters(index)).all() for index in (0, -1))
    log = ginn_gl.watch(larger(), path, image=np.eye(20))
    log(last + 1, 0.5)
    log.close()
    with Run(path) as run:
        assert run.steps[-1] == last + 1 and run.status.state == "finished"
    assert nothing_beside(path)


def test_a_run_grows_while_it_is_read_and_thinned(tmp_path):
    model, path = small(), tmp_path / "mine.ginn"
    with ginn_gl.watch(model, path, checkpoints=64) as log:
        log(0, 0.7)
        wait_for(path.exists)
        with Run(path) as run:
            first = run.parameters(0).copy()
            for step in range(1, 400):
                with torch.no_grad():
                    model[0].bias.fill_(step)
                log(step, torch.tensor(1 / step))
            before = run.steps
            wait_for(lambda: run.refresh() or run.steps[-1] > 350)
            assert len(run) <= 64 and run.steps[0] == 0 and not set(before) > set(run.steps)
            assert (run.parameters(0) == first).all()
            for index, step in enumerate(run.steps[1:], 1):
                assert (run.parameters(index)[8:12] == step).all()


def test_a_checkpoint_that_was_let_go_meanwhile_shows_as_the_one_before(tmp_path):
    path = tmp_path / "mine.ginn"
    log = ginn_gl.watch(small(), path, checkpoints=64)
    for step in range(60):
        log(step, 1.0)
    wait_for(path.exists)
    time.sleep(0.2)
    with Run(path) as run:
        for step in range(60, 500):
            log(step, 1.0)
        log.close()
        assert all(len(run.parameters(index)) == run.network.parameter_count for index in range(len(run)))


def wait_for(condition, seconds: float = 10.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.fixture
def watched(tmp_path) -> Path:
    path = tmp_path / "mine.ginn"
    with ginn_gl.watch(small(), path, image=np.eye(10)) as log:
        for step in range(0, 1000, 100):
            log(step, 0.5)
    return path


def test_it_cannot_be_resumed_and_says_so(watched, capsys):
    assert main(["resume", str(watched)]) == 1
    assert "watched in a loop of another program" in capsys.readouterr().err
    assert main(["resume", str(watched.parent)]) == 0
    assert "watched" in capsys.readouterr().out


def test_info_says_it_was_watched(watched):
    with Run(watched) as run:
        assert "watched: a loop of another program" in as_text(run, None)
        assert summary(run, None)["training"] is None


def test_steps_that_were_not_kept_are_refused(watched):
    run = ginn_gl.Run(watched)
    assert (run.parameters_at(300) == run.parameters(3)).all()
    with pytest.raises(ginn_gl.GinnError, match="nothing between steps 300 and 400"):
        run.parameters_at(350)


def test_pictures_and_pages_are_made_of_it(watched, tmp_path):
    assert ginn_gl.render(ginn_gl.Run(watched), size=(64, 64)).shape == (64, 64, 3)
    assert main(["export", str(watched), str(tmp_path / "page.html")]) == 0


def test_a_second_watch_goes_on_with_the_same_network_alone(watched, run_file):
    with pytest.raises(ginn_gl.GinnError, match="2-4-2 network, and this is a 2-5-2"):
        ginn_gl.watch(nn.Sequential(nn.Linear(2, 5), nn.ReLU(), nn.Linear(5, 2)), watched)
    with pytest.raises(ginn_gl.GinnError, match="another image"):
        ginn_gl.watch(small(), watched, image=np.eye(20))
    with pytest.raises(ginn_gl.GinnError, match="not a run that was watched"):
        ginn_gl.watch(small(), run_file)
    with ginn_gl.watch(small(), watched, image=np.eye(10)) as log:
        with pytest.raises(ginn_gl.GinnError, match="has steps up to 900"):
            log(0, 1.0)
        log(901, 1.0)
    assert Run(watched).steps[-2:].tolist() == [900, 901]


def test_steps_that_begin_anew_with_each_epoch_are_refused(tmp_path):
    with ginn_gl.watch(small(), tmp_path / "mine.ginn") as log:
        log(0, 1.0)
        log(1, 1.0)
        with pytest.raises(ginn_gl.GinnError, match="count on through all epochs"):
            log(0, 1.0)


def test_a_cell_that_is_run_again_takes_the_file_over(tmp_path):
    path, model = tmp_path / "mine.ginn", small()
    log = ginn_gl.watch(model, path)
    log(0, 1.0)
    again = ginn_gl.watch(model, path)
    again(1, 1.0)
    again.close()
    assert Run(path).steps.tolist() == [0, 1]


def test_another_process_has_the_file(watched):
    hold = ("import pathlib, sys; from ginn_gl.store import RunWriter; "
            "writer = RunWriter.reopen(pathlib.Path(sys.argv[1])); print(flush=True); sys.stdin.read()")
    command = [sys.executable, "-c", hold, watched]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdout.readline()
        with pytest.raises(ginn_gl.GinnError, match=f"in training already, by process {process.pid}"):
            ginn_gl.watch(small(), watched, image=np.eye(10))


def test_it_may_be_told_from_any_thread_and_in_forked_children(tmp_path):
    path = tmp_path / "mine.ginn"
    with ginn_gl.watch(small(), path) as log:
        def tell() -> None:
            for step in range(50):
                log(step, 1.0)

        thread = threading.Thread(target=tell)
        thread.start()
        thread.join()
        child = os.fork()
        if not child:
            log(50, 1.0)
            log.close()
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        log(51, 1.0)
    assert Run(path).steps.tolist() == [*range(50), 51]


def test_other_scalars_become_curves_even_where_they_are_told_at_few_steps(tmp_path):
    path = tmp_path / "mine.ginn"
    for first, last in ((0, 3_000), (3_000, 3_500)):
        with ginn_gl.watch(small(), path, checkpoints=200) as log:
            for step in range(first, last):
                log(step, 1.0, rate=0.5 ** step)
                if step % 333 == 1:
                    log(step, 1.0, accuracy=torch.tensor(step / 4000), **{"validation loss": np.float32(2.0)})
    with Run(path) as run:
        curves = run.scalars()
        assert set(curves) == {"rate", "accuracy", "validation loss"}
        steps, values = curves["accuracy"]
        assert steps.tolist() == list(range(1, 3_500, 333))
        np.testing.assert_allclose(values, steps / 4000, rtol=1e-6)
        steps, values = curves["rate"]
        assert steps[0] == 0 and 100 < len(steps) <= 200 and len(run) <= 200
        np.testing.assert_array_equal(values, 0.5 ** steps)


def test_a_network_that_takes_long_to_read_leaves_the_loop_its_time(tmp_path, monkeypatch):
    monkeypatch.setattr(watching, "SECONDS_AHEAD", 0.01)
    with ginn_gl.watch(small(), tmp_path / "mine.ginn") as log:
        parameters, spent = log._reader.parameters(), 0.0

        def slowly() -> np.ndarray:
            nonlocal spent
            began = time.perf_counter()
            time.sleep(0.005)
            spent += time.perf_counter() - began
            return parameters

        monkeypatch.setattr(log._reader, "parameters", slowly)
        began = time.perf_counter()
        for step in range(300):
            time.sleep(0.001)
            log(step, 1.0)
        assert spent < 0.15 * (time.perf_counter() - began)
    steps = Run(tmp_path / "mine.ginn").steps
    assert steps[0] == 0 and steps[-1] == 299 and len(steps) > 3


def test_a_loss_that_nobody_knows_may_be_left_out(tmp_path):
    with ginn_gl.watch(small(), tmp_path / "mine.ginn") as log:
        log(0)
        log(1, None)
        log(2, 0.5)
    np.testing.assert_array_equal(Run(tmp_path / "mine.ginn").losses, [np.nan, np.nan, 0.5])


def test_a_network_that_has_become_another_does_not_stop_the_loop(tmp_path, capfd):
    model = small()
    with ginn_gl.watch(model, tmp_path / "mine.ginn") as log:
        log(0, 1.0)
        model[0] = nn.Identity()
        del model[2].weight
        log(1, 1.0)
    assert capfd.readouterr().err.count("nothing more is kept") == 1


def test_a_file_that_is_gone_does_not_stop_the_loop(tmp_path, capfd):
    path = tmp_path / "mine.ginn"
    with ginn_gl.watch(small(), path) as log:
        log(0, 1.0)
        wait_for(path.exists)
        path.unlink()
        time.sleep(1.3)
        log(1, 1.0)
    assert capfd.readouterr().err.count("nothing more is kept") == 1


@pytest.mark.parametrize("module, said", [
    (lambda: nn.Sequential(nn.Linear(2, 1025), nn.ReLU(), nn.Linear(1025, 2)), "this is a 2-1025-2 network, and"),
    (lambda: nn.Sequential(nn.Linear(2, 4), *[nn.ReLU(), nn.Linear(4, 4)] * 9), "1 to 8 hidden layers, not 9"),
])
def test_what_a_file_cannot_hold_is_refused_by_its_size(tmp_path, module, said):
    with pytest.raises(ginn_gl.GinnError, match=said):
        ginn_gl.watch(module(), tmp_path / "mine.ginn")


@pytest.mark.parametrize("image, said", [
    (np.full((4, 4), 0.5), "an array of 0, black, and 1, white"), (np.zeros(4), r"not \(4,\)"),
    ("none.png", "no such")])
def test_an_image_that_is_none_is_refused(tmp_path, image, said):
    with pytest.raises(ginn_gl.GinnError, match=said):
        ginn_gl.watch(small(), tmp_path / "mine.ginn", image=image)


def test_a_call_that_keeps_nothing_takes_a_microsecond_at_most(tmp_path):
    with ginn_gl.watch(small(), tmp_path / "mine.ginn") as log:
        log(0, 1.0)
        log._next = 10**9
        loss, taken = torch.tensor(1.0), []
        for start in range(1, 20_000, 1_000):
            began = time.perf_counter()
            for step in range(start, start + 1_000):
                log(step, loss)
            taken.append((time.perf_counter() - began) / 1_000)
        assert min(taken) < 1e-6
