"""Which pixels a training step sees: a counter-based generator, so that (seed, step) alone decides.

Nothing is carried from step to step: every engine draws the same minibatches, a resumed run equals an
uninterrupted one, and any step can be revisited.
"""

from __future__ import annotations

import numpy as np

WORDS_PER_BLOCK = 4
_ROUNDS = 10
_WORD = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_MULTIPLIERS = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_WEYL = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)


def philox(c0, c1, c2, c3, k0, k1):
    """Philox4x32-10 (Salmon et al., Parallel random numbers: as easy as 1, 2, 3, SC 2011).

    Counter (c0..c3), key (k0, k1) and the four results are 32-bit words held in uint64, numbers or
    arrays that broadcast together. Engines compile this very function.
    """
    for _ in range(_ROUNDS):
        left = _MULTIPLIERS[0] * c0
        right = _MULTIPLIERS[1] * c2
        c0, c1, c2, c3 = (right >> _SHIFT) ^ c1 ^ k0, right & _WORD, (left >> _SHIFT) ^ c3 ^ k1, left & _WORD
        k0 = (k0 + _WEYL[0]) & _WORD
        k1 = (k1 + _WEYL[1]) & _WORD
    return c0, c1, c2, c3


def minibatch(seed: int, step: int, batch_size: int, pixel_count: int) -> np.ndarray:
    """Pixels that lead from `step` to the next, (batch_size,) int64 in [0, pixel_count), with replacement.

    Block b has the counter (b, step low, step high, 0) and the key (seed low, seed high), each a 32-bit word.
    Its four words u become the pixels u * pixel_count >> 32, which are uniform to within pixel_count / 2^32.
    """
    blocks = np.arange(-(-batch_size // WORDS_PER_BLOCK), dtype=np.uint64)
    step_words = np.uint64(step) & _WORD, np.uint64(step) >> _SHIFT
    seed_words = np.uint64(seed) & _WORD, np.uint64(seed) >> _SHIFT
    words = np.stack(philox(blocks, *step_words, np.uint64(0), *seed_words), axis=1)
    return (words.ravel()[:batch_size] * np.uint64(pixel_count) >> _SHIFT).astype(np.int64)
