"""Each measure finds what was planted in a network built by hand, to the number, and nothing else."""

import numpy as np
import pytest

from ginn_gl.insight.bias_before_weight import bias_before_weight
from ginn_gl.insight.copycats import copycats
from ginn_gl.insight.history import History
from ginn_gl.insight.indecisive import indecisive
from ginn_gl.insight.silent import silent
from ginn_gl.insight.stretches import stretch_ends
from ginn_gl.insight.symmetry import symmetry
from ginn_gl.insight.unmodelled import connected, unmodelled
from ginn_gl.network import evaluate
from ginn_gl.target import Target

from .conftest import layer_of, line, output


def neurons(insight) -> list:
    return [finding.neurons for finding in insight.findings]


def tracks(insight) -> dict:
    return {track.name: track.values for track in insight.tracks}


def test_the_grid_is_its_own_mirror_image_on_the_targets_pixels(run_of):
    target = Target("odd", np.random.default_rng(0).integers(0, 2, (7, 205)).astype(np.uint8))
    history = History(run_of([[layer_of(line(0, 0.5, 0.5)), output(1, 1.0)]], target))
    x, y = history.points.T
    assert np.allclose(history.mirrored(x), 1 - x, atol=1e-6)
    assert np.array_equal(history.mirrored(history.target), history.target.reshape(history.shape)[:, ::-1].ravel())
    assert np.array_equal(history.target, target.pixels[(y * 7).astype(int), (x * 205).astype(int)])
    assert np.array_equal(history.on(0, 1)[0], x > 0.5)
    expected = evaluate(history.parameters[0], history.network, history.points).probability
    assert np.allclose(history.probability[0], expected, atol=1e-6)


def test_planted_copycats(run_of):
    """1:2 is always 1:1 turned round; 1:4 becomes twice 1:3 at the fifth of ten checkpoints."""
    def checkpoint(k):
        first, third = line(20, 0.4, 0.5), line(80, 0.5, 0.4)
        fourth = tuple(2 * part for part in third) if k >= 4 else line(130, 0.7, 0.5)
        return [layer_of(first, tuple(-part for part in first), third, fourth), output(4)]

    found = copycats(History(run_of([checkpoint(k) for k in range(10)])))
    assert sorted(neurons(found)) == [((1, 1), (1, 2)), ((1, 3), (1, 4))]
    for finding in found.findings:
        opposite = finding.neurons == ((1, 1), (1, 2))
        assert ("opposites" in finding.text) == opposite and finding.text.startswith("Neurons 1:")
        assert (finding.first, finding.last) == ((0, 90) if opposite else (40, 90))
        assert finding.value == 100
    assert tracks(found)["copycats"].tolist() == 4 * [1] + 6 * [2]


def test_a_pair_that_parts_is_no_copycat_any_more(run_of):
    both = line(20, 0.4, 0.5)
    apart = [layer_of(both, line(60, 0.4, 0.5)), output(2)]
    found = copycats(History(run_of([[layer_of(both, both), output(2)], apart])))
    assert found.findings == [] and tracks(found)["copycats"].tolist() == [1, 0]


def test_neurons_off_nearly_everywhere_are_no_copycats_for_that(run_of):
    corners = layer_of(line(45, 0.93, 0.93), line(225, 0.07, 0.07))
    assert copycats(History(run_of([[corners, output(2)]]))).findings == []


def test_planted_silent_neurons(run_of):
    """1:2 dies at the sixth of ten checkpoints; 1:3 is always on, but for a moment in the middle."""
    def checkpoint(k):
        weight, _ = line(30, 0.5, 0.5)
        return [layer_of(line(0, 0.5, 0.5), (weight, -5.0 if k >= 5 else -0.5), (weight, -0.5 if k == 3 else 5.0)),
                output(3)]

    found = silent(History(run_of([checkpoint(k) for k in range(10)])))
    assert [(finding.first, finding.neurons, finding.value) for finding in found.findings] == [
        (40, ((1, 3),), 50), (50, ((1, 2),), 40)]
    assert "on everywhere" in found.findings[0].text and "off everywhere" in found.findings[1].text
    assert tracks(found)["dead"].tolist() == 5 * [0] + 5 * [1]
    assert tracks(found)["always on"].tolist() == [1, 1, 1, 0] + 6 * [1]


