#!/usr/bin/env bash
# numba 0.68.1: machine code that is kept outlives the source it was made of.
#
# Expected: a function compiled with cache=True is compiled anew where what it calls has changed.
# Seen:     only the content of the file with the function itself is looked at, and not even its date, so that touching
#           it does not help. What it calls from another file was compiled into it, and stays as it was in all later
#           processes, without a word. The manual lists this among its limitations.
#
# GINN-GL is used from a checkout, too: after a change in a file of compiled functions that others call, __pycache__ is to
# be removed (CONTRIBUTING.md).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv env
env/bin/python -m pip install --quiet --disable-pip-version-check numba==0.68.1 numpy==2.4.6

cat > called.py <<'END'
from numba import njit

@njit(cache=True)
def factor():
    return 2
END
cat > calls.py <<'END'
from numba import njit
from called import factor

@njit(cache=True)
def times(number):
    return number * factor()

print(times(10))
END
before=$(env/bin/python calls.py)
sed -i.old 's/return 2/return 3333/' called.py
after=$(env/bin/python calls.py)
touch calls.py
touched=$(env/bin/python calls.py)
rm -r __pycache__
anew=$(env/bin/python calls.py)
if [ "$before $after $touched $anew" = "20 20 20 33330" ]; then
    echo "as found: 10 times a factor changed from 2 to 3333 stays $after, and is $anew once __pycache__ is removed"
else
    echo "this changed: $before before, $after after the change, $touched after a touch, $anew compiled anew" >&2
    exit 1
fi
