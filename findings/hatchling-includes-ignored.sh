#!/usr/bin/env bash
# hatchling 1.33.0: force-include takes what git ignores.
#
# Expected: a folder that a wheel takes from beside the package comes without the files that .gitignore names, as the
#           package itself does.
# Seen:     force-include takes every file in it, so that what somebody keeps there for himself is published.
#           only-include with sources, which puts files in the same place, leaves them out.
#
# GINN-GL puts bundled runs into its wheel, from the folder that new runs go to (pyproject.toml, tests/test_install.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv env
env/bin/python -m pip install --quiet --disable-pip-version-check hatchling==1.33.0

mkdir -p package extra
touch package/__init__.py package/ignored.txt extra/given.txt extra/ignored.txt
echo 'ignored.txt' > .gitignore

project() {
    printf '%s\n' '[build-system]' 'requires = ["hatchling"]' 'build-backend = "hatchling.build"' \
        '[project]' 'name = "package"' 'version = "1"' "$@" > pyproject.toml
}

packed() {
    env/bin/python -m hatchling build -t wheel -d "$1" >/dev/null 2>&1
    env/bin/python -m zipfile -l "$1"/*.whl | grep -o '^package/[^ ]*' | sort | tr '\n' ' '
}

project '[tool.hatch.build.targets.wheel]' 'packages = ["package"]' \
    '[tool.hatch.build.targets.wheel.force-include]' '"extra" = "package/extra"'
forced=$(packed forced)
project '[tool.hatch.build.targets.wheel]' 'only-include = ["package", "extra"]' \
    '[tool.hatch.build.targets.wheel.sources]' '"extra" = "package/extra"'
selected=$(packed selected)

if [ "$forced" = 'package/__init__.py package/extra/given.txt package/extra/ignored.txt ' ] \
        && [ "$selected" = 'package/__init__.py package/extra/given.txt ' ]; then
    echo 'as found: force-include packs extra/ignored.txt, only-include does not'
else
    echo "this changed: force-include packs $forced; only-include packs $selected" >&2
    exit 1
fi
