"""What an importer makes of a file: a torch module that computes the same, and its source's own answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from ..config import NetworkSpec

Answer = Callable[[list[np.ndarray]], np.ndarray | None]
"""What the source's own library gives for inputs (N, ...) float32: (N, ...); None where it is not installed."""


@dataclass(frozen=True)
class Source:
    """module: in eval mode. shapes: of one point of each input. answer: None where there is nothing to ask.

    described: the network, where the file is one of ours and says it.
    """

    module: torch.nn.Module
    shapes: tuple[tuple[int, ...], ...]
    answer: Answer | None = None
    described: NetworkSpec | None = None
