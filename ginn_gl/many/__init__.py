"""Many runs: sweeps over what a training may differ in, on this machine or on several, and their summary."""

from .spec import Group, SweepSpec, read_sweep

__all__ = ["Group", "SweepSpec", "read_sweep"]
