#!/bin/sh
# Chromium for the browser tests; writes its path to build/chromium.
. "$(dirname -- "$0")/lib.sh"

found=$BUILD/chromium
[ -z "${CX_CHROMIUM:-}" ] && [ -s "$found" ] && [ -x "$(cat "$found")" ] && exit 0

look() {
    for candidate in "${CX_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        /Applications/Chromium.app/Contents/MacOS/Chromium; do
        [ -n "$candidate" ] || continue
        if path=$(command -v "$candidate"); then
            printf '%s\n' "$path" >"$found"
            say "Chromium: $path"
            exit 0
        fi
        [ "$candidate" != "${CX_CHROMIUM:-}" ] || die "CX_CHROMIUM names no program: $CX_CHROMIUM"
    done
}

look
! apt chromium fonts-dejavu-core || look
die "Chromium is missing: install it (Debian, as root: apt-get install chromium) or name one in CX_CHROMIUM"
