#!/bin/sh
# The browser face: the engine (build-wasm.sh), then the ES module and the cockpit's template by `npm run build`,
# and their copy for the Python package.
. "$(dirname -- "$0")/lib.sh"

sh scripts/build-wasm.sh
stamp=$BUILD/web.stamp
if newer "$stamp" cx-wasm/js/src cx-wasm/js/package-lock.json ||
    newer "$stamp" cx-wasm/js/*.json cx-wasm/js/*.mjs cx-wasm/js/scripts ||
    [ "$JS/pkg/.stamp" -nt "$stamp" ] || [ ! -f "$JS/dist/cx-cockpit.js" ]; then
    (cd "$JS" && npm run --silent build) || die "the browser module does not build: see the message above"
    for file in cx-cockpit.js cockpit.template.html; do
        [ -s "$JS/dist/$file" ] || die "'npm run build' in cx-wasm/js left no dist/$file"
    done
    touch "$stamp"
fi

static=cx-py/python/cxcockpit/static
if [ ! -f "$static/cx-cockpit.js" ] || [ "$stamp" -nt "$static/cx-cockpit.js" ]; then
    rm -rf "$static"
    mkdir -p "$static"
    cp "$JS/dist/cx-cockpit.js" "$JS/dist/cockpit.template.html" "$static/"
    touch "$static"/*
fi
