#!/usr/bin/env bash
# Whole trainings of markets of which the truth is known, each judged by the gate as it is: random walks,
# of which at most 5 % may be released; random walks on each of which a search tries 50 variants, the
# same; and markets with a planted accuracy of 0.58, of which 90 % must be. An ensemble each, 4 symbols of
# 4,000 bars (2,000 in a search, which trains 50 times), two folds. Two at a time: a core is idle while one
# starts or ends. With OUT given, it goes on where it stopped.
#
#   .ci/trials/walks.sh [WALKS] [SEARCHES] [PLANTED] [OUT]
set -euo pipefail
walks=${1:-50}
searches=${2:-50}
planted=${3:-20}
out=${4:-$(mktemp -d)}
mkdir -p "$out"
[ -n "${4:-}" ] || trap 'rm -rf "$out"' EXIT

# Small ones: what a search finds by luck does not hang on the number of trees.
for depth in 1 2 3 4 5; do
  for trees in 2 3 5 8 12; do
    for rate in 0.1 0.3; do
      echo "training.boostingDepth=$depth training.forestDepth=$depth training.trees=$trees training.learningRate=$rate"
    done
  done
done >"$out/variants.txt"

train() { # KIND SIGNAL BARS SEED [OPTION…]
  local dir=$out/$1-$4
  mkdir -p "$dir"
  # What was done is not done again.
  [ ! -s "$dir/verdicts.json" ] || return 0
  # Of a search that was broken off its ledger would know.
  rm -rf "$dir/store"
  bin/minhos simulate --signal "$2" --symbols 4 --bars "$3" --seed "$4" --out "$dir/bars.csv" >"$dir/progress"
  bin/minhos train --bars "$dir/bars.csv" --store "$dir/store" --only ensemble --json \
    --set training.folds=2 "${@:5}" >"$dir/verdicts.json.next" 2>>"$dir/progress"
  mv "$dir/verdicts.json.next" "$dir/verdicts.json"
  rm -rf "$dir/bars.csv" "$dir/store"
}

all() { # KIND SIGNAL BARS FIRST COUNT [OPTION…]
  local seed
  for seed in $(seq "$4" 2 $(($4 + $5 - 1))); do
    train "$1" "$2" "$3" "$seed" "${@:6}" &
    local first=$!
    [ $((seed + 1)) -ge $(($4 + $5)) ] || train "$1" "$2" "$3" $((seed + 1)) "${@:6}"
    wait "$first"
  done
}
all walk 0.5 4000 1 "$walks"
all planted 0.58 4000 1 "$planted"
all search 0.5 2000 1001 "$searches" --variants "$out/variants.txt"

python3 - "$out" "$walks" "$searches" "$planted" <<'PY'
import json, sys
out, walks, searches, planted = sys.argv[1], *map(int, sys.argv[2:])
def released(kind, first, count, samples):
    n = 0
    for seed in range(first, first + count):
        told = json.load(open("%s/%s-%d/verdicts.json" % (out, kind, seed)))
        (v,) = told["verdicts"]
        # Judged: a training that failed is no refusal.
        assert v["metrics"] and samples < v["metrics"]["samples"] < 2 * samples, v
        if "search" in told:
            assert "retraining=1 variants=50" in str(v["reasons"]), v
            # What is judged is the best that was found.
            assert "LINEAR_STANDS_IN" in str(v["reasons"]) or v["metrics"]["accuracy"] == max(
                told["search"]["accuracies"]), v
        n += v["released"]
    print("walks: %s: %d of %d released" % (kind, n, count))
    return n
assert released("walk", 1, walks, 5000) <= 0.05 * walks
assert released("search", 1001, searches, 2500) <= 0.05 * searches
assert released("planted", 1, planted, 5000) >= 0.9 * planted
PY
