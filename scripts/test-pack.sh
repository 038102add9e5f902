#!/bin/sh
# The npm package as a user meets it: packed, installed into the page of examples/page, bundled by Vite, and opened in
# Chromium under that page's policy.
. "$(dirname -- "$0")/lib.sh"

sh scripts/build-web.sh
sh scripts/setup-chromium.sh
work=$BUILD/page
rm -rf "$work"
cp -R examples/page "$work"
package=$(cd "$JS" && npm pack --silent --ignore-scripts --pack-destination "$work" | tail -n 1)
say "$package: $(wc -c <"$work/$package" | tr -d ' ') bytes"
for file in dist/cx-cockpit.js dist/cx-drawing.js dist/cx_wasm_bg.wasm dist/cx-wasm-inline.js dist/cx_analysis_bg.wasm dist/cx-analysis-inline.js dist/cockpit.template.html types/index.d.ts types/drawing.d.ts; do
    tar -tzf "$work/$package" | grep -qx "package/$file" || die "the npm package lacks $file"
done
# The packed file stands in for the published package.
(cd "$work" && quietly page npm install --no-audit --no-fund --no-package-lock --save "./$package") ||
    die "Vite could not be installed: is the npm registry reachable? (log: $BUILD/log/page.log)"
(cd "$work" && npm run --silent build -- --logLevel warn) || die "Vite does not bundle the package: see the message above"
CX_CHROMIUM=$(cat "$BUILD/chromium") NODE_PATH=$JS/node_modules node scripts/open-page.cjs "$work/dist" index.html \
    'html[data-ready]'
