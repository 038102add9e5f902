#!/bin/sh
# Node 20 or newer, and the locked npm packages of the browser face.
. "$(dirname -- "$0")/lib.sh"

have node || die "Node is missing: install Node 20 or newer from https://nodejs.org"
have npm || die "npm is missing: install Node 20 or newer with npm from https://nodejs.org"
[ "$(node -p 'process.versions.node.split(".")[0] >= 20')" = true ] ||
    die "Node $(node --version) is too old: install Node 20 or newer from https://nodejs.org"

# install FOLDER: its locked packages, unless they are there.
install() {
    [ -f "$1/package-lock.json" ] || die "$1/package-lock.json is missing: run 'npm install' there and commit it"
    value=$(fingerprint "$1/package.json" "$1/package-lock.json")
    stamped "$1/node_modules/.stamp" "$value" && return 0
    say "npm packages into ${1#"$ROOT"/}/node_modules"
    # Nothing here needs a browser of its own, nor a download beside the registry's.
    (cd "$1" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 quietly npm npm ci --no-audit --no-fund) ||
        die "npm packages could not be installed: is the npm registry reachable? (log: $BUILD/log/npm.log)"
    printf '%s' "$value" >"$1/node_modules/.stamp"
}

install "$JS"
