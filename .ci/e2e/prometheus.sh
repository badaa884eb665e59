#!/usr/bin/env bash
# Debian's Prometheus beside a running demo: the alert rules pass their tests, and every query of
# every panel and rule returns data, or is on the list of those that a demo has none for, with the
# reason. It asks until all do: some know something only once a model is in force.
set -euo pipefail
work=$(mktemp -d)
demo= prometheus=
cleanup() {
  # Only what was started here; a demo that goes on has no other end.
  [ -z "$prometheus" ] || kill "$prometheus" 2>/dev/null || true
  [ -z "$demo" ] || kill "$demo" 2>/dev/null || true
  wait || true
  rm -rf "$work"
}
trap cleanup EXIT

bin=$(dirname "$(command -v prometheus || true)")
if [ "$bin" = . ] || ! command -v promtool >/dev/null; then
  # Unpacked, not installed: the package would start a service.
  apt-get -qq update
  (cd "$work" && apt-get -qq download prometheus && dpkg -x prometheus_*.deb .)
  bin=$work/usr/bin
fi
"$bin/promtool" check config deploy/prometheus/prometheus.yml
"$bin/promtool" test rules deploy/prometheus/minhos.test.yml

# Without --exit: it is ended from here, as soon as all is answered.
# Half a day instead of a week, which its trades do not last: so drift is judged too. All features
# would have to have drifted for a release to be taken out by it.
bin/minhos demo --web-port 0 --metrics-port 0 --set safeguards.drift.windowDays=0.5 \
  --set safeguards.drift.features=1 >"$work/demo" 2>&1 &
demo=$!
await() { # WHAT SECONDS COMMAND…: tries until it succeeds.
  local what=$1 end=$((SECONDS + $2))
  shift 2
  until "$@" >"$work/tried" 2>&1; do
    if [ "$SECONDS" -ge "$end" ] || ! kill -0 "$demo" 2>/dev/null; then
      echo "prometheus: no $what; tried last, and the demo's end:" >&2
      cat "$work/tried" >&2
      tail -5 "$work/demo" >&2
      exit 1
    fi
    sleep 1
  done
}
metrics() {
  grep -q '^metrics' "$work/demo"
}
await "metrics" 120 metrics
target=$(sed -n 's|^metrics *http://\(.*\)/metrics|\1|p' "$work/demo")

free=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
sed "s/localhost:9249/$target/; s/: 15s/: 5s/" deploy/prometheus/prometheus.yml >"$work/prometheus.yml"
cp deploy/prometheus/minhos.rules.yml "$work/"
"$bin/prometheus" --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/data" \
  --web.listen-address="127.0.0.1:$free" >"$work/prometheus.log" 2>&1 &
prometheus=$!
await "answers to all queries" 600 python3 .ci/e2e/queries.py "http://127.0.0.1:$free"
cat "$work/tried"
