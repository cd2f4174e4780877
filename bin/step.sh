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

# attempt TITLE COMMAND...: runs it and says how long it took; its exit status.
attempt() {
  local title=$1 began=$SECONDS status=0
  shift
  say "== $title"
  "$@" || status=$?
  say "   $title: $((SECONDS - began)) s"
  return "$status"
}

# step TITLE COMMAND...: the same, and ends the script when it fails.
step() {
  attempt "$@" || {
    local status=$?
    say ""
    say "Stopped at “$1” (exit status $status). The lines above say why; the same command goes on from there."
    exit "$status"
  }
}

# one_at_a_time: two commands started together in one checkout wait here for each other's installation.
one_at_a_time() {
  mkdir -p var/run 2>/dev/null && [ -w var/run ] || fail "$root/var is not writable for $(id -un)" \
    "It was made by another user, perhaps by 'sudo make up'. Go on as that user, or let that user run 'make clean'."
  exec 9>var/run/install.lock
  flock 9
}
