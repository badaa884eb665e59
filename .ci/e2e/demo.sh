#!/usr/bin/env bash
# The demo ends by itself, every trade is accounted for, the equity adds up, models were trained,
# judged and swapped under way, and the orders that went through Kafka are those of a replay of the
# file with the same releases, and so many are in the database. On the way Prometheus can ask at the
# port that was printed, and inference takes less than 100 ms at the 99th percentile.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

bin/minhos demo --exit --json --web-port 0 --metrics-port 0 --orders "$work/orders.jsonl" \
  --store "$work/models" --commands "$work/commands.jsonl" \
  >"$work/summary.json" 2> >(tee "$work/log" >&2) &
demo=$!
trap 'kill "$demo" 2>/dev/null || true; rm -rf "$work"' EXIT
until url=$(sed -n 's/^metrics *//p' "$work/log" 2>/dev/null) && [ -n "$url" ] &&
  curl -s "$url" | grep '^flink.*_minhos_bars_total{' >/dev/null; do
  kill -0 "$demo" || { wait "$demo"; echo "demo: ended without metrics" >&2; exit 1; }
  sleep 0.2
done
while kill -0 "$demo" 2>/dev/null; do
  curl -s "$url" >>"$work/metrics" || true
  sleep 1
done
wait "$demo"
python3 - "$work/metrics" <<'PY'
import re, sys
worst = {}
for line in open(sys.argv[1]):
    m = re.match(r'\S*_minhos_(lstm|ensemble)_latency_seconds\{.*quantile="0\.99".*\} (\S+)', line)
    if m and m.group(2) != "NaN":
        worst[m.group(1)] = max(worst.get(m.group(1), 0), float(m.group(2)) * 1e3)
assert set(worst) == {"lstm", "ensemble"}, worst
assert max(worst.values()) < 100, worst
print("demo: inference p99, ms, of the slowest subtask at the worst time: %s" % worst)
PY
bin/minhos import bitstamp --out "$work/trades.csv"
bin/minhos replay --trades "$work/trades.csv" --commands "$work/commands.jsonl" \
  --out "$work/replay" >/dev/null
cmp <(sort "$work/orders.jsonl") <(sort "$work/replay/orders.jsonl")
python3 - "$work/summary.json" "$work/commands.jsonl" "$work/replay/signals.jsonl" "$work/log" <<'PY'
import json, re, sys
s = json.load(open(sys.argv[1]))
# Live state: no order that was counted is missing in the database.
(kept,) = re.findall(r"^database .*\borders=(\d+)", open(sys.argv[4]).read(), re.M)
assert int(kept) == s["orders"], (kept, s["orders"])
i = s["input"]
assert i["read"] == 100000, i
assert i["read"] == i["accepted"] + sum(i["rejected"].values()), i
assert s["orders"] > 0, s
# The first training sees two days, the second four: what the gate releases answers.
commands = [json.loads(line) for line in open(sys.argv[2])]
answered = {}
for line in open(sys.argv[3]):
    for c in json.loads(line)["components"]:
        if c["status"] == "OK" and c["version"] > 0:
            answered.setdefault(c["name"], set()).add(c["version"])
for model, use in s["models"].items():
    released = {c["version"] for c in commands if c["model"] == model}
    # A breaker may take the last one out again; then the one before answers.
    assert answered[model] == released, (answered, commands)
    assert use["version"] in released, s["models"]
    assert use["calls"] > 0, s["models"]
assert max(max(versions) for versions in answered.values()) >= 2, answered
assert set(s["models"]) == {c["model"] for c in commands}, (s["models"], commands)
e = s["equity"]
assert abs(e["cash"] + e["positions"] - e["end"]) < 0.01, e
print("demo: 100,000 trades accounted for, %d orders, those of the replay; models %s" % (s["orders"], s["models"]))
PY
