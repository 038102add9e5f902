#!/bin/sh
# All that the project needs on a fresh machine; does nothing, and quickly, where all is there.
. "$(dirname -- "$0")/lib.sh"

for piece in rust python node wasm chromium; do
    sh "scripts/setup-$piece.sh"
done
