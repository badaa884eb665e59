#!/usr/bin/env bash
# How often the LSTM and the ensemble point the same way in signals of high confidence: both are
# trained on the first 60 % of the bars, published whatever the gate says, and a replay of all bars
# asks both behind that.
#   .ci/trials/agreement.sh [BARS.csv[.gz]]
# Without a file the market is simulated, with a best accuracy of 0.65.
set -euo pipefail
minhos=${MINHOS:-bin/minhos}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

bars=${1:-$work/planted.csv}
[ $# -gt 0 ] || "$minhos" simulate --signal 0.65 --symbols 4 --bars 8000 --seed 1 --out "$bars"
# A file of bars is sorted by time.
python3 - "$bars" "$work/past.csv" <<'PY'
import gzip, sys
source, past = sys.argv[1:]
lines = (gzip.open if source.endswith(".gz") else open)(source, "rt").readlines()
with open(past, "w") as out:
    out.writelines(lines[: 1 + (len(lines) - 1) * 6 // 10])
PY
"$minhos" train --bars "$work/past.csv" --store "$work/store" --only lstm,ensemble --force-release \
  --json --set training.folds=2 --set training.lstm.firstUnits=32 --set training.lstm.secondUnits=16 \
  --set training.lstm.denseUnits=16 --set training.lstm.batchSize=256 \
  --set training.lstm.learningRate=0.002 --set training.lstm.epochs=10 \
  --set training.lstm.firstDropout=0 --set training.lstm.secondDropout=0 \
  --set training.lstm.denseDropout=0 >"$work/verdicts.json" 2>"$work/progress"
"$minhos" replay --bars "$bars" --store "$work/store" --out "$work/run" >"$work/summary" 2>>"$work/progress"
python3 - "$work/run/signals.jsonl" "$work/verdicts.json" <<'PY'
import collections, json, math, sys

for v in json.load(open(sys.argv[2]))["verdicts"]:
    m = v["metrics"]
    print("%s: %.2f %% [%.2f, %.2f] out of sample, %s" % (
        v["model"], 100 * m["accuracy"], 100 * m["accuracyLow"], 100 * m["accuracyHigh"],
        v["reasons"]))

# Signals with a direction that both models answered with one: (block of 100 bars, confidence, agree).
signals = []
with open(sys.argv[1]) as lines:
    for line in lines:
        s = json.loads(line)
        of = {c["name"]: c for c in s["components"]}
        lstm, ensemble = of["lstm"], of["ensemble"]
        if s["direction"] == "NEUTRAL" or any(
            c["status"] != "OK" or c["value"] == 0 for c in (lstm, ensemble)
        ):
            continue
        bar = s["bar"]
        block = bar["openTime"] // (100 * (bar["closeTime"] - bar["openTime"]))
        confidence = s["confidence"] if s.get("calibrated") is None else s["calibrated"]
        signals.append((block, confidence, (lstm["value"] > 0) == (ensemble["value"] > 0)))
assert signals, "no signal that both models answered"


def told(name, rows):
    """Agreement with its 95 % interval: blocks are the units, for bars of one hang together."""
    count, agree = collections.Counter(), collections.Counter()
    for block, _, same in rows:
        count[block] += 1
        agree[block] += same
    p, n = sum(agree.values()) / len(rows), len(count)
    squares = sum((agree[b] - p * count[b]) ** 2 for b in count)
    error = math.sqrt(n / (n - 1) * squares) / len(rows)
    z = 1.959964
    t = z + (z**3 + z) / (4 * (n - 1)) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * (n - 1) ** 2)
    print("%s: %.1f %% [%.1f, %.1f] of %d in %d blocks" % (
        name, 100 * p, 100 * max(0, p - t * error), 100 * min(1, p + t * error), len(rows), n))


least = sorted(c for _, c, _ in signals)[len(signals) * 9 // 10]
told("all", signals)
told("confidence in the top decile, from %.3f" % least, [s for s in signals if s[1] >= least])
PY
