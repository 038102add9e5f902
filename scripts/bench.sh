#!/bin/sh
# The core's benchmarks and the same work in the peers, which live in an environment of their own.
# Arguments go to benches/run.py.
. "$(dirname -- "$0")/lib.sh"

sh scripts/setup-rust.sh
have c++ || have g++ || have clang++ || apt g++ ||
    say "no C++ compiler: ChannelAttribution may have to be left out (Debian: apt-get install g++)"
sh scripts/setup-python.sh "$BUILD/bench-venv" "$ROOT/scripts/requirements-bench.txt"
[ -f benches/run.py ] || die "benches/run.py is missing"
exec "$BUILD/bench-venv/bin/python" benches/run.py "$@"
