#!/bin/sh
# The browser face: the engine (build-wasm.sh), then the ES module and the cockpit's template by `npm run build`.
. "$(dirname -- "$0")/lib.sh"

sh scripts/build-wasm.sh
stamp=$BUILD/web.stamp
if newer "$stamp" cx-wasm/js/src cx-wasm/js/package-lock.json cx-wasm/js/build.mjs ||
    [ "$JS/pkg/.stamp" -nt "$stamp" ] || [ ! -s "$JS/dist/cx-cockpit.js" ]; then
    (cd "$JS" && npm run --silent build) || die "the browser module does not build: see the message above"
    for file in cx-cockpit.js cockpit.template.html cx_wasm_bg.wasm; do
        [ -s "$JS/dist/$file" ] || die "'npm run build' in cx-wasm/js left no dist/$file"
    done
    touch "$stamp"
fi
