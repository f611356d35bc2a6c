"""What new files are called: names that others are made of do not grow beyond what a system takes."""

import os

from ginn_gl.paths import capture_name, free, run_name


def test_names_made_of_names_made_of_names_still_fit(tmp_path):
    name = "bottle"
    for _ in range(20):
        name = run_name(capture_name(f"{name}-and-{name}", "step1000", "-window"), "16,16,16", True, 2**62)
        (tmp_path / f"{name}.ginn").touch()
        assert name.endswith("-16-16-16-full-batch-seed4611686018427387904")


def test_a_name_is_cut_between_characters_whatever_it_is_of(tmp_path):
    for odd in ("é" * 120, "\N{BOTTLE WITH POPPING CORK}" * 60, os.fsdecode(b"\xff" * 200)):
        path = free(tmp_path / f"{capture_name(odd, 'step1')}.png")
        path.touch()
        assert path.name.isprintable()


def test_a_short_name_is_left_as_it_is():
    assert run_name("bottle", "16, 16", False, 7) == "bottle-16-16-seed7"
