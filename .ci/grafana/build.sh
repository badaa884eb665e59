#!/usr/bin/env bash
# Builds what reads dashboards by Grafana's published schema, the types of its Go module, once, and
# prints where it lies. Compiling them takes minutes the first time: .ci/run calls it early, beside what
# waits for other things.
set -euo pipefail
# shellcheck source=.ci/once.sh
. "$(dirname "$0")/../once.sh"
sdk=v0.0.22
source=$(cd "$(dirname "$0")" && pwd)/main.go
binary=$cache/grafana-schema-$sdk-$(sha256sum "$source" | cut -c 1-12)

build() {
  cp "$source" .
  go mod init minhos/grafana
  go get "github.com/grafana/grafana-foundation-sdk/go@$sdk"
  CGO_ENABLED=0 go build -trimpath -o out .
}
once grafana "$binary" build
echo "$binary"
