#!/bin/sh
# The project's English against the rules of docs/style.md: scripts/prose.py everywhere, and Vale, which reads the same
# rules and more of Markdown, where it is installed.
. "$(dirname -- "$0")/lib.sh"

python3 scripts/prose.py
if have vale; then
    # shellcheck disable=SC2046 # names of pages have no spaces
    vale $(git ls-files '*.md')
else
    say "Vale is not installed: the rules were checked by scripts/prose.py alone"
fi
