#!/usr/bin/env bash
# Every dashboard is as Grafana's published schema has it, panels and their options too; and a
# misspelt field is refused by name.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
schema=$(.ci/grafana/build.sh)
"$schema" grafana/dashboards/*.json

sed 's/"graphTooltip"/"graphTooltp"/' grafana/dashboards/models.json >"$work/wrong.json"
if "$schema" "$work/wrong.json" >"$work/said" 2>&1; then
  echo "grafana: 'graphTooltp' for 'graphTooltip' was accepted" >&2
  exit 1
fi
if ! grep -F graphTooltp "$work/said"; then
  cat "$work/said" >&2
  exit 1
fi
