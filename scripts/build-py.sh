#!/bin/sh
# The Python face into .venv, with the browser face inside (release build: the examples run on real amounts of data).
. "$(dirname -- "$0")/lib.sh"

sh scripts/setup-rust.sh
sh scripts/setup-python.sh
sh scripts/build-web.sh
stamp=$BUILD/py.stamp
if newer "$stamp" cx-core/src cx-core/Cargo.toml cx-py/src cx-py/Cargo.toml cx-py/pyproject.toml Cargo.toml Cargo.lock ||
    [ "$VENV/.stamp" -nt "$stamp" ] || ! "$VENV/bin/python" -c 'import cxcockpit' 2>/dev/null; then
    say "Python face into .venv"
    rm -f "$stamp"
    # maturin asks Cargo, and Cargo knows best what is to be built; the stamp only spares the question.
    touch "$stamp.new"
    (cd cx-py && VIRTUAL_ENV=$VENV "$VENV/bin/maturin" develop --quiet --release --locked) ||
        die "the Python face does not build: see the message above"
    "$VENV/bin/python" -c 'import cxcockpit' || die "the Python face was built, but cannot be imported"
    mv "$stamp.new" "$stamp"
fi
