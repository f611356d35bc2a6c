"""A process with a helper that computes for ever: `python endless.py`. Prints the helper's process id."""

import time

from ginn_gl.app.processes.answering import AnsweringProcess


def serve(connection):
    """Take one request, and never come back."""
    print(connection.recv(), flush=True)
    while True:
        sum(range(100_000))


if __name__ == "__main__":
    helper = AnsweringProcess(serve, "computes for ever")
    helper.ask("computing")
    print(helper._process.pid, flush=True)
    time.sleep(3600)
