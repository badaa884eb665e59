#!/usr/bin/env bash
# The dashboards against Grafana's published schema, of panels and their options too: the types of its
# Go module, read strictly. Not among the end-to-end scripts, because compiling them takes minutes.
set -euo pipefail
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cp .ci/trials/grafana/main.go "$work/"
dashboards=("$PWD"/grafana/dashboards/*.json)
cd "$work"
go mod init schema 2>/dev/null
go get github.com/grafana/grafana-foundation-sdk/go@v0.0.22 2>/dev/null
go run . "${dashboards[@]}"
