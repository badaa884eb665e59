#!/usr/bin/env bash
# The demo ends by itself, every trade is accounted for, the equity adds up, and the orders that
# went through Kafka are those of a replay of the file.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

bin/minhos demo --exit --json --web-port 0 --orders "$work/orders.jsonl" >"$work/summary.json"
bin/minhos import bitstamp --out "$work/trades.csv"
bin/minhos replay --trades "$work/trades.csv" --out "$work/replay" >/dev/null
cmp <(sort "$work/orders.jsonl") <(sort "$work/replay/orders.jsonl")
python3 - "$work/summary.json" <<'PY'
import json, sys
s = json.load(open(sys.argv[1]))
i = s["input"]
assert i["read"] == 100000, i
assert i["read"] == i["accepted"] + sum(i["rejected"].values()), i
assert s["orders"] > 0, s
e = s["equity"]
assert abs(e["cash"] + e["positions"] - e["end"]) < 0.01, e
print("demo: 100,000 trades accounted for, %d orders, those of the replay" % s["orders"])
PY
