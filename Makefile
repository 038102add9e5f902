# The targets do their own set-up; all they need is a Rust toolchain, Python 3.11+, Node 20+ and make.
.PHONY: cockpit wheel test check bench search docs

cockpit: # both example companies, from their exports to build/retailer/cockpit.html and build/bank/cockpit.html
	@sh scripts/cockpit.sh

wheel: # the Python package as it is shipped, into build/wheel
	@sh scripts/build-wheel.sh

test: # everything
	@sh scripts/test.sh

check: # format, lints, types and fast tests; needs no browser
	@sh scripts/check.sh

bench: # the core's benchmarks, and the same work in the peers
	@sh scripts/bench.sh

search: # hours: many more cases with random seeds, fuzzing, Miri, mutants
	@sh scripts/search.sh

docs: # the book with the references of all three languages: build/docs/index.html
	@sh scripts/docs.sh
