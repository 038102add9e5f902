#!/bin/sh
# The book into build/docs, with the references of Python, Rust and JavaScript: open build/docs/index.html.
# docs.sh [--check]: runs every snippet of the book's pages and of the READMEs of cx-core and cx-py first.
. "$(dirname -- "$0")/lib.sh"

site=$BUILD/docs
book=$ROOT/scripts/book
venv=$BUILD/venv-docs

# Every page is run by the Python of .venv, which has the package, the libraries for tables and charts, and the widget.
snippets() {
    sh scripts/setup-python.sh
    "$VENV/bin/python" -c 'import cxcockpit' 2>/dev/null || sh scripts/build-py.sh first
    # shellcheck disable=SC2046 # names of pages have no spaces
    "$VENV/bin/python" scripts/test-readme.py $(find docs -name '*.md' | LC_ALL=C sort) \
        cx-core/README.md cx-py/README.md
}

npm_packages() {
    stamp=$book/node_modules/.stamp
    value=$(fingerprint "$book/package.json" "$book/package-lock.json")
    stamped "$stamp" "$value" && return 0
    have npm || die "npm is missing: install Node 20 or newer with npm from https://nodejs.org"
    (cd "$book" && quietly npm-book npm ci --no-audit --no-fund --ignore-scripts) ||
        die "npm packages of the book could not be installed: is the npm registry reachable? (log: $BUILD/log/npm-book.log)"
    printf '%s' "$value" >"$stamp"
}

pages() {
    sh scripts/setup-python.sh "$venv" "$ROOT/scripts/requirements-docs.txt"
    rm -rf "$site"
    NO_MKDOCS_2_WARNING=1 "$venv/bin/mkdocs" build --quiet --strict ||
        die "the book does not build: see the message above"
    mkdir -p "$site/javascripts"
    cp "$book/node_modules/iframe-worker/shim/index.js" "$site/javascripts/iframe-worker.js"
}

references() {
    (cd "$book" && quietly typedoc node_modules/.bin/typedoc --treatWarningsAsErrors) ||
        die "the reference of the JavaScript package does not build: see the message above"
    RUSTDOCFLAGS="-D warnings" cargo doc --quiet --locked --no-deps --all-features -p cx-core ||
        die "the reference of the crate does not build: see the message above"
    cp -R "${CARGO_TARGET_DIR:-$ROOT/target}/doc" "$site/api/rust"
}

[ "${1:-}" != --check ] || snippets
npm_packages
pages
references
"$venv/bin/python" scripts/check-book.py "$site"
say "the book: ${site#"$ROOT"/}/index.html"
