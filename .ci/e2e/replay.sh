#!/usr/bin/env bash
# The real trades replayed by the real command at parallelism 1, 2 and 4: the same bytes, and every
# record accounted for.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

bin/minhos import bitstamp --out "$work/trades.csv"
for parallelism in 1 2 4; do
  bin/minhos replay --trades "$work/trades.csv" --parallelism "$parallelism" \
    --out "$work/$parallelism" --json >"$work/summary-$parallelism.json"
done
for file in {orders,executions,decisions,signals,portfolio,rejects}.jsonl report.html; do
  for parallelism in 2 4; do
    cmp "$work/1/$file" "$work/$parallelism/$file"
  done
done
python3 - "$work/1/summary.json" <<'PY'
import json, sys
s = json.load(open(sys.argv[1]))
i = s["input"]
assert i["read"] == 100000, i
assert i["read"] == i["accepted"] + sum(i["rejected"].values()), i
assert s["orders"] > 0, s
e = s["equity"]
assert abs(e["cash"] + e["positions"] - e["end"]) < 0.01, e
print("replay: 100,000 trades accounted for, %d orders, the same at parallelism 1, 2 and 4" % s["orders"])
PY

status=0
bin/minhos replay --trades "$work/trades.csv" --out "$work/x" --set risk.kellyFraction=3 \
  2>"$work/error" || status=$?
grep -q 'risk.kellyFraction must be in (0, 1\]: 3.0' "$work/error"
[ "$status" = 2 ]
echo "replay: a wrong setting exits with 2 and names key, value and bound"
