#!/bin/sh
# The core in eight combinations of its features arrow, zones, parallel and models (with channels and csv): lints for all targets of each, and
# unit tests with --test. The eight are a half of the sixteen: arrow, zones and parallel in every combination, and models
# where an odd number of them is on, so that any three of the four features occur in all their combinations.
. "$(dirname -- "$0")/lib.sh"

# One combination a line, for example "arrow,zones,".
combinations() {
    for arrow in "" arrow,; do
        for zones in "" zones,; do
            for parallel in "" parallel,; do
                case $arrow$zones$parallel in
                arrow, | zones, | parallel, | arrow,zones,parallel,) models=models,channels,csv ;;
                *) models= ;;
                esac
                printf 'x%s\n' "$arrow$zones$parallel$models"
            done
        done
    done
}

for combination in $(combinations); do
    features=${combination#x}
    say "features: ${features:-none}"
    cargo clippy --quiet --locked -p cx-core --all-targets --no-default-features --features "$features" -- -D warnings ||
        die "lints fail with --no-default-features --features \"$features\""
    [ "${1:-}" != --test ] ||
        cargo test --quiet --locked -p cx-core --lib --no-default-features --features "$features" ||
        die "tests fail with --no-default-features --features \"$features\""
done
