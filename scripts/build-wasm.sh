#!/bin/sh
# The engine for the browser: cx-wasm -> wasm-bindgen -> wasm-opt -> cx-wasm/js/pkg; prints its size. Two files with one
# glue: cx_wasm_bg.wasm is the way to the cockpit, cx_analysis_bg.wasm has the analysis of journeys too.
# build-wasm.sh --strict: fails when the engine is over its budget. Without it, an engine that is too large still works.
. "$(dirname -- "$0")/lib.sh"

aim=266240    # bytes, gzip -9, with the way to the cockpit: 260 KB
budget=366000 # what it may have until then; it has 364,167 since cells are read as exports write them
whole_aim=655360   # with all analysis: 640 KB
whole_budget=785000 # what it may have until then; it has 782,547 since it reads files and knows channels
out=$JS/pkg
sh scripts/setup-rust.sh
sh scripts/setup-wasm.sh
sh scripts/setup-node.sh
CX_WASM_FLAVOUR=$(sed -n s/^CX_WASM_FLAVOUR=//p "$BUILD/wasm.env")

bindgen=${CARGO_TARGET_DIR:-$ROOT/target}/release/cx-bindgen
raw=${CARGO_TARGET_DIR:-$ROOT/target}/wasm32-unknown-unknown/wasm/cx_wasm.wasm

compile() { # OUTPUT OPTIONS...
    output=$1
    shift
    # In a shell of its own: the variables of a second toolchain are for this command only.
    (
        . "$BUILD/wasm.env"
        # Paths of the machine that builds have no place in what is delivered.
        cargo_home=${CARGO_HOME:-$HOME/.cargo}
        export RUSTFLAGS="--remap-path-prefix=$ROOT=. --remap-path-prefix=$cargo_home=cargo"
        if [ "$CX_WASM_FLAVOUR" != prebuilt ]; then
            # A defect ends the engine without a text: the text of every place where one could happen is a fifth of it.
            RUSTFLAGS="$RUSTFLAGS -Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none"
            set -- "$@" -Z build-std=std,panic_abort -Z build-std-features=optimize_for_size
        fi
        "$CX_WASM_CARGO" build --quiet --locked -p cx-wasm --profile wasm --target wasm32-unknown-unknown "$@"
    ) || die "cx-wasm does not build for WebAssembly: see the message above"
    cp "$raw" "$output"
}

finish() { # INPUT OUTPUT FOLDER: the glue goes into the folder, the module to OUTPUT
    "$bindgen" "$1" "$3" || die "wasm-bindgen failed: is cx-wasm's wasm-bindgen at the version of cx-wasm/bindgen?"
    # Twice flat and structured anew: a hundredth less than -Oz alone. The features are those that browsers of the last
    # years share and that the compiler uses.
    "$JS/node_modules/.bin/wasm-opt" --flatten --rereloop -Oz --flatten --rereloop -Oz -Oz --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext \
        --enable-mutable-globals --enable-reference-types --enable-multivalue "$3/cx_wasm_bg.wasm" -o "$2.new" ||
        die "wasm-opt failed: see the message above"
    rm "$3/cx_wasm_bg.wasm"
    mv "$2.new" "$2"
}

[ -e "$JS/node_modules/.bin/wasm-opt" ] ||
    die "wasm-opt is missing: add the npm package 'binaryen' to the devDependencies of cx-wasm/js"
engine=$BUILD/wasm/engine/cx_wasm.wasm
whole=$BUILD/wasm/analysis/cx_wasm.wasm
stamp=$BUILD/wasm.stamp
build() {
    mkdir -p "$(dirname "$engine")" "$(dirname "$whole")"
    cargo build --quiet --locked --release -p cx-bindgen ||
        die "cx-bindgen does not build: see the message above"
    compile "$engine" --no-default-features
    compile "$whole"
    value="$(fingerprint "$engine" "$whole" "$bindgen" "$0")"
    ! stamped "$out/.stamp" "$value" || return 0
    rm -rf "$out"
    mkdir -p "$out"
    # The larger module's glue serves both: the smaller one exports less of the same.
    finish "$whole" "$out/cx_analysis_bg.wasm" "$out"
    finish "$engine" "$out/cx_wasm_bg.wasm" "$BUILD/wasm/glue"
    printf '%s' "$value" >"$out/.stamp"
}
# Both modules share the name of Cargo's output, so Cargo would link them anew each time: it is only asked when a source
# changed.
if newer "$stamp" cx-core/src cx-core/Cargo.toml cx-wasm/src cx-wasm/Cargo.toml cx-wasm/bindgen Cargo.toml Cargo.lock \
    scripts/build-wasm.sh build/wasm.env || [ ! -s "$out/.stamp" ]; then
    touch "$stamp.new"
    build
    mv "$stamp.new" "$stamp"
fi

packed() { gzip -9 -n -c "$out/$1" | wc -c | tr -d ' '; }

size=$(wc -c <"$out/cx_wasm_bg.wasm" | tr -d ' ')
packed=$(packed cx_wasm_bg.wasm)
say "engine for the browser: $size bytes, $packed gzip (at most $budget; the aim is $aim), built with $CX_WASM_FLAVOUR"
all=$(packed cx_analysis_bg.wasm)
say "with the analysis of journeys: $all gzip (at most $whole_budget; the aim is $whole_aim)"
if [ "$CX_WASM_FLAVOUR" = prebuilt ] && [ "$packed" -gt "$budget" ]; then
    say "the budget is for an engine with a standard library of its own: rustup component add rust-src"
    [ "${1:-}" != --strict ] || exit 77
elif [ "$packed" -gt "$budget" ] || [ "$all" -gt "$whole_budget" ]; then
    over="the engine has $packed of $budget bytes (gzip), with analysis $all of $whole_budget: look for what grew"
    [ "${1:-}" != --strict ] || die "$over"
    say "warning: $over"
fi
