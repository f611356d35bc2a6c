"""The safetensors format: the length of a header, the header in JSON, and tensors one after another.

It is simple enough to need no library, and read with the mistrust that a file of others deserves.
"""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np

from ..checks import is_whole
from ..errors import GinnError

LARGEST_HEADER = 10_000_000
MOST_TENSORS = 10_000
METADATA = "__metadata__"

TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1",
         "U8": "u1", "U16": "<u2", "U32": "<u4", "U64": "<u8", "BOOL": "?"}
"""As numpy has them. It has no BF16, which is the upper half of an F32."""


def packed(tensors: dict[str, np.ndarray], metadata: dict[str, str]) -> bytes:
    """A whole file of float32 tensors."""
    header: dict[str, Any] = {METADATA: metadata}
    parts: list[bytes] = []
    end = 0
    for name, tensor in tensors.items():
        parts.append(np.ascontiguousarray(tensor, "<f4").tobytes())  # a view of another order is written in its own
        start, end = end, end + len(parts[-1])
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [start, end]}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return b"".join([len(text).to_bytes(8, "little"), text, *parts])


def unpacked(content: bytes) -> tuple[dict[str, np.ndarray], dict[str, str]]:
    """Tensors by name, those of floats in float64, and what else the file says. Raises GinnError, without its name."""
    length = int.from_bytes(content[:8], "little")
    if len(content) < 8 or length > min(LARGEST_HEADER, len(content) - 8):
        raise GinnError("cut short, or no safetensors file")
    try:
        header = json.loads(content[8:8 + length])
        metadata = header.pop(METADATA, {})
        if len(header) > MOST_TENSORS or not all(isinstance(one, str) for pair in metadata.items() for one in pair):
            raise ValueError("its header")
        tensors = {name: _tensor(described, memoryview(content)[8 + length:]) for name, described in header.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise GinnError("damaged: its header does not describe what is in it") from None
    return tensors, metadata


def _tensor(described: dict[str, Any], content: memoryview) -> np.ndarray:
    kind, shape, (start, end) = described["dtype"], tuple(described["shape"]), described["data_offsets"]
    if not all(is_whole(number, 0, 2**40) for number in (*shape, start, end)) or not start <= end <= len(content):
        raise ValueError("its place")
    stored = np.frombuffer(content[start:end], TYPES[kind])
    if stored.size != math.prod(shape):
        raise ValueError("its size")
    if kind == "BF16":
        stored = (stored.astype("<u4") << 16).view("<f4")
    return (stored.astype(np.float64) if stored.dtype.kind == "f" else stored).reshape(shape)
