# Sourced by the scripts beside it: how a step is announced, timed, and how it fails.
# shellcheck shell=bash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
export PATH="$root/.venv/bin:$PATH"

say() { printf '%s\n' "$*" >&2; }

# fail WHAT [WHAT TO DO...]
fail() {
  printf '\nFailed: %s\n' "$1" >&2
  shift
  for line in "$@"; do printf '  %s\n' "$line" >&2; done
  exit 1
}

# step TITLE COMMAND...: runs it, says how long it took, ends the script when it fails.
step() {
  local title=$1 began=$SECONDS
  shift
  say "== $title"
  "$@" || {
    local status=$?
    say ""
    say "Stopped at “$title” (exit status $status). The lines above say why; the same command goes on from there."
    exit "$status"
  }
  say "   $title: $((SECONDS - began)) s"
}

# one_at_a_time: two commands started together in one checkout wait here for each other's installation.
one_at_a_time() {
  mkdir -p var/run 2>/dev/null && [ -w var/run ] || fail "$root/var is not writable for $(id -un)" \
    "It was made by another user, perhaps by 'sudo make up'. Go on as that user, or let that user run 'make clean'."
  exec 9>var/run/install.lock
  flock 9
}
