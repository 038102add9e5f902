# Sourced by check.sh and test.sh: the steps that both have.
# shellcheck shell=sh

# One interpreter for every build of the Python face, so that none of them starts anew.
PYO3_PYTHON=$VENV/bin/python
export PYO3_PYTHON
PATH=$VENV/bin:$PATH
# Property tests draw the same cases in each run: what passed passes again, and what fails fails for everybody.
# CX_SEED=random draws others, to search for a case that nobody thought of.
CX_SEED=${CX_SEED:-1}
[ "$CX_SEED" = random ] || export PROPTEST_RNG_SEED="$CX_SEED"

versions() {
    printf '%s; cargo %s; python %s; node %s; %s\n' "$(rustc --version)" "$(cargo --version | cut -d' ' -f2)" \
        "$(python --version | cut -d' ' -f2)" "$(node --version)" "$("$CX_CHROMIUM" --version 2>/dev/null)"
}

static_steps() {
    step "house rules" python scripts/check-house.py
    step "every verb has a Python and a JavaScript face" python scripts/check-faces.py
    step "licences of dependencies" python scripts/licences.py
    step "packages: licences, metadata, what they carry" python scripts/check-packages.py
    step "pages of vendors" python scripts/vendor-pages.py --check
    step "prose" sh scripts/prose.sh
    step "types and tables made from the engine's options" cargo run --quiet --locked -p cx-schema -- --check
    step "Rust: format" cargo fmt --all --check
    step "Rust: lints" cargo clippy --quiet --locked --workspace --all-targets -- -D warnings
}

deny() {
    have cargo-deny || {
        say "skipped: cargo-deny is not installed (cargo install cargo-deny); the licences themselves were checked above"
        return 77
    }
    cargo deny --offline check licenses bans sources || cargo deny check
}

stubtest() {
    # The compiled module; the rest of the package is its own stub.
    python -m mypy.stubtest cxcockpit._native --mypy-config-file cx-py/pyproject.toml
}

# Tests of the engine that need the reference data are asked for where the data lie, or where they must.
reference_data() {
    [ -d "${CX_SHARED:-$ROOT/../shared}/golden" ] || [ "${CX_REQUIRE_SHARED:-0}" = 1 ] || {
        say "skipped: no reference data (CX_SHARED names their folder); the small references of the tree were checked"
        return 77
    }
    cargo test --quiet --locked -p cx-tests --test all -- --ignored --skip study_
}

python_steps() {
    step "Python: lints" ruff check --quiet cx-py scripts examples benches
    step "Python: format" ruff format --check cx-py scripts
    step "Python face: types" python_types
    step "Python face: stubs against the module" stubtest
}

python_types() { (cd cx-py && python -m mypy --strict python); }

python_tests() {
    [ "$CX_SEED" = random ] || set -- --hypothesis-seed="$CX_SEED" "$@"
    (cd cx-py && python -m pytest -q "$@")
}

# npm_run NAME: a script of the browser face's package, where it has one.
npm_run() {
    grep -q "\"$1\":" "$JS/package.json" || {
        say "skipped: cx-wasm/js/package.json has no script '$1'"
        return 77
    }
    (cd "$JS" && npm run --silent "$1")
}
