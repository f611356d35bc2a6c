"""The first checkpoint of a new run, before there is an engine: whoever waits for it sees something at once.

To load an engine's compiler, or torch, takes seconds; the parameters at step 0 are numpy's anyway.
"""

from __future__ import annotations

import numpy as np

from ..config import NetworkSpec
from ..network import forward
from .engines.samples import samples
from .jobs import Job
from .schedule import learning_rate

WORK = 1e8    # multiplications that are done with soon
AT_ONCE = 4_096  # points


def appear(job: Job) -> None:
    """Have a new run's file appear with its state, unless numpy would take long over the loss there.

    The engine's own checkpoint of the same step then takes the place of this one, whose loss is rounded elsewise.
    """
    data = samples(job.lesson, job.network, job.training)
    if job.writer.appeared or data.shape[1] * job.network.parameter_count > WORK:
        return
    with np.errstate(all="ignore"):
        loss = mean_loss(job.state.parameters[0], job.network, data)
    if np.isfinite(loss):
        job.writer.append(job.state.step, loss, float(learning_rate(job.training, job.state.step)),
                          job.state.parameters[0], job.state.snapshot(0))


def mean_loss(parameters: np.ndarray, network: NetworkSpec, data: np.ndarray) -> float:
    """In nats, or the squared error, as the engines have it. data: as `samples` has them."""
    points, answers = data[:network.inputs].T, data[network.inputs:].T
    parts = [_losses(forward(parameters, network, points[start:start + AT_ONCE])[-1],
                     answers[start:start + AT_ONCE], network) for start in range(0, len(points), AT_ONCE)]
    return float(np.concatenate(parts).mean())


def _losses(outputs: np.ndarray, answers: np.ndarray, network: NetworkSpec) -> np.ndarray:
    """Of each point, (N,), by outputs (N, k) and answers (N, 1 or k)."""
    if network.head.kind == "classes":
        highest = outputs.max(axis=1)
        right = outputs[np.arange(len(outputs)), answers[:, 0].astype(int)]
        return highest + np.log(np.exp(outputs - highest[:, None]).sum(axis=1)) - right
    if network.head.kind == "logit":
        return np.logaddexp(0, outputs[:, 0]) - answers[:, 0] * outputs[:, 0]
    return ((outputs - answers) ** 2).mean(axis=1)
