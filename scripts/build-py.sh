#!/bin/sh
# The Python face into .venv, with the page inside. build-py.sh [PROFILE]: as `release` unless another is named. `first`
# compiles in a fraction of the time; a face that was built as `release` serves in its place.
. "$(dirname -- "$0")/lib.sh"

profile=${1:-release}
sh scripts/setup-rust.sh
sh scripts/setup-python.sh --first
sh scripts/build-page.sh
stamp=$BUILD/py.stamp

# Whether what is there was built so or better, of the sources as they are.
fresh() {
    stamped "$stamp" "$profile" || stamped "$stamp" release || return 1
    ! newer "$stamp" cx-core/src cx-core/Cargo.toml cx-py/src cx-py/Cargo.toml cx-py/pyproject.toml Cargo.toml Cargo.lock &&
        ! [ "$VENV/.path" -nt "$stamp" ] && "$VENV/bin/python" -c 'import cxcockpit' 2>/dev/null
}

if ! fresh; then
    say "Python face into .venv ($profile)"
    rm -f "$stamp"
    # maturin asks Cargo, and Cargo knows best what is to be built; the stamp only spares the question.
    printf '%s' "$profile" >"$stamp.new"
    (cd cx-py && VIRTUAL_ENV=$VENV quietly py "$VENV/bin/maturin" develop --profile "$profile" --locked) ||
        die "the Python face does not build: see the message above"
    "$VENV/bin/python" -c 'import cxcockpit' || die "the Python face was built, but cannot be imported"
    mv "$stamp.new" "$stamp"
fi
