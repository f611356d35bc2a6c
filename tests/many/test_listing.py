"""All runs of a folder, listed: what somebody sees comes first."""

import os
import shutil

from ginn_gl.many import listing


def test_what_is_in_sight_is_read_before_what_is_newer(tmp_path, run_file, monkeypatch):
    monkeypatch.setattr(listing, "BATCH", 2)
    paths = [str(tmp_path / "many" / f"run-{number}.ginn") for number in range(6)]
    (tmp_path / "many").mkdir()
    for number, path in enumerate(paths):
        shutil.copyfile(run_file, path)
        os.utime(path, (1_000_000 - number,) * 2)
    in_sight = paths[4:]

    def read() -> list[list[int]]:
        batches = listing.look(paths, known, lambda: in_sight)
        return [[paths.index(one.path) for one in batch] for batch in batches]

    known: dict[str, listing.Listed] = {}
    assert read() == [[4, 5], [0, 1], [2, 3], []]
    assert read() == [[]] and all(known[path].facts for path in paths)
    os.utime(paths[3], (2_000_000,) * 2)
    assert read() == [[3]]
