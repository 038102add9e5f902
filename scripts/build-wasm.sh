#!/bin/sh
# The engine for the browser: cx-wasm -> wasm-bindgen -> wasm-opt -> cx-wasm/js/pkg; prints its size. Two files with one
# glue: cx_wasm_bg.wasm is the way to the cockpit, cx_analysis_bg.wasm has the analysis of journeys too.
# build-wasm.sh --strict: fails when the engine is over its budget. Without it, an engine that is too large still works.
. "$(dirname -- "$0")/lib.sh"

aim=153600    # bytes, gzip -9: what the engine is to have in the end
budget=425984 # what it may have until then; only ever to be lowered
out=$JS/pkg
sh scripts/setup-rust.sh
sh scripts/setup-wasm.sh
sh scripts/setup-node.sh
CX_WASM_FLAVOUR=$(sed -n s/^CX_WASM_FLAVOUR=//p "$BUILD/wasm.env")

cargo build --quiet --locked --release -p cx-bindgen ||
    die "cx-bindgen does not build: see the message above"
bindgen=${CARGO_TARGET_DIR:-$ROOT/target}/release/cx-bindgen

# In a shell of its own: the variables of a second toolchain are for this command only.
(
    . "$BUILD/wasm.env"
    # Paths of the machine that builds have no place in what is delivered.
    cargo_home=${CARGO_HOME:-$HOME/.cargo}
    export RUSTFLAGS="--remap-path-prefix=$ROOT=. --remap-path-prefix=$cargo_home=cargo"
    std=
    if [ "$CX_WASM_FLAVOUR" != prebuilt ]; then
        # A defect ends the engine without a text: the text of every place where one could happen is a fifth of it.
        RUSTFLAGS="$RUSTFLAGS -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=shallow"
        std='-Z build-std=std,panic_abort -Z build-std-features=optimize_for_size'
    fi
    # shellcheck disable=SC2086
    "$CX_WASM_CARGO" build --quiet --locked -p cx-wasm --profile wasm --target wasm32-unknown-unknown $std
) || die "cx-wasm does not build for WebAssembly: see the message above"
raw=${CARGO_TARGET_DIR:-$ROOT/target}/wasm32-unknown-unknown/wasm/cx_wasm.wasm

smaller() { # INPUT OUTPUT
    # The features that browsers of the last years share, which are those that the compiler uses.
    "$JS/node_modules/.bin/wasm-opt" -Oz --merge-similar-functions --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
        --enable-mutable-globals --enable-reference-types --enable-multivalue "$1" -o "$2" ||
        die "wasm-opt failed: see the message above"
}

value="$(fingerprint "$raw" "$bindgen" "$0" "$JS/slim.mjs")"
if ! stamped "$out/.stamp" "$value"; then
    rm -rf "$out"
    mkdir -p "$out"
    "$bindgen" "$raw" "$out" || die "wasm-bindgen failed: is cx-wasm's wasm-bindgen at the version of cx-wasm/bindgen?"
    [ -e "$JS/node_modules/.bin/wasm-opt" ] ||
        die "wasm-opt is missing: add the npm package 'binaryen' to the devDependencies of cx-wasm/js"
    mv "$out/cx_wasm_bg.wasm" "$out/whole.wasm"
    node "$JS/slim.mjs" "$out/whole.wasm" "$out/slim.wasm" || die "the engine could not be slimmed: see the message above"
    smaller "$out/slim.wasm" "$out/cx_wasm_bg.wasm"
    smaller "$out/whole.wasm" "$out/cx_analysis_bg.wasm"
    rm "$out/slim.wasm" "$out/whole.wasm"
    printf '%s' "$value" >"$out/.stamp"
fi

packed() { gzip -9 -n -c "$out/$1" | wc -c | tr -d ' '; }

size=$(wc -c <"$out/cx_wasm_bg.wasm" | tr -d ' ')
packed=$(packed cx_wasm_bg.wasm)
say "engine for the browser: $size bytes, $packed gzip (at most $budget; the aim is $aim), built with $CX_WASM_FLAVOUR"
say "with the analysis of journeys: $(packed cx_analysis_bg.wasm) gzip"
if [ "$CX_WASM_FLAVOUR" = prebuilt ] && [ "$packed" -gt "$budget" ]; then
    say "the budget is for an engine with a standard library of its own: rustup component add rust-src"
    [ "${1:-}" != --strict ] || exit 77
elif [ "$packed" -gt "$budget" ]; then
    over="the engine is $((packed - budget)) bytes over its budget of $budget (gzip): look for what grew, or make the feature a second build"
    [ "${1:-}" != --strict ] || die "$over"
    say "warning: $over"
fi
