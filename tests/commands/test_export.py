"""`ginn-gl export` of a page; tests/own has those of models."""

import json
import re
from pathlib import Path


def test_export_writes_one_page_of_all_runs(ginn_gl, run_file, tmp_path):
    ran = ginn_gl("export", run_file, run_file, "pages/a.html", "--checkpoints", 3)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith(f"{Path('pages', 'a.html')}  0.")
    data = re.search('id="data">(.*?)</script>', (tmp_path / "pages" / "a.html").read_text(), re.DOTALL)[1]
    runs = json.loads(data)["runs"]
    assert [(run["name"], run["steps"]) for run in runs] == [("small", [0, 40, 100]), ("small-2", [0, 40, 100])]
