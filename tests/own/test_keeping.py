"""Of a loop whose length nobody knows, a number of steps stays, dense at first."""

from itertools import pairwise

import pytest

from ginn_gl.own.keeping import Keeping


def kept_of(steps, most: int) -> list[int]:
    keeping, kept = Keeping(most), []
    for step in steps:
        if step >= keeping.next:
            gone = set(keeping.add(step))
            assert gone <= set(kept)
            kept = [one for one in kept if one not in gone] + [step]
            assert len(kept) <= most
    return kept


@pytest.mark.parametrize("length", [1, 100, 2_000, 3_000, 20_000, 300_000])
def test_gaps_are_powers_of_two_and_at_most_twice_their_neighbours(length):
    kept = kept_of(range(length), 2_000)
    gaps = [later - sooner for sooner, later in pairwise(kept)]
    assert kept[0] == 0 and len(kept) > min(length, 1_200) / 2
    assert all(gap & (gap - 1) == 0 for gap in gaps)
    assert all(a <= 2 * b and b <= 2 * a for a, b in pairwise(gaps))
    assert gaps[:100] == [1] * 100 or length <= 100
    assert length - kept[-1] <= max(gaps, default=1)


def test_a_loop_that_tells_every_seventh_step_keeps_its_first_and_no_fewer():
    kept = kept_of(range(1, 100_000, 7), 256)
    assert kept[0] == 1 and len(kept) > 100


def test_what_is_in_a_file_goes_on():
    before = kept_of(range(5_000), 500)
    keeping = Keeping(500, before)
    assert before[-1] < keeping.next <= before[-1] + 32
    assert set(keeping.add(5_000)) <= set(before)
