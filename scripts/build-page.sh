#!/bin/sh
# What the Python package shows: the page's template and the module that draws. They compute nothing, so no engine for the
# browser is needed.
. "$(dirname -- "$0")/lib.sh"

sh scripts/setup-node.sh
stamp=$BUILD/page.stamp
static=cx-py/python/cxcockpit/static
if newer "$stamp" cx-wasm/js/src cx-wasm/js/package-lock.json cx-wasm/js/build.mjs || [ ! -s "$static/cx-cockpit.js" ] ||
    [ ! -s "$static/cockpit.template.html" ]; then
    (cd "$JS" && npm run --silent build:page) || die "the page does not build: see the message above"
    touch "$stamp"
fi
