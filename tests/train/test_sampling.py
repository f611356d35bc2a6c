import numpy as np
import pytest

from ginn_gl.train.sampling import minibatch, philox

# The known answers that come with Random123, the reference implementation: counter, key, result.
KNOWN_ANSWERS = [
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


@pytest.mark.parametrize("counter, key, result", KNOWN_ANSWERS)
def test_philox_gives_the_published_answers(counter, key, result):
    words = [np.uint64(int(word, 16)) for word in f"{counter} {key}".split()]
    assert " ".join(f"{int(word):08x}" for word in philox(*words)) == result


def test_a_minibatch_is_what_its_documentation_says():
    seed, step = (5 << 32) + 7, (3 << 32) + 9
    words = [np.uint64(word) for word in (1, 9, 3, 0, 7, 5)]
    second_block = [int(word) * 1000 >> 32 for word in philox(*words)]
    assert minibatch(seed, step, 8, 1000)[4:].tolist() == second_block


def test_minibatches_are_uniform_and_differ_by_seed_and_step():
    drawn = minibatch(1, 2, 100_000, 10)
    assert np.bincount(drawn, minlength=10).tolist() == pytest.approx([10_000] * 10, rel=0.05)
    neighbours = [(1, 3), (2, 2), (1 + 2**32, 2), (1, 2 + 2**32)]
    others = [minibatch(seed, step, 128, 40_000) for seed, step in neighbours]
    assert all((other != minibatch(1, 2, 128, 40_000)).mean() > 0.9 for other in others)
