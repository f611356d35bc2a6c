"""That the software renderer's threads do not get into each other's way."""

import os

import pytest

from ginn_gl.render.context import is_software
from ginn_gl.render.rasterizers import keep_apart, rasterizers


def test_each_has_a_core_of_its_own_until_they_are_to_be_shared(context):
    if not is_software(context):
        pytest.skip("a GPU draws")
    cores, all_cores = their_cores(), os.sched_getaffinity(0)
    assert cores and all(len(one) == 1 for one in cores)
    assert len(set.union(*cores)) == min(len(cores), len(all_cores))
    keep_apart(False)
    assert all(one == all_cores for one in their_cores())
    keep_apart()
    assert their_cores() == cores


def their_cores() -> list[set[int]]:
    return [os.sched_getaffinity(thread) for thread in rasterizers()]
