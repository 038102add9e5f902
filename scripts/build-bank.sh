#!/bin/sh
# The simulated bank's generator, in the profile `first`; prints where it is.
. "$(dirname -- "$0")/lib.sh"

# cx-py is named, and not built: so the packages that both need have the same features and are compiled once.
cargo build --quiet --locked --profile first -p cx-py -p cx-bank --bin bank ||
    die "the simulated bank does not build: see the message above"
say "${CARGO_TARGET_DIR:-$ROOT/target}/first/bank"
