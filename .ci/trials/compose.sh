#!/usr/bin/env bash
# The compose file as Docker Compose itself reads it: its own Go module, with its schema, merges and
# variables; and every file and folder that it names is there. No container is started.
set -euo pipefail
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cp .ci/trials/compose/main.go "$work/"
file=$PWD/deploy/docker/compose.yaml
cd "$work"
go mod init compose 2>/dev/null
go get github.com/compose-spec/compose-go/v2/{cli,types}@v2.9.0 2>/dev/null
go run . "$file"