def test_a_pure_translation(run_of):
    found = bias_before_weight(History(run_of([[layer_of(line(30, 0.3 + 0.04 * k, 0.5)), output(1)]
                                               for k in range(11)])))
    assert tracks(found)["shift"][-1] == pytest.approx(0.4 * np.cos(np.radians(30)), rel=1e-5)
    assert tracks(found)["turn"][-1] == pytest.approx(0, abs=1e-6)
    assert np.allclose(tracks(found)["layer 1: bias"], 100, atol=1e-3)
    assert found.findings == []


def test_a_pure_rotation(run_of):
    """About the middle of the square, which stays the middle of what is seen of the line."""
    found = bias_before_weight(History(run_of([[layer_of(line(4 * k, 0.5, 0.5)), output(1)] for k in range(11)])))
    lengths = 1 / np.cos(np.radians(4 * np.arange(10)))
    expected = (np.sin(np.radians(4)) * lengths / np.sqrt(12)).sum()
    assert tracks(found)["turn"][-1] == pytest.approx(expected, rel=1e-5)
    assert tracks(found)["shift"][-1] == pytest.approx(0, abs=1e-6)


def test_a_shift_before_a_turn(run_of):
    """1:1 shifts in the first half and turns in the second; 1:2 does both at once."""
    def checkpoint(k):
        first = line(4 * max(0, k - 10), 0.3 + 0.02 * min(10, k), 0.5)
        return [layer_of(first, line(2 * k, 0.3 + 0.01 * k, 0.5)), output(2)]

    (finding,) = bias_before_weight(History(run_of([checkpoint(k) for k in range(21)]))).findings
    assert finding.neurons == ((1, 1),)
    assert (finding.first, finding.last) == (0, 100)
    assert finding.value == pytest.approx(100, abs=2)


def test_motion_by_stretches(run_of):
    """1:1 shifts by 0.02 in each of ten intervals and then turns by 4 degrees in each of ten; 1:2 stands still."""
    def checkpoint(k):
        return [layer_of(line(4 * max(0, k - 10), 0.3 + 0.02 * min(10, k), 0.5), line(90, 0.5, 0.5)), output(2)]

    table = bias_before_weight(History(run_of([checkpoint(k) for k in range(21)]))).motion
    assert table.ends.tolist() == [0, 10, 100, 200] and table.neurons == [(1, 1), (1, 2)]
    assert table.translation[0] == pytest.approx([0.02, 0.18, 0], abs=1e-5)
    turns = np.sin(np.radians(4)) / np.cos(np.radians(4 * np.arange(10))) / np.sqrt(12)
    assert table.rotation[0] == pytest.approx([0, 0, turns.sum()], abs=1e-5)
    assert not table.translation[1].any() and not table.rotation[1].any()


def test_stretches_of_a_run_of_the_papers_length():
    steps = np.unique(np.geomspace(1, 1_270_000, 400).astype(int))
    assert np.round(np.log10(steps[stretch_ends(np.append(0, steps)) - 1][1:-1]), 1).tolist() == [2, 3, 4, 5]
    assert stretch_ends(np.array([0])).tolist() == [0] and stretch_ends(np.array([0, 1])).tolist() == [0, 1]


def test_what_moves_a_deeper_layer(run_of):
    """Of 2:1 the bias moves, then the weights, then the layer before it."""
    def checkpoint(bias, weight, shift):
        return [layer_of(line(0, 0.1 - shift, 0.5)), (np.array([[weight]]), np.array([bias])), output(1)]

    changes = [(-0.4, 1, 0), (-0.3, 1, 0), (-0.3, 1.2, 0), (-0.3, 1.2, 0.1)]
    found = tracks(bias_before_weight(History(run_of([checkpoint(*change) for change in changes]))))
    shares = [found[f"layer 2: {what}"] for what in ("bias", "weights", "earlier layers")]
    assert np.allclose(shares, 100 * np.eye(3), atol=1e-3)


