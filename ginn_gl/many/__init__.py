"""Many runs: sweeps over what a training may differ in, on this machine or on several, and their summary."""
