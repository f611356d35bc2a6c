#!/usr/bin/env bash
# numpy 2.4.6: an array is cut at the end of a full disk, and nobody is told.
#
# Expected: ndarray.tofile, and numpy.save, which uses it, raise OSError where not everything could be written.
# Seen:     they do as long as it is many bytes that are missing. The last few, which the C library still holds back
#           when the file is closed, are lost without an error: the result of closing is not looked at. The file cannot
#           be loaded later.
#
# A limit of the size of files stands in for the full disk. GINN-GL writes .npy files through Python's own files, and
# looks (ginn_gl/record/still.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv env
env/bin/python -m pip install --quiet --disable-pip-version-check numpy==2.4.6

cat > shows.py <<'END'
import os
import resource
import signal

import numpy as np

LIMIT = 4096
HEADER = 128  # bytes of a .npy in front of the numbers
array = np.zeros((LIMIT - HEADER) // 8 + 1)  # 8 bytes more than there is room for

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # so that writing fails with an error, as on a full disk
resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, resource.RLIM_INFINITY))
try:
    np.save("array.npy", array)
except OSError as error:
    raise SystemExit(f"this changed: numpy {np.__version__} says '{error}'")
size, wanted = os.path.getsize("array.npy"), HEADER + array.nbytes
if size == wanted:
    raise SystemExit(f"this changed: all {wanted} bytes are there")
try:
    np.load("array.npy")
    raise SystemExit("this changed: what was cut can be loaded")
except ValueError:
    print(f"as found: numpy {np.__version__} saved {size} of {wanted} bytes without an error")
END
env/bin/python shows.py
