"""The page of the table, and that of a run, as HTML."""

from __future__ import annotations

import re
from pathlib import Path

from ..store import Run
from ..web import followed_text, page_source
from .shelf import Entry

SOURCES = Path(__file__).with_name("page")


def table_page() -> str:
    """The table, which asks for its rows."""
    parts = {"style": page_source("theme.css") + _source("table.css"),
             "script": page_source("theme.js") + _source("table.js")}
    return re.sub(r"/\* (style|script) \*/", lambda place: parts[place[1]], _source("table.html"))


def run_page(entry: Entry) -> str:
    """A run's. Raises what reading a run may raise."""
    with Run(entry.require()) as run:
        return followed_text(run)


def _source(name: str) -> str:
    return (SOURCES / name).read_text(encoding="utf-8")
