#!/bin/sh
# The browser face: the engine (build-wasm.sh), then the ES module and the cockpit's template by `npm run build`,
# which also copies them for the Python package.
. "$(dirname -- "$0")/lib.sh"

sh scripts/build-wasm.sh
stamp=$BUILD/web.stamp
static=cx-py/python/cxcockpit/static
if newer "$stamp" cx-wasm/js/src cx-wasm/js/package-lock.json cx-wasm/js/build.mjs ||
    [ "$JS/pkg/.stamp" -nt "$stamp" ] || [ ! -s "$JS/dist/cx-cockpit.js" ] || [ ! -s "$static/cockpit.template.html" ]; then
    (cd "$JS" && npm run --silent build) || die "the browser module does not build: see the message above"
    for file in "$JS/dist/cx-cockpit.js" "$static/cx-cockpit.js" "$static/cockpit.template.html"; do
        [ -s "$file" ] || die "'npm run build' in cx-wasm/js left no ${file#"$ROOT"/}"
    done
    touch "$stamp"
fi