def test_an_indecisive_neuron_and_two_that_are_not(run_of):
    """1:1 and 1:2 go to and fro, but 1:2 counts for the output; 1:3 crosses the square once, without effect."""
    def checkpoint(k):
        there = 0.2 * (k % 2)
        return [layer_of(line(0, 0.7 + there, 0.5), line(180, 0.3 + there, 0.5), line(0, k / 20, 0.5)),
                (np.array([[0.0, 0, 0], [0, 3, 0]]), np.zeros(2))]

    (finding,) = indecisive(History(run_of([checkpoint(k) for k in range(21)]))).findings
    assert finding.neurons == ((1, 1),)
    assert finding.value == pytest.approx(15 * 0.2, rel=0.02)  # of twenty passages fifteen are late
    assert (finding.first, finding.last) == (50, 200)


def test_an_exactly_symmetric_network(run_of):
    """1:1 and 1:2 are mirror images, 1:3 is level; 2:1 is its own mirror image."""
    (left, bias), (level, level_bias) = line(30, 0.3, 0.4), line(90, 0.5, 0.5)
    right = np.array([-left[0], left[1]]), bias + left[0]
    layers = [layer_of((left, bias), right, (level, level_bias)),
              (np.array([[1.0, 1.0, -0.5]]), np.array([-0.3])), output(1, 2.0)]
    found = symmetry(History(run_of([layers, layers])))
    assert sorted(neurons(found)) == [((1, 1), (1, 2)), ((1, 3),), ((2, 1),)]
    assert all(finding.value > 99.9 and finding.first == 0 for finding in found.findings)
    assert tracks(found)["left less right"].max() < 1e-6
    assert min(*tracks(found)["layer 1"], *tracks(found)["layer 2"]) > 0.999


def test_an_upright_line_is_its_own_mirror_image_only_in_the_middle(run_of):
    found = symmetry(History(run_of([[layer_of(line(0, 0.5, 0.5), line(0, 0.6, 0.5)), output(2, 1.0)]])))
    assert neurons(found) == [((1, 1),)] and "exchanged" in found.findings[0].text
    # By hand: likeness of x > 0.6 to x < 0.4 is -2/3.
    assert tracks(found)["layer 1"][0] == pytest.approx((1 + np.sqrt(0.4 / 0.6)) / 2, abs=0.02)


def test_what_is_left_out(run_of):
    """A network that says black everywhere misses the two white parts of its target; one that says white does not."""
    pixels = np.zeros((40, 60), np.uint8)
    pixels[10:20, 6:18] = pixels[30:32, 30:60] = 1
    pixels[0, 0] = 1  # too small to matter
    black, white = ([layer_of(line(0, 0.5, 0.5)), (np.zeros((2, 1)), np.array(bias))] for bias in ([1, 0], [0, 1]))
    target = Target("parts", pixels)
    history = History(run_of([white, black], target))
    others = [run_of([white], target), run_of([black], target)]
    found = unmodelled(history, others)
    large, small = found.findings
    assert large.area == pytest.approx((0.1, 0.25, 0.3, 0.5)) and large.value == pytest.approx(5)
    assert small.area == pytest.approx((0.5, 0.75, 1, 0.8)) and small.value == pytest.approx(2.5)
    assert "That is so in 1 of 2 other runs of this target." in large.detail
    assert found.beside is None, "one that is no better is not worth a look"
    assert unmodelled(History(others[0]), others).beside == others[1].path
    assert unmodelled(History(run_of([white], target))).findings[0].value == pytest.approx(100 - 7.5, abs=0.1)
    share = 100 * history.target.mean()
    assert tracks(found)["wrong"] == pytest.approx([100 - share, share])


def test_parts_connect_by_sides_alone():
    mask = np.array([[1, 1, 0, 1], [0, 1, 0, 1], [1, 0, 1, 1]], bool)
    assert sorted(part.sum() for part in connected(mask)) == [1, 3, 4]
    spiral = np.ones((41, 41), bool)
    spiral[1::2] = False
    spiral[1::4, -1] = spiral[3::4, 0] = True
    assert len(connected(spiral)) == 1
