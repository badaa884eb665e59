#!/usr/bin/env bash
# A backtest that is killed with -9 within a step, and one that is killed within its replay, go on
# where they were and end in the bytes of one that was not.
set -euo pipefail
work=$(mktemp -d)
killed=
cleanup() {
  [ -z "$killed" ] || kill -9 "$killed" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
bin/minhos simulate --signal 0.65 --symbols 3 --bars 2500 --seed 1 --out "$work/bars.csv" >/dev/null
walk() { # FOLDER
  exec bin/minhos backtest --bars "$work/bars.csv" --train-window 1500 --step 300 --only ensemble \
    --set training.folds=2 --set training.trees=20 --out "$1" >"$1.out" 2>"$1.err"
}
(walk "$work/whole")
steps=$(wc -l <"$work/whole/steps.jsonl")
[ "$steps" -ge 3 ]
reach() { # STEPS FILE: kills as soon as so many steps are done and the file is there.
  (walk "$work/killed") &
  killed=$!
  until [ "$(cat "$work/killed/steps.jsonl" 2>/dev/null | wc -l)" -ge "$1" ] && [ -e "$work/killed/$2" ]; do
    kill -0 "$killed" || {
      echo "backtest: it ended before it could be killed" >&2
      exit 1
    }
    sleep 0.1
  done
  kill -9 "$killed"
  wait "$killed" 2>/dev/null || true
  killed=
  [ ! -e "$work/killed/walkforward.json" ]
}
reach 1 store-after-2
reach "$steps" signals.jsonl
(walk "$work/killed")
for file in steps.jsonl plan.json walkforward.json signals.jsonl decisions.jsonl orders.jsonl \
  executions.jsonl report.html technical/orders.jsonl; do
  cmp "$work/whole/$file" "$work/killed/$file"
done
[ -s "$work/whole/orders.jsonl" ]
echo "backtest: $steps steps; killed with -9 within a step and within the replay, the same bytes"
