#!/bin/sh
# Sets up what the Makefile needs; a second time it only looks.
#
#   set-up.sh           OpenGL and EGL, and the project in .venv
#   set-up.sh tests     a virtual screen too, and on Debian a browser
#   set-up.sh checks    what `make lint` looks through the code with
set -eu
cd "$(dirname "$0")/.."
PATH=$PATH:/usr/sbin:/sbin

main() {
    if [ "$(uname -s)" = Linux ]; then
        install_packages $(missing_packages "${1:-}")
    fi
    if ! [ .venv/installed -nt pyproject.toml ] || ! [ .venv/installed -nt constraints.txt ]; then
        install_project
    fi
    if [ "${1:-}" = checks ]; then
        [ .venv/checks -nt .venv/installed ] || install_checks
    else
        compile_ahead
    fi
}

# The Debian packages of what is not there, looked for by itself: it may have come some other way.
missing_packages() {
    has_library libGL.so.1 || echo libgl1
    has_library libEGL.so.1 || echo libegl1
    [ -x .venv/bin/python ] || find_python >/dev/null || echo python3-venv
    if [ "$1" = tests ]; then
        command -v Xvfb >/dev/null || echo xvfb
        command -v xauth >/dev/null || echo xauth
        # Elsewhere Chromium goes by other names, or is a snap: there its tests are skipped.
        ! grep -qs '^ID=debian' /etc/os-release || command -v chromedriver >/dev/null || echo chromium chromium-driver
    fi
}

has_library() {
    ldconfig -p | grep -q "$1"
}

install_packages() {
    [ $# -gt 0 ] || return 0
    as_root=
    [ "$(id -u)" = 0 ] || as_root="sudo -n"
    if ! command -v apt-get >/dev/null || ! $as_root true 2>/dev/null; then
        fail "something is missing: install $* (Debian's and Ubuntu's names), then try again"
    fi
    echo "Installing $*"
    $as_root apt-get -qq update
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends "$@" >/dev/null
}

install_project() {
    python=$(find_python) || fail "Python 3.11 or newer is needed (with venv): install it, then try again"
    echo "Setting up .venv with $("$python" --version); the first time this downloads a lot"
    "$python" -m venv .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
    touch .venv/installed
}

install_checks() {
    .venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,lint]'
    touch .venv/checks
}

# What draws is compiled at its first use, which takes some seconds: now rather than then. And Python's own code, which
# where PYTHONDONTWRITEBYTECODE is set, as in many containers, would be compiled whenever a process begins.
compile_ahead() {
    .venv/bin/python -m compileall -q ginn_gl
    if ! [ .venv/compiled -nt .venv/installed ] \
            || [ -n "$(find ginn_gl/geometry ginn_gl/render ginn_gl/compiled.py -name '*.py' -newer .venv/compiled)" ]; then
        .venv/bin/python -m ginn_gl.render.preparing
        touch .venv/compiled
    fi
}

find_python() {
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$python" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$python"
            return
        fi
    done
    return 1
}

fail() {
    echo "ginn-gl: $*" >&2
    exit 1
}

main "$@"
