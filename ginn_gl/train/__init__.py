"""Training: pure engines, a loop that yields checkpoints, and the worker that writes them to run files."""
