#!/usr/bin/env bash
# usage: grafana-pictures.sh PROMETHEUS-URL FOLDER [SECONDS]
# Draws the dashboards as a Prometheus answers them over the last SECONDS (900), with Grafana's own
# components in a headless Chromium. Needs node, npm and Debian's chromium; docs/images/ keeps smaller
# copies. Not among the end-to-end scripts: what is drawn is for eyes.
set -euo pipefail
url=$1 folder=$(realpath "$2") span=${3:-900}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dashboards=$PWD/grafana/dashboards
cp .ci/trials/grafana/panels.* "$work/"
cd "$work"
npm install --silent --no-audit --no-fund --prefix . \
  @grafana/ui@11.6.0 @grafana/data@11.6.0 react@18 react-dom@18 esbuild@0.25
node_modules/esbuild/bin/esbuild panels.jsx --bundle --outfile=bundle.js --log-level=error \
  --define:process.env.NODE_ENV='"production"' --define:global=window --loader:.svg=dataurl \
  --loader:.ttf=dataurl --loader:.woff2=dataurl
cat >page.html <<'HTML'
<!doctype html><style>body { margin: 0; font-family: Inter, Helvetica, Arial, sans-serif }</style>
<div id="root"></div><script>window.grafanaBootData = {settings: {}, user: {}};</script>
<script src="board.js"></script><script src="bundle.js"></script>
HTML
for dashboard in "$dashboards"/*.json; do
  height=$(python3 panels.py "$url" "$dashboard" "$span" 2>&1 >board.js)
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --virtual-time-budget=8000 \
    --window-size="1200,$height" --screenshot="$folder/$(basename "$dashboard" .json).png" \
    "file://$work/page.html" 2>/dev/null
done
