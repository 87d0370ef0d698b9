#!/bin/sh
# Finds a Python that can make a virtual environment, installs Debian's python3-venv if it must
# and may, and leaves the rest to set_up.py.
set -eu
cd "$(dirname "$0")/.."

usable() {  # a Python of 3.11 or newer, with what python3-venv brings
    "$1" -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

first_usable() {
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11 python3.14; do
        if usable "$candidate"; then
            echo "$candidate"
            return
        fi
    done
}

may_install() {
    command -v apt-get >/dev/null && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

python=$(first_usable)
if [ -z "$python" ] && may_install; then
    as_root apt-get -q update
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y install --no-install-recommends python3 python3-venv
    python=$(first_usable)
fi
if [ -z "$python" ]; then
    echo "Python 3.11 or newer with its venv module is needed, and was not found." >&2
    echo "Install it (Debian, Ubuntu: sudo apt-get install python3 python3-venv) and call make again." >&2
    exit 1
fi
exec "$python" -I tools/set_up.py "$@"
