#!/bin/sh
# The wheel as a user meets it: into empty environments that have only polars, only pandas or only pyarrow, and there
# the Python tour of the README.
. "$(dirname -- "$0")/lib.sh"

sh scripts/build-wheel.sh
wheel=$(find "$BUILD/wheel" -name '*.whl')
case $wheel in *abi3*) ;; *) die "the wheel is not for the stable ABI (abi3): it would work with one Python only" ;; esac
for file in static/cockpit.template.html demo/config.toml recipes/bank/crm.toml; do
    "$VENV/bin/python" -m zipfile -l "$wheel" | grep -q "cxcockpit/$file" ||
        die "the wheel lacks cxcockpit/$file: see [tool.maturin] include in cx-py/pyproject.toml"
done

passed=0 failed=0
for library in polars pandas pyarrow; do
    venv=$BUILD/wheel-$library
    "$VENV/bin/python" -m venv --clear "$venv"
    quietly "wheel-$library" "$venv/bin/python" -m pip install "$wheel" \
        "$(grep "^$library==" scripts/requirements.txt)" -c scripts/constraints.txt ||
        die "$library could not be installed: is the package index reachable? (log: $BUILD/log/wheel-$library.log)"
    say "only $library:"
    if "$VENV/bin/python" scripts/test-readme.py README.md --only python --python "$venv/bin/python"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
done
say "environments: $passed passed, $failed failed"
[ "$failed" = 0 ]
