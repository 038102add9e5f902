#!/bin/sh
# What the project needs on a fresh machine; does nothing, and quickly, where all is there.
# setup.sh [PIECE...]: only these; without one, all.
. "$(dirname -- "$0")/lib.sh"

[ $# -gt 0 ] || set -- rust python node wasm chromium
sh scripts/setup-rust.sh --lints
for piece in "$@"; do
    [ "$piece" = rust ] || sh "scripts/setup-$piece.sh"
done
