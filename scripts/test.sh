#!/bin/sh
# Everything. Each step stands alone, so that one run names all that is broken.
. "$(dirname -- "$0")/lib.sh"

sh scripts/setup.sh
CX_CHROMIUM=$(cat "$BUILD/chromium")
export CX_CHROMIUM
. scripts/steps.sh
versions

static_steps
step "licences, sources and advisories of the Rust packages (cargo-deny)" deny
step "core without default features: lints" \
    cargo clippy --quiet --locked -p cx-core -p cx-service --all-targets --no-default-features -- -D warnings
step "core: unit, golden, property and doc tests" cargo test --locked -p cx-core -p cx-tests -p cx-bank
step "core: tests of the reference data" reference_data
step "core in eight combinations of its features: lints" sh scripts/features.sh
step "core without default features: tests" cargo test --locked -p cx-core -p cx-service --no-default-features --lib --bins
step "core with Arrow alone: tests" cargo test --locked -p cx-core --no-default-features --features arrow
step "browser face: build" sh scripts/build-web.sh
step "browser face: size of the engine" sh scripts/build-wasm.sh --strict
step "Python face: build" sh scripts/build-py.sh
python_steps
step "Python face: tests" python_tests
step "browser face: types, unit tests, tests in Chromium" npm_run test
step "browser face: packed and used by another project" sh scripts/test-pack.sh
step "README: every command and snippet" "$VENV/bin/python" scripts/test-readme.py README.md
step "the cockpits in Chromium" env NODE_PATH="$JS/node_modules" node scripts/open-cockpits.cjs \
    build/retailer/cockpit.html build/bank/cockpit.html build/demo/cockpit.html
step "the book: pages, references, every snippet" sh scripts/docs.sh --check
step "notebooks" "$VENV/bin/python" scripts/test-notebooks.py examples
step "the company of cx demo is what its generator makes" python scripts/make-demo.py --check
step "wheel in empty environments" sh scripts/test-wheel.sh
finish
