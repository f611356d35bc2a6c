"""`python -m ginn_gl` is `ginn-gl`."""

import sys

from .cli import main

if __name__ == "__main__":  # and not where a process that computes beside is made from it
    sys.exit(main())
