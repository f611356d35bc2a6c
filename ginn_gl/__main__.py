"""`python -m ginn_gl` is `ginn-gl`."""

import sys

from .cli import main

sys.exit(main())
