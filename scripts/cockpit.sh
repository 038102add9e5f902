#!/bin/sh
# Both example companies, from their exports to a cockpit. The profile `first` is for this: what one waits for is the
# compiler.
. "$(dirname -- "$0")/lib.sh"

retailer() {
    "$VENV/bin/python" examples/retailer/prepare.py "$BUILD/retailer/data" &&
        "$VENV/bin/cx" run examples/retailer/config.toml --out build/retailer
}

bank() {
    "$(sh scripts/build-bank.sh)" --customers 20000 --out build/bank/data &&
        "$VENV/bin/cx" run examples/bank/config.toml --out build/bank
}

timed "Rust toolchain" sh scripts/setup-rust.sh
timed "Python packages" sh scripts/setup-python.sh --first
timed "page: npm packages, template" sh scripts/build-page.sh
timed "engine with its Python face: compile" sh scripts/build-py.sh first
timed "simulated bank: compile" sh scripts/build-bank.sh
timed "retailer (real data: The Complete Journey)" retailer
timed "bank (simulated, 20,000 customers)" bank
print_times

say "" "Open in a browser:"
for company in retailer bank; do
    [ -s "build/$company/cockpit.html" ] || die "build/$company/cockpit.html was not written"
    say "  $ROOT/build/$company/cockpit.html"
done
