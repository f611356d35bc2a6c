"""What is typed over the table of runs: words, and terms such as loss<0.1."""

import pytest

from ginn_gl.app.state.all_runs import AllRuns
from ginn_gl.app.state.search import EXAMPLES, parsed
from ginn_gl.many.facts import Facts, Measures
from ginn_gl.many.listing import Listed


def listed(name: str, network: str, seed: int, step: int, loss: float, bad: bool | None, regions: int) -> Listed:
    facts = Facts(network, "trained", seed, step, 1_000, 6, loss, bad, "finished", 0.0)
    return Listed(f"/runs/{name}.ginn", facts=facts, measures=Measures(regions, dead=0))


ROWS = (listed("a-good-1", "2-8-8-2", 3, 1_000, 0.03, False, 40),
        listed("b-13", "2-8-8-2 tanh", 13, 500, 0.2, True, 90),
        listed("c", "2-16-2", 30, 12_000, 0.1004, None, 120), Listed("/runs/d-broken.ginn", trouble="no run"))


@pytest.mark.parametrize("typed, found", [
    ("", "abcd"), ("b", "bd"), ("tanh", "b"), ("seed 3", "abc"), ("seed=3", "a"), ("loss<0.1", "a"),
    ("loss > .1", "bc"), ("loss=0.1", "c"), ("steps>=1000", "ac"), ("step<1k", "b"), ("step = 12,000", "c"),
    ("hidden=8,8", "ab"), ("hidden=8-8 tanh", "b"), ("hidden!=8x8", "c"), ("good", "a"), ("bad", "b"),
    ("GOOD loss<1", "a"), ("regions>=90", "bc"), ("regions>=90 bad", "b"), ("dead=0", "abc"), ("alike>10", ""),
])
def test_words_and_terms_find_runs(typed, found):
    view = AllRuns(search=typed)
    view.shelf.rows = {one.path: one for one in ROWS}
    assert "".join(one.name[0] for one in view.kept) == found
    assert not view.sought.trouble


@pytest.mark.parametrize("typed", ["loss<", "loss<1e", "lo<", "<3", "seed=x", "hidden=8,", "hidden>8", "wide=3",
                                   "loss==1"])
def test_an_unfinished_term_is_said_in_one_line_and_hides_nothing(typed):
    view = AllRuns(search=f"{typed} good")
    view.shelf.rows = {one.path: one for one in ROWS}
    assert [one.name for one in view.kept] == ["a-good-1"]
    trouble = view.sought.trouble
    assert trouble.startswith(typed.rstrip("<>=3x18,e")) and "\n" not in trouble and len(trouble) < 80


def test_every_example_is_understood():
    assert not any(parsed(f"{key}={example}").trouble for key, example in EXAMPLES.items())
