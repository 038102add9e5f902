#!/bin/sh
# Format, lints, types and the fast tests: what to run before a commit. Needs no browser and no WebAssembly.
. "$(dirname -- "$0")/lib.sh"

sh scripts/setup.sh rust python node
. scripts/steps.sh

static_steps
step "core: unit and golden tests" cargo test --quiet --locked -p cx-core -p cx-tests -p cx-bank --lib --tests
step "Python face: build" sh scripts/build-py.sh first
python_steps
step "Python face: fast tests" python_tests -m "not slow"
step "browser face: format, types, unit tests" npm_run check
finish
