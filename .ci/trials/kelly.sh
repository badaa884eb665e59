#!/usr/bin/env bash
# Kelly sizes against fixed ones on simulated markets of which the best accuracy is known: models are
# trained on the first 60 % of the bars, the rest is traded. Per unit of exposure the Kelly book must
# grow faster than its shadow and fall no deeper; its sizes, shuffled, must not. Where there is
# nothing to foresee, models that are released in spite of the gate must hardly be followed.
# Not among the end-to-end scripts, because it takes too long: docs/results.md keeps its figures.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Without a model's answer, while features warm up, no size is large enough for a lot.
settings=(--set labels.horizonBars=1 --set risk.holdingHorizonBars=1
  --set risk.minConfidence=0 --set risk.minStrength=0 --set risk.fixedFraction=1e-9)

# trial NAME X SEED [option of train]
trial() {
  local dir=$work/$1
  mkdir "$dir"
  bin/minhos simulate --signal "$2" --symbols 4 --bars 16000 --seed "$3" --out "$dir/all.csv" >>"$work/progress"
  python3 - "$dir" <<'PY'
import sys
folder = sys.argv[1]
header, *rows = open(folder + "/all.csv").read().splitlines()
times = sorted({row.split(",")[1] for row in rows})
cut = int(len(times) * 0.6)
# What is traded begins with the bars that features need to warm up.
warm = times[cut - 100]
for name, keep in (("train", lambda t: t < times[cut]), ("trade", lambda t: t >= warm)):
    with open("%s/%s.csv" % (folder, name), "w") as out:
        out.write("\n".join([header] + [row for row in rows if keep(row.split(",")[1])]) + "\n")
PY
  bin/minhos train --bars "$dir/train.csv" --store "$dir/store" --only ensemble,winprob --json \
    "${@:4}" "${settings[@]}" >"$dir/train.json" 2>>"$work/progress"
  bin/minhos replay --bars "$dir/trade.csv" --store "$dir/store" --out "$dir/out" \
    "${settings[@]}" >>"$work/progress"
}

trial noise 0.5 1 --force-release

# Technical analysis looks some ten bars ahead: it has no say in trades that last one.
settings+=(--set fusion.technicalWeight=0)
# Two at a time: a core is idle while one trains its last model.
for seed in 1 3 5 7 9; do
  trial "signal-$seed" 0.62 "$seed" &
  first=$!
  trial "signal-$((seed + 1))" 0.62 "$((seed + 1))"
  wait "$first"
done

python3 - "$work" <<'PY'
import json, math, random, statistics, sys

def lines(path):
    with open(path) as file:
        return [json.loads(line) for line in file]

def ratios(book, fixed):
    """Growth and drawdown, each per unit of exposure, over those of fixed sizes."""
    growth = (book[0] / book[2]) / (fixed[0] / fixed[2])
    drawdown = (book[1] / book[2]) / (fixed[1] / fixed[2])
    return growth, drawdown

def of_summary(p):
    return p["logGrowth"], p["maxDrawdown"], p["avgGrossExposure"]

def trades(out):
    """Of each trade that a model sized: fraction of equity, net return, closes held, exit."""
    entered = {d["clOrdId"]: d["quantity"] * d["price"] / d["equity"]
               for d in lines(out + "/decisions.jsonl")
               if d["outcome"] == "ENTER" and d["assessment"]["sizing"] == "KELLY"}
    held, done = {}, []
    for e in lines(out + "/executions.jsonl"):
        if e["execType"] != "TRADE":
            continue
        notional = e["lastQty"] * e["lastPx"]
        cash = (-notional if e["side"] == "BUY" else notional) - e["commission"]
        if e["symbol"] not in held:
            held[e["symbol"]] = (entered.get(e["clOrdId"]), notional, cash, e["transactTime"])
        else:
            fraction, paid, before, time = held.pop(e["symbol"])
            if fraction is not None:
                closes = (e["transactTime"] - time) // 60000
                done.append((fraction, (before + cash) / paid, closes, e["transactTime"]))
    return done

def book(done, fractions):
    """Log growth, greatest drawdown and exposure of the trades at those sizes."""
    by_exit = {}
    for (_, r, _, exit), f in zip(done, fractions):
        by_exit[exit] = by_exit.get(exit, 0) + f * r
    growth = peak = drawdown = 0
    for exit in sorted(by_exit):
        growth += math.log(1 + by_exit[exit])
        peak = max(peak, growth)
        drawdown = max(drawdown, 1 - math.exp(growth - peak))
    return growth, drawdown, sum(f * closes for (_, _, closes, _), f in zip(done, fractions))

work, seeds = sys.argv[1], range(1, 11)
def passed(results):
    return sum(g >= 1.15 and d <= 1.20 for g, d in results)

kelly, shuffled = [], []
for seed in seeds:
    folder = "%s/signal-%d" % (work, seed)
    for verdict in json.load(open(folder + "/train.json"))["verdicts"]:
        assert verdict["released"], verdict
    performance = json.load(open(folder + "/out/summary.json"))["performance"]
    k, f = of_summary(performance["kelly"]), of_summary(performance["fixed"])
    assert f[0] > 0 and k[0] > 0, performance
    kelly.append(ratios(k, f))
    done = trades(folder + "/out")
    assert len(done) > 500, len(done)
    sizes = [t[0] for t in done]
    fixed = book(done, [statistics.mean(sizes)] * len(sizes))
    # The same sums, over the trades alone: they must see what the books see.
    again = ratios(book(done, sizes), fixed)
    assert abs(again[0] / kelly[-1][0] - 1) < 0.15, (again, kelly[-1])
    random.Random(seed).shuffle(sizes)
    shuffled.append(ratios(book(done, sizes), fixed))
    print("kelly: seed %d: %d trades, growth %.2f, drawdown %.2f of fixed; shuffled %.2f, %.2f"
          % (seed, len(done), *kelly[-1], *shuffled[-1]))
print("kelly: %d of 10 pass, shuffled %d; median drawdown %.2f"
      % (passed(kelly), passed(shuffled), statistics.median(d for _, d in kelly)))
assert passed(kelly) >= 8
assert statistics.median(d for _, d in kelly) <= 1.0
assert passed(shuffled) < 8

verdicts = json.load(open(work + "/noise/train.json"))["verdicts"]
assert all(v["released"] and any(r.startswith("FORCED") for r in v["reasons"]) for v in verdicts), verdicts
# The models are asked and answer, and it is their answers that are not worth a bet.
answered = [c["status"] == "OK" for s in lines(work + "/noise/out/signals.jsonl")
            for c in s["components"] if c["name"] == "ensemble"]
pointing = [d for d in lines(work + "/noise/out/decisions.jsonl") if d["outcome"] in ("ENTER", "DENIED")]
refused = [d for d in pointing if d["outcome"] == "DENIED" and d["reason"].startswith("NO_EDGE")]
print("kelly: of noise: %d of %d signals with an answer; of %d entries asked for, %d without an edge"
      % (sum(answered), len(answered), len(pointing), len(refused)))
assert sum(answered) > 0.9 * len(answered) and len(pointing) > 5000
assert len(refused) > 0.95 * len(pointing)
noise = json.load(open(work + "/noise/out/summary.json"))["performance"]["kelly"]
print("kelly: of noise: exposure %.3f %%, log growth %.3f %%"
      % (100 * noise["avgGrossExposure"], 100 * noise["logGrowth"]))
assert noise["avgGrossExposure"] <= 0.005 and noise["logGrowth"] >= -0.01, noise
PY
