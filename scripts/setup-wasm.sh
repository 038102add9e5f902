#!/bin/sh
# A toolchain for wasm32-unknown-unknown; writes build/wasm.env, which build-wasm.sh reads.
# First choice: the target of the rustup toolchain in use, with the source of the standard library, which is built anew
# because that makes the engine a fifth smaller. Where rustup cannot add them: Debian's toolchain for WebAssembly, which
# brings that source. Last choice: the target alone, with its prebuilt standard library. CX_WASM=rustup or
# CX_WASM=debian insists on one of them.
. "$(dirname -- "$0")/lib.sh"

target=wasm32-unknown-unknown
env=$BUILD/wasm.env
value="# $(rustc --version) ${CX_WASM:-any} $(fingerprint "$0")"
[ -f "$env" ] && [ "$(head -n 1 "$env")" = "$value" ] && exit 0

write() { # FLAVOUR LINES...: keeps the choice
    flavour=$1
    shift
    { printf '%s\nCX_WASM_FLAVOUR=%s\n' "$value" "$flavour"; printf '%s\n' "$@"; } >"$env.new"
    mv "$env.new" "$env"
    exit 0
}

sysroot=$(rustc --print sysroot)

use_rustup() {
    [ -d "$sysroot/lib/rustlib/$target/lib" ] && return 0
    have rustup || return 1
    # A machine without the way to Rust's own server shall not wait for it.
    quietly rustup-target with_limit 60 rustup target add "$target" 2>/dev/null || return 1
    [ -d "$sysroot/lib/rustlib/$target/lib" ]
}

rustup_source() {
    source=$sysroot/lib/rustlib/src/rust/library/std/Cargo.toml
    [ -f "$source" ] && return 0
    have rustup || return 1
    quietly rustup-source with_limit 120 rustup component add rust-src 2>/dev/null || return 1
    [ -f "$source" ]
}

# A linker for WebAssembly: the one of the rustup toolchain, else one of LLVM's.
linker() {
    for candidate in "$sysroot"/lib/rustlib/*/bin/rust-lld; do
        [ -x "$candidate" ] && { say "$candidate"; return 0; }
    done
    command -v wasm-ld && return 0
    apt lld && command -v wasm-ld
}

use_debian() {
    source=/usr/lib/rustlib/src/rust/library/std/Cargo.toml
    if ! { [ -x /usr/bin/rustc ] && [ -x /usr/bin/cargo ] && [ -f "$source" ]; }; then
        apt rustc-web cargo-web rust-web-src || apt rustc cargo rust-src || return 1
    fi
    [ -x /usr/bin/rustc ] && [ -x /usr/bin/cargo ] && [ -f "$source" ] && wasm_linker=$(linker)
}

version=$(rustc --version | cut -d' ' -f1-2)
if [ "${CX_WASM:-rustup}" = rustup ] && use_rustup && rustup_source; then
    say "WebAssembly: target $target of $version, with a standard library of its own"
    write rustup "CX_WASM_CARGO=cargo" "export RUSTC_BOOTSTRAP=1"
elif [ "${CX_WASM:-debian}" = debian ] && use_debian; then
    say "WebAssembly: rustup has no $target here; $(/usr/bin/rustc --version | cut -d' ' -f1-2) of Debian builds the standard library itself"
    write debian "CX_WASM_CARGO=/usr/bin/cargo" \
        "export RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER='$wasm_linker'"
elif [ "${CX_WASM:-rustup}" = rustup ] && use_rustup; then
    say "WebAssembly: target $target of $version; its prebuilt standard library makes the engine larger (remedy: rustup component add rust-src)"
    write prebuilt "CX_WASM_CARGO=cargo"
fi
die "no WebAssembly toolchain: run 'rustup target add $target && rustup component add rust-src' (or on Debian, as root: apt-get install rustc-web cargo-web rust-web-src lld)"
