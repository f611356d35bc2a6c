"""What importers make of files: the layers that they describe, and what their own libraries answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from ..config import NetworkSpec
from ..errors import GinnError
from . import meaning

if TYPE_CHECKING:
    import torch

Shapes = tuple[tuple[int, ...], ...]

Answer = Callable[[list[np.ndarray]], np.ndarray | None]
"""What a file's own library gives for inputs (N, ...) float32: (N, ...); None where it is not installed."""


class Layers(meaning.Reader, Protocol):
    """What is known of a network that is read, and its numbers."""

    def parameters(self) -> np.ndarray:
        """As a run file keeps them, (P,) float32."""
        ...


@dataclass(frozen=True)
class Source:
    """A network as a file has it. shapes: of one point of each input. answer: None where there is nobody to ask.

    described: all of the network, where the file is one of ours and says it.
    """

    layers: Layers
    shapes: Shapes
    answer: Answer | None = None
    described: NetworkSpec | None = None


def of_module(module: torch.nn.Module, shapes: Shapes, answer: Answer) -> Source:
    """What a module in float64 computes, which does the same as a file.

    Raises GinnError where its parts do not fit each other, or it is no network of layers and activations.
    """
    from .reading import Reader

    _try(module.eval(), shapes)
    return Source(Reader(module, example=tuple(np.zeros((1, *shape)) for shape in shapes)), shapes, answer)


def _try(module: torch.nn.Module, shapes: Shapes) -> None:
    """Have it compute something, for what is wrong with it to be said in its own words."""
    import torch

    try:
        with torch.no_grad():
            module(*(torch.zeros(3, *shape, dtype=torch.float64) for shape in shapes))
    except GinnError:
        raise
    except Exception as error:  # noqa: BLE001 - sizes that do not fit, settings that are missing
        raise GinnError(f"its parts do not fit each other ({' '.join(str(error).split())[:200]})") from None
