"""`ginn-gl info`."""

import json
import sqlite3
from contextlib import closing

import numpy as np
import pytest

from ginn_gl.bench.clipper import clip_regions
from ginn_gl.store import Run, RunWriter


def test_info(ginn_gl, run_file):
    told = json.loads(ginn_gl("info", run_file, "--json").stdout)
    assert told["name"] == "small"
    assert told["network"] == {"hidden": [16, 16, 16], "parameters": 626}
    assert told["training"]["iterations"] == 100
    assert told["target"] == {"name": "bottle", "width": 200, "height": 200}
    assert told["status"]["state"] == "finished"
    assert (told["checkpoints"], told["steps"]) == (6, {"first": 0, "last": 100})
    assert told["final_loss"] == pytest.approx(0.2)
    with Run(run_file) as run:
        assert told["regions"] == len(clip_regions(run.network, run.parameters(-1), (0, 0, 1, 1)))
    lines = ginn_gl("info", run_file).stdout
    assert "2-16-16-16-2, 626 parameters" in lines and "0.2\n" in lines
    assert f"{told['regions']} in the square" in lines


def test_a_killed_run_is_said_to_be(ginn_gl, run_file):
    with RunWriter.reopen(run_file) as writer:  # killed between its last checkpoint and saying that it was the last
        writer.snapshot(100, np.zeros((3, 626)))
        writer.set_status("training")
    assert "\nstatus       was killed after step 100" in ginn_gl("info", run_file).stdout
    assert json.loads(ginn_gl("info", run_file, "--json").stdout)["status"]["state"] == "killed"
    ran = ginn_gl("resume", run_file)
    assert (ran.returncode, ran.stdout) == (0, f"{run_file}  loss 0.2 at step 100\n"), "nothing was left to do"
    assert json.loads(ginn_gl("info", run_file, "--json").stdout)["status"]["state"] == "finished"


def test_a_run_of_one_checkpoint_has_insights(ginn_gl, run_file):
    with closing(sqlite3.connect(run_file)) as database, database:
        database.execute("DELETE FROM checkpoint WHERE step > 0")
    ran = ginn_gl("info", run_file)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.count("nothing to measure yet") == 2
    insights = json.loads(ginn_gl("info", run_file, "--json").stdout)["insights"]
    assert insights["bias-before-weight"]["tracks"] == [] and insights["regions"]["findings"]


def test_info_says_what_the_insights_say(ginn_gl, run_file):
    insights = json.loads(ginn_gl("info", run_file, "--json").stdout)["insights"]
    copies = insights["copycats"]
    assert copies["tracks"][0]["steps"] == [0, 20, 40, 60, 80, 100] and copies["findings"] == []
    motion = insights["bias-before-weight"]["motion"]
    assert motion["unit"] == "sides" and motion["stretches"] == [[0, 20], [20, 100]]
    assert [row["neuron"] for row in motion["lines"]] == [[1, number] for number in range(1, 17)]
    total = sum(sum(row["translation"]) for row in motion["lines"]) / 16
    assert total == pytest.approx(insights["bias-before-weight"]["tracks"][0]["values"][-1])
    lines = ginn_gl("info", run_file).stdout
    assert all(f"\n{insight['title']}\n" in lines for insight in insights.values())
