#!/bin/sh
# The Python environment in .venv, with the pinned packages of scripts/requirements.txt.
# setup-python.sh [VENV REQUIREMENTS]: another environment, for example the one of the benchmark's peers.
. "$(dirname -- "$0")/lib.sh"

venv=${1:-$VENV}
requirements=${2:-$ROOT/scripts/requirements.txt}
constraints=$ROOT/scripts/constraints.txt

# A moved clone takes its environment with it, but the paths inside are the old ones: the path is part of the stamp.
stamp=$venv/.stamp
value="$(fingerprint "$requirements" "$constraints") $venv"
stamped "$stamp" "$value" && [ -x "$venv/bin/python" ] && exit 0

python=
for candidate in ${CX_PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] ||
    die "Python 3.11 or newer is missing: install it (Debian 12: apt-get install python3 python3-venv) or name one in CX_PYTHON"

say "Python: $("$python" --version 2>&1 | cut -d' ' -f2), packages of ${requirements#"$ROOT"/} into ${venv#"$ROOT"/}"
rm -f "$stamp"
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    apt python3-venv || die "Python's venv module is missing: install it (Debian: apt-get install python3-venv)"
fi
"$venv/bin/python" -c '' 2>/dev/null && [ "$(cat "$venv/.path" 2>/dev/null)" = "$venv" ] || {
    rm -rf "$venv"
    "$python" -m venv "$venv" || die "no virtual environment could be made in $venv: see the message above"
    printf '%s' "$venv" >"$venv/.path"
}
quietly "pip-$(basename "$venv")" "$venv/bin/python" -m pip install --upgrade -r "$requirements" -c "$constraints" ||
    die "Python packages could not be installed: is the package index reachable? (log: $BUILD/log/pip-$(basename "$venv").log)"
printf '%s' "$value" >"$stamp"
