# Builds that take minutes are done once and kept: read by their scripts, after `set -euo pipefail`.
# shellcheck shell=bash
cache=${XDG_CACHE_HOME:-$HOME/.cache}/minhos
mkdir -p "$cache"

# NAME TARGET BUILD: unless TARGET is there, BUILD makes `out` in an empty folder, which becomes it.
once() {
  local status
  # One builds, who comes meanwhile waits for it.
  exec 9>"$cache/$1.lock"
  flock 9
  [ ! -e "$2" ] || return 0
  work=$(mktemp -d -p "$cache")
  trap 'rm -rf "$work"' EXIT
  # In a condition, as before ||, a failure would not end it, and half of a build would be kept.
  set +e
  (set -e && cd "$work" && "$3") >"$cache/$1.log" 2>&1
  status=$?
  set -e
  if [ "$status" != 0 ]; then
    tail -n 20 "$cache/$1.log" >&2
    echo "$1: the build failed, see $cache/$1.log" >&2
    exit 1
  fi
  # At once, so that what is there is whole.
  mv "$work/out" "$2"
}
