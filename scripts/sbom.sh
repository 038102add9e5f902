#!/bin/sh
# What the published packages are made of, as CycloneDX bills of materials in build/sbom: one for each crate that is in a
# package (the engine, the wheel's module, the browser's engine), one for the npm package.
. "$(dirname -- "$0")/lib.sh"

have cargo-cyclonedx || die "cargo-cyclonedx is missing: cargo install cargo-cyclonedx --locked"
have npm || die "npm is missing: install Node 20 or newer with npm from https://nodejs.org"
out=$BUILD/sbom
rm -rf "$out"
mkdir -p "$out"
# It writes beside each manifest of the workspace; what is published is moved, the rest goes.
cargo cyclonedx --quiet --format json --spec-version 1.5 --all --target all --override-filename bom.cdx
for crate in cx-core cx-py cx-wasm; do
    mv "$crate/bom.cdx.json" "$out/$crate.cdx.json"
done
find . -name bom.cdx.json -not -path './target/*' -not -path './build/*' -exec rm -f {} +
# The bundle holds what its build depends on: all of it is listed.
(cd "$JS" && npm sbom --sbom-format cyclonedx --package-lock-only) >"$out/cx-cockpit.cdx.json"
for file in "$out"/*.json; do
    say "${file#"$ROOT"/}: $(node -p 'JSON.parse(require("fs").readFileSync(process.argv[1])).components.length' "$file") components"
done
