#!/bin/sh
# Searches on: cases that nobody thought of, inputs that nobody would write, defects that no test sees. It takes hours;
# what it finds becomes a test. Arguments name the searches; without any, all of them run.
. "$(dirname -- "$0")/lib.sh"

sh scripts/setup-rust.sh
export CX_SEED="${CX_SEED:-random}" PROPTEST_CASES="${PROPTEST_CASES:-20000}"
[ "$CX_SEED" = random ] || export PROPTEST_RNG_SEED="$CX_SEED"
CX_FUZZ_SECONDS=${CX_FUZZ_SECONDS:-600}
NIGHTLY=${CX_NIGHTLY:-nightly}

# missing WHAT REMEDY: says what is missing; the step is skipped then.
missing() {
    say "skipped: $1 is not installed ($2)"
    return 77
}

properties() { cargo test --release --locked -p cx-core -p cx-tests --lib --tests; }

studies() { cargo test --release --locked -p cx-tests --test all study_ -- --ignored --nocapture; }

fuzz() {
    have cargo-fuzz || missing cargo-fuzz "cargo install cargo-fuzz" || return
    cargo "+$NIGHTLY" --version >/dev/null 2>&1 ||
        missing "a nightly Rust" "rustup toolchain install nightly" || return
    mkdir -p "fuzz/corpus/$1"
    # What crashes stays in fuzz/artifacts, and goes to fuzz/seeds with its repair.
    cargo "+$NIGHTLY" fuzz run --release "$1" "fuzz/corpus/$1" "fuzz/seeds/$1" -- \
        -max_total_time="$CX_FUZZ_SECONDS" -max_len=4096 -print_final_stats=1
}

# Undefined behaviour and leaks in what the core's unit tests reach. The tests that take minutes in an interpreter are
# those of whole tables; numbers, sums and civil dates are what there is to gain.
miri() {
    cargo "+$NIGHTLY" miri --version >/dev/null 2>&1 ||
        missing Miri "rustup component add miri rust-src --toolchain nightly" || return
    PROPTEST_CASES=2 MIRIFLAGS="-Zmiri-disable-isolation" \
        cargo "+$NIGHTLY" miri test --locked -p cx-core --no-default-features --lib -- --skip a_million_columns
}

# A sample of faults put into the code one by one: each must fail a test.
mutants() {
    have cargo-mutants || missing cargo-mutants "cargo install cargo-mutants" || return
    PROPTEST_CASES=32 cargo mutants --package cx-core --test-package cx-core,cx-tests \
        --file cx-core/src/exact.rs --file 'cx-core/src/stats/*.rs' --file 'cx-core/src/journey/cut/*.rs' \
        --shard "${CX_MUTANTS:-0/8}" --baseline skip --timeout 300 --output "$BUILD" --no-shuffle -- --lib --tests
}

[ $# -gt 0 ] || set -- properties studies fuzz miri mutants
for search in "$@"; do
    case $search in
    properties) step "properties: $PROPTEST_CASES cases, seed $CX_SEED" properties ;;
    studies) step "studies: coverage of intervals" studies ;;
    fuzz)
        for target in columns options paths snapshots tallies; do
            step "fuzz: $target, $CX_FUZZ_SECONDS s" fuzz "$target"
        done
        ;;
    miri) step "Miri: unit tests of the core" miri ;;
    mutants) step "mutants: exact sums, statistics, the cut of journeys" mutants ;;
    *) die "no such search: $search (properties, studies, fuzz, miri, mutants)" ;;
    esac
done
finish
