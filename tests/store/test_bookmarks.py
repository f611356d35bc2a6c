"""Bookmarks: kept in the run's file or the user's folder, removed, and harmless where a file is not what it seems."""

import shutil
import sqlite3
from contextlib import closing

import pytest

from ginn_gl.config import View
from ginn_gl.errors import RunFileError
from ginn_gl.paths import FIRST_SHOWN, bundled_runs
from ginn_gl.store import Run, RunWriter
from ginn_gl.store.bookmarks import Bookmark, add_bookmark, bookmarks, remove_bookmark, view_to_json

VIEW = View("2:3", frozenset({(1, 2), (3, 16)}), None, (0.25, 0.75), 12.5, 3.0, True)


def test_bookmarks_are_kept_and_removed(run_file):
    with Run(run_file) as run:
        add_bookmark(run, Bookmark("late", 80, VIEW))
        add_bookmark(run, Bookmark("early", 7, View()))
        early, late = bookmarks(run)
        assert (early.name, early.step, early.view) == ("early", 7, View())
        assert (late.name, late.step, late.view) == ("late", 80, VIEW)
        remove_bookmark(run, early)
        assert bookmarks(run) == [late]
    assert [file.name for file in run_file.parent.iterdir()] == [run_file.name], "one clean file is left"


@pytest.mark.parametrize("view", ["", "[]", "[" * 100_000, '{"field": "probability"}',
                                  '{"field": "9:9", "neurons": [], "center": [0, 0], "zoom": 1, "line_width": 1, '
                                  '"beyond": 0}',
                                  '{"field": "error", "neurons": [[[], 1]], "center": [0, 0], "zoom": 1, '
                                  '"line_width": 1, "beyond": 0}',
                                  '{"field": "error", "neurons": [], "center": [0, 0], "zoom": 1e999, '
                                  '"line_width": 1, "beyond": 0}',
                                  '{"field": "error", "neurons": [], "center": [0, 0], "zoom": 5e-324, '
                                  '"line_width": 1, "beyond": 0}',
                                  '{"field": "error", "neurons": [], "center": [1' + 400 * "0" + ', 0], "zoom": 1, '
                                  '"line_width": 1, "beyond": 0}'])
def test_a_view_that_is_none_is_left_out(run_file, view):
    with closing(sqlite3.connect(run_file)) as database, database:
        database.execute("INSERT INTO bookmark (name, step, view) VALUES ('x', 20, ?)", (view,))
    with Run(run_file) as run:
        assert bookmarks(run) == []


@pytest.mark.parametrize("name, step", [("x'00ff'", 20), ("5", 20), ("'far'", 3_000_000_000), ("'early'", -1)])
def test_a_bookmark_that_is_none_is_left_out(run_file, name, step):
    view = view_to_json(View())
    with closing(sqlite3.connect(run_file)) as database, database:
        database.execute("PRAGMA writable_schema = ON")  # so that the column takes anything, as a damaged page may
        database.execute("UPDATE sqlite_schema SET sql = replace(sql, 'name TEXT', 'name ANY') WHERE name = 'bookmark'")
    with closing(sqlite3.connect(run_file)) as database, database:
        database.execute(f"INSERT INTO bookmark (name, step, view) VALUES ({name}, ?, ?)", (step, view))
        database.execute("PRAGMA writable_schema = ON")
        database.execute("UPDATE sqlite_schema SET sql = replace(sql, 'name ANY', 'name TEXT') WHERE name = 'bookmark'")
    with Run(run_file) as run:
        assert bookmarks(run) == []


def test_the_same_bookmark_twice_is_one(run_file):
    with Run(run_file) as run:
        assert add_bookmark(run, Bookmark("here", 80, VIEW)).key > 0
        assert add_bookmark(run, Bookmark("here", 80, VIEW)) is None
        assert len(bookmarks(run)) == 1


@pytest.fixture(params=["bundled", "in training", "read-only"])
def run_not_to_be_written(request, run_file, monkeypatch):
    if request.param == "bundled":
        yield bundled_runs() / FIRST_SHOWN
    elif request.param == "in training":
        with RunWriter.reopen(run_file):
            yield run_file
    else:
        monkeypatch.setattr("os.access", lambda path, mode: False)  # as it is for everyone but root
        yield run_file


def test_bookmarks_of_runs_that_are_not_to_be_written_are_the_users_own(run_not_to_be_written, users_folder, tmp_path):
    path = run_not_to_be_written
    before = path.read_bytes()
    with Run(path) as run:
        assert add_bookmark(run, Bookmark("mine", 100, View())).key < 0
        assert add_bookmark(run, Bookmark("mine", 100, View())) is None
        assert [bookmark.name for bookmark in bookmarks(run)] == ["mine"]
    assert path.read_bytes() == before
    assert [file.name for file in users_folder.iterdir()] == ["bookmarks.sqlite"]
    elsewhere = tmp_path / "elsewhere.ginn"
    shutil.copy(path, elsewhere)
    with Run(elsewhere) as run:
        (mine,) = bookmarks(run)
        remove_bookmark(run, mine)
        assert bookmarks(run) == []


def test_where_nothing_can_be_kept_it_is_said(run_file, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setattr("ginn_gl.store.bookmarks.settings_folder", lambda: tmp_path / "file")
    with RunWriter.reopen(run_file), Run(run_file) as run, pytest.raises(RunFileError, match="cannot be written"):
        add_bookmark(run, Bookmark("x", 0, View()))
