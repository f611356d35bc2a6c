"""`ginn-gl render RUN PICTURE`: one step of one run."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from ...config import View
from ...store import Run


def render_still(run: Run, shown: View, options: Namespace) -> None:
    what = run, options.step, options.size, shown
    match options.out.suffix.lower():
        case ".png":
            from ...record import Caption
            from ...render import render as draw
            picture = draw(*what)
            if options.caption:
                index = -1 if options.step is None else run.index_of(options.step)
                picture = Caption(run, len(picture)).put(picture, int(run.steps[index]), float(run.losses[index]))
        case ".npy":
            from ...render import field_values
            picture = field_values(*what)
        case _:
            from ...record.figure import figure_of
            picture = figure_of(*what, options.caption, options.legend, options.dashes)
    save_picture(options, picture)


def save_picture(options: Namespace, picture: Any) -> None:
    """As what its name says it is: an array, or a figure or a sheet of figures."""
    match options.out.suffix.lower():
        case ".svg":
            from ...record.svg import save_svg as save
        case ".pdf":
            from ...record.pdf import save_pdf as save
        case ".npy":
            from ...record import save_npy as save
        case _:
            from ...record import save_png as save
    save(options.out, picture)
    print(options.out)
