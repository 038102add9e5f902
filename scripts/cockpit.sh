#!/bin/sh
# Both example companies, from their exports to a cockpit.
. "$(dirname -- "$0")/lib.sh"

sh scripts/build-py.sh

say "" "Retailer (real data: The Complete Journey)"
"$VENV/bin/python" examples/retailer/prepare.py "$BUILD/retailer/data"
"$VENV/bin/cx" run examples/retailer/config.toml --out build/retailer

say "" "Bank (simulated, 20,000 customers)"
cargo build --quiet --locked --release -p cx-bank
"${CARGO_TARGET_DIR:-$ROOT/target}/release/bank" --customers 20000 --out build/bank/data
"$VENV/bin/cx" run examples/bank/config.toml --out build/bank

say "" "Open in a browser:"
for company in retailer bank; do
    [ -s "build/$company/cockpit.html" ] || die "build/$company/cockpit.html was not written"
    say "  $ROOT/build/$company/cockpit.html"
done
