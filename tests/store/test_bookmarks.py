"""Bookmarks in a run file: kept, removed, and harmless where a file is not what it seems."""

import sqlite3

import pytest

from ginn_gl.config import View
from ginn_gl.errors import RunFileError
from ginn_gl.store import Run
from ginn_gl.store.bookmarks import Bookmark, add_bookmark, bookmarks, remove_bookmark

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
                                  '"line_width": 1, "beyond": 0}'])
def test_a_view_that_is_none_is_left_out(run_file, view):
    with sqlite3.connect(run_file) as database:
        database.execute("INSERT INTO bookmark (name, step, view) VALUES ('x', 20, ?)", (view,))
    with Run(run_file) as run:
        assert bookmarks(run) == []
