"""Random input in the real window for a short while; `make soak` does it for an hour, and watches what it holds."""

import subprocess
import sys
import time
from pathlib import Path

MONKEY = Path(__file__).parents[2] / "tools" / "soak" / "monkey.py"


def test_random_input_brings_nothing_down():
    """Each time another; the seed that it prints plays the same again."""
    ended = subprocess.run([sys.executable, MONKEY, "10", str(int(time.time()))], capture_output=True, text=True,
                           timeout=300)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "rests, 0 exceptions" in ended.stdout
