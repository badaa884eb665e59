#!/usr/bin/env bash
# Builds what reads dashboards by Grafana's published schema, the types of its Go module, once, and
# prints where it lies. Compiling them takes minutes the first time: .ci/run calls it early, beside what
# waits for other things.
set -euo pipefail
sdk=v0.0.22
source=$(cd "$(dirname "$0")" && pwd)/main.go
cache=${XDG_CACHE_HOME:-$HOME/.cache}/minhos
binary=$cache/grafana-schema-$sdk-$(sha256sum "$source" | cut -c 1-12)
mkdir -p "$cache"
# One builds, who comes meanwhile waits for it.
exec 9>"$cache/grafana.lock"
flock 9
if [ ! -x "$binary" ]; then
  work=$(mktemp -d -p "$cache")
  trap 'rm -rf "$work"' EXIT
  cp "$source" "$work/"
  {
    cd "$work"
    go mod init minhos/grafana
    go get "github.com/grafana/grafana-foundation-sdk/go@$sdk"
    CGO_ENABLED=0 go build -trimpath -o schema .
  } >"$cache/grafana.log" 2>&1 || {
    tail -n 20 "$cache/grafana.log" >&2
    echo "grafana: the build failed, see $cache/grafana.log" >&2
    exit 1
  }
  # At once, so that what is there is whole.
  mv "$work/schema" "$binary"
fi
echo "$binary"
