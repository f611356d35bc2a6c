"""On random networks, in which there is nothing to find, the measures stay quiet."""

import numpy as np

from ginn_gl.config import NetworkSpec
from ginn_gl.insight import analyse
from ginn_gl.network import initialise, unpack

NETWORKS = 12


def test_random_networks_that_drift_show_next_to_nothing(run_of):
    """Each goes straight from one random network of the paper's size to another."""
    network, counts = NetworkSpec(), {}
    for seed in range(NETWORKS):
        start, end = initialise(network, seed), initialise(network, seed + 1000)
        drift = [unpack(start + part * (end - start), network) for part in np.linspace(0, 1, 12)]
        for insight in analyse(run_of(drift)):
            counts[insight.name] = counts.get(insight.name, 0) + len(insight.findings)
    assert counts["indecisive"] == 0
    assert counts["copycats"] <= 0.1 * NETWORKS
    assert counts["symmetry"] <= 0.4 * NETWORKS
    assert counts["bias-before-weight"] <= 0.05 * NETWORKS * network.hidden[0]
