# Sourced by the other scripts: where things lie, how a step is named and timed, how a missing piece is told.
# shellcheck shell=sh disable=SC2034

set -eu

ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$ROOT"
BUILD=$ROOT/build
VENV=$ROOT/.venv
JS=$ROOT/cx-wasm/js
mkdir -p "$BUILD"

# What a user has in his own account must not decide whether the project builds.
unset PYTHONPATH PYTHONHOME
export PYTHONNOUSERSITE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_REQUIRE_VIRTUALENV=0
# The hash seeds that one of the dependencies bakes into its build: fixed, so that two builds are alike.
export CONST_RANDOM_SEED=cx-cockpit

say() { printf '%s\n' "$*"; }

# Ends with one line: what is missing, and what to do about it.
die() {
    printf 'cx: %s\n' "$*" >&2
    exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# with_limit SECONDS COMMAND...: runs it, at most so long.
with_limit() {
    if have timeout; then
        timeout "$@"
    else
        shift
        "$@"
    fi
}

# Runs the command quietly into a log; when it fails, shows the end of the log.
# quietly NAME COMMAND...
quietly() {
    quietly_log=$BUILD/log/$1.log
    mkdir -p "$BUILD/log"
    shift
    if "$@" >"$quietly_log" 2>&1 </dev/null; then
        return 0
    fi
    tail -n 40 "$quietly_log" >&2
    return 1
}

# One number for the contents of files: the stamp of a finished set-up step.
fingerprint() { cat "$@" | cksum | tr ' ' '-'; }

# stamped STAMP VALUE: whether the step was already done for this value.
stamped() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

# newer STAMP PATH...: whether a file below the paths is newer than the stamp, or the stamp is missing.
newer() {
    newer_stamp=$1
    shift
    [ -f "$newer_stamp" ] || return 0
    [ -n "$(find "$@" -type f -newer "$newer_stamp" \
        ! -path '*/node_modules/*' ! -path '*/__pycache__/*' ! -path '*/.*' ! -name '*.so' \
        ! -path '*/static/*' ! -path '*/dist/*' ! -path '*/pkg/*' 2>/dev/null | head -n 1)" ]
}

# apt PACKAGE...: installs Debian packages, where CX_INSTALL=1 asks for it; false elsewhere.
apt() {
    [ "${CX_INSTALL:-}" = 1 ] && have apt-get && [ "$(id -u)" = 0 ] || return 1
    export DEBIAN_FRONTEND=noninteractive
    quietly "apt-$1" apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=600 "$@" 2>/dev/null && return 0
    # The lists of a fresh machine are empty or old.
    quietly apt-update with_limit 300 apt-get update -o DPkg::Lock::Timeout=600 2>/dev/null || true
    quietly "apt-$1" apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=600 "$@"
}

now() { date +%s; }

STEPS=$BUILD/steps.$$
STARTED=$(now)
passed=0
failed=0
skipped=0

# step NAME COMMAND...: runs the command under a heading, times it and notes how it ended (77: skipped). It never
# ends the script: one run names all that is broken.
step() {
    step_name=$1
    shift
    printf '\n==> %s\n' "$step_name"
    step_start=$(now)
    step_status=0
    ("$@") </dev/null || step_status=$?
    step_took=$(($(now) - step_start))
    if [ "$step_status" = 0 ]; then
        passed=$((passed + 1))
        step_word=passed
    elif [ "$step_status" = 77 ]; then
        skipped=$((skipped + 1))
        step_word=skipped
    else
        failed=$((failed + 1))
        step_word=FAILED
    fi
    printf '%-8s %5d s  %s\n' "$step_word" "$step_took" "$step_name" >>"$STEPS"

}

# timed NAME COMMAND...: runs the command under a heading and notes how long it took. What fails ends the script, with
# the command's own message.
timed() {
    timed_name=$1
    shift
    printf '\n==> %s\n' "$timed_name"
    timed_start=$(now)
    "$@" </dev/null || exit
    timed_took=$(($(now) - timed_start))
    printf '%5d s  %s\n' "$timed_took" "$timed_name" >>"$STEPS"
}

# What `timed` noted.
print_times() {
    printf '\n'
    cat "$STEPS"
    printf '%5d s  altogether\n' "$(($(now) - STARTED))"
    rm -f "$STEPS"
}

# The closing table and the line that counts; ends the script.
finish() {
    printf '\n'
    [ ! -f "$STEPS" ] || cat "$STEPS"
    rm -f "$STEPS"
    printf '\nsteps: %d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
    [ "$failed" = 0 ] && [ "$passed" -gt 0 ]
    exit
}
