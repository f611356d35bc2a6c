"""The real window as benchmarks drive it, each in a process of its own: `python -m ginn_gl.bench.window.NAME`."""
