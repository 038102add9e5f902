#!/bin/sh
# The wheel as it is shipped, into build/wheel.
. "$(dirname -- "$0")/lib.sh"

sh scripts/setup-rust.sh
sh scripts/setup-python.sh --first
sh scripts/build-page.sh
wheels=$BUILD/wheel
rm -rf "$wheels"
(cd cx-py && VIRTUAL_ENV=$VENV quietly wheel "$VENV/bin/maturin" build --release --locked --out "$wheels") ||
    die "the wheel does not build: see the message above"
wheel=$(find "$wheels" -name '*.whl')
say "${wheel#"$ROOT"/}: $(wc -c <"$wheel" | tr -d ' ') bytes"
