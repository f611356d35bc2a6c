"""What the benchmarks say about the machine they ran on."""

from __future__ import annotations

import platform
from pathlib import Path

from ..train.engines.cores import available_cores


def machine() -> dict:
    """Names of the processor and of the CUDA device, if torch finds one, and the cores this process may use."""
    import torch

    gpu = torch.cuda.get_device_name() if torch.cuda.is_available() else None
    return {"cpu": _processor(), "cores": available_cores(), "gpu": gpu, "system": platform.platform(terse=True)}


def _processor() -> str:
    """Linux says it in a file; elsewhere platform knows."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
