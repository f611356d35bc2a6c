#!/usr/bin/env bash
# numba 0.68.1: a function is compiled once for every constant that it is called with.
#
# Expected: helper(x, 1), helper(x, 2) and helper(x, 3), called by compiled code, are one function of (float64, int64).
# Seen:     three, for Literal[int](1), Literal[int](2) and Literal[int](3): a helper that takes the row of a table is
#           compiled, and kept, row by row. With signatures given to njit it is compiled once.
#
# GINN-GL names signatures where it hands constants on (ginn_gl/compiled.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv env
env/bin/python -m pip install --quiet --disable-pip-version-check numba==0.68.1 numpy==2.4.6

cat > shows.py <<'END'
import numba
from numba import njit


def plus(number, row):
    return number + row


def made_of(helper):
    @njit
    def uses(number):
        return helper(number, 1) + helper(number, 2) + helper(number, 3)

    uses(1.0)
    return len(helper.signatures)


counts = made_of(njit(plus)), made_of(njit(["f8(f8, i8)"])(plus))
if counts != (3, 1):
    raise SystemExit(f"this changed: compiled {counts[0]} times, and {counts[1]} times with signatures")
print(f"as found: numba {numba.__version__} compiles a helper {counts[0]} times for 3 constants, once with signatures")
END
env/bin/python shows.py
