#!/bin/sh
# The Rust toolchain: there, and not older than the workspace says. setup-rust.sh --lints: with rustfmt and clippy.
. "$(dirname -- "$0")/lib.sh"

have cargo || die "Rust is missing: install it from https://rustup.rs, then run this again"
have cc || have gcc || have clang || apt gcc libc6-dev ||
    die "a C linker is missing: install gcc (Debian, as root: apt-get install gcc libc6-dev)"

wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
found=$(rustc --version | cut -d' ' -f2 | cut -d- -f1)
older=$(printf '%s\n%s\n' "$wanted" "$found" | sort -t. -k1,1n -k2,2n -k3,3n | head -n 1)
[ "$older" = "$wanted" ] || [ "$found" = "$wanted.0" ] ||
    die "Rust $found is older than $wanted, which this workspace needs: run 'rustup update stable'"

[ "${1:-}" = --lints ] || exit 0
# A minimal toolchain lacks them.
for tool in rustfmt clippy; do
    cargo "${tool#rust}" --version >/dev/null 2>&1 ||
        { have rustup && quietly "rustup-$tool" with_limit 60 rustup component add "$tool" 2>/dev/null; } ||
        say "$tool is missing, which 'make check' and 'make test' need: run 'rustup component add $tool'"
done
