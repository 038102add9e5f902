#!/bin/sh
# The Python environment in .venv, with the pinned packages of scripts/requirements.txt.
# setup-python.sh --first: only those of scripts/requirements-first.txt, unless all are there.
# setup-python.sh VENV REQUIREMENTS: another environment, for example the one of the benchmark's peers.
. "$(dirname -- "$0")/lib.sh"

all=$ROOT/scripts/requirements.txt
constraints=$ROOT/scripts/constraints.txt
venv=$VENV
requirements=$all
if [ "${1:-}" = --first ]; then
    requirements=$ROOT/scripts/requirements-first.txt
elif [ $# = 2 ]; then
    venv=$1
    requirements=$2
fi

# A moved clone takes its environment with it, but the paths inside are the old ones: the path is part of the stamp.
stamp=$venv/.stamp
value_of() { echo "$(fingerprint "$1" "$all" "$constraints") $venv"; }
ready() { stamped "$stamp" "$(value_of "$1")" && [ -x "$venv/bin/python" ]; }
! ready "$requirements" || exit 0
[ "${1:-}" != --first ] || ! ready "$all" || exit 0

python=
for candidate in ${CX_PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] ||
    die "Python 3.11 or newer is missing: install it (Debian 12, as root: apt-get install python3 python3-venv) or name one in CX_PYTHON"

say "Python: $("$python" --version 2>&1 | cut -d' ' -f2), packages of ${requirements#"$ROOT"/} into ${venv#"$ROOT"/}"
rm -f "$stamp"
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    apt python3-venv || die "Python's venv module is missing: install it (Debian, as root: apt-get install python3-venv)"
fi
"$venv/bin/python" -c '' 2>/dev/null && [ "$(cat "$venv/.path" 2>/dev/null)" = "$venv" ] || {
    rm -rf "$venv"
    "$python" -m venv "$venv" || die "no virtual environment could be made in $venv: see the message above"
    printf '%s' "$venv" >"$venv/.path"
}
set -- --upgrade -r "$requirements" -c "$constraints"
# The list names all that it needs, at the versions of the other two; what a data package asks for beside is not used.
[ "$requirements" != "$ROOT/scripts/requirements-first.txt" ] || set -- --no-deps -c "$all" "$@"
quietly "pip-$(basename "$venv")" "$venv/bin/python" -m pip install "$@" ||
    die "Python packages could not be installed: is the package index reachable? (log: $BUILD/log/pip-$(basename "$venv").log)"
value_of "$requirements" >"$stamp"
