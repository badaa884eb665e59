#!/usr/bin/env bash
# The jobs on a cluster of real processes: Kafka, PostgreSQL, task managers, RocksDB with incremental
# checkpoints, and two job managers of which the one leads that holds the lease in a real Kubernetes
# API server. Under load, task managers are killed with -9 again and again, and in between the job
# manager that leads. Orders, executions and the final portfolio are those of an undisturbed replay.
# Then models are trained on the same cluster, and swap into the trading job that runs there.
#
#   .ci/e2e/cluster.sh [TRADES] [KILLS]
set -euo pipefail
trades=${1:-20000}
kills=${2:-2}
# shellcheck source=.ci/cluster/stack.sh
. .ci/cluster/stack.sh
kubernetes=$work/kubernetes
bin=$(.ci/kubernetes/build.sh)
.ci/kubernetes/server.sh "$kubernetes" start
kubectl() {
  "$bin/kubectl" --kubeconfig "$kubernetes/kubeconfig" "$@"
}
kubectl create -f deploy/kubernetes/base/namespace.yaml >/dev/null
kubectl create -n minhos -f deploy/kubernetes/base/access.yaml >/dev/null
install "$trades" --training
start_kafka
start_postgres
await "broker" 120 bin/minhos topics create "${settings[@]}"

export HA=$kubernetes/kubeconfig
REST=${rests[0]} "$cluster" "$flink" start jm0
REST=${rests[1]} "$cluster" "$flink" start jm1
"$cluster" "$flink" add tm1
"$cluster" "$flink" add tm2
# The job manager that leads, as the lease says.
leader() {
  local address
  address=$(kubectl -n minhos get configmap standalone-cluster-config-map \
    -o 'jsonpath={.data.org\.apache\.flink\.k8s\.leader\.restserver}')
  case $address in
    *:"${rests[0]}") echo jm0 ;;
    *:"${rests[1]}") echo jm1 ;;
    *) return 1 ;;
  esac
}
await "leader" 120 leader
await "four slots" 120 slots 4
submit 2
say "$(leader) leads; two jobs run"

bin/minhos topics publish --trades "$work/trades.csv" --speed "${SPEED:-700}" "${settings[@]}" >/dev/null &
publisher=$!
started+=("$publisher")
back() { # FAILURES: the job failed since, and all its tasks run again.
  [ "$(failures)" -gt "$1" ] && running
}
took_over() { # WHO: another leads, and all tasks run under it.
  [ "$(leader)" != "$1" ] && running
}
millis() {
  echo $((($(date +%s%N) - $1) / 1000000)) ms
}
for kill in $(seq "$kills"); do
  sleep 3
  await "task manager with the job" 240 worker 0
  victim=$(cat "$work/tried")
  before=$(failures)
  kill -9 "$("$cluster" "$flink" pid "$victim")"
  since=$(date +%s%N)
  "$cluster" "$flink" add "$victim"
  await "restart of the job" 240 back "$before"
  say "task manager $victim killed with -9: all tasks run again after $(millis "$since")"
  if [ "$kill" = $(((kills + 1) / 2)) ]; then
    sleep 3
    victim=$(leader)
    kill -9 "$("$cluster" "$flink" pid "$victim")"
    since=$(date +%s%N)
    await "other leader" 240 took_over "$victim"
    say "job manager $victim killed with -9: $(leader) leads and all tasks run after $(millis "$since")"
    REST=${rests[${victim#jm}]} "$cluster" "$flink" start "$victim"
  fi
done
kill -0 "$publisher" 2>/dev/null || say "the load ended before the last kill"
wait "$publisher"
as_the_replay

# Written by a job of its own on the same cluster.
await "live state of that portfolio" 120 same_state
cat "$work/tried"

# What training says there is what it says here.
"$cluster" "$flink" add tm3
await "six slots" 120 slots 6
trained() { # STORE [OPTION…]
  bin/minhos train --trades "$work/trades.csv" --store "$work/$1" --only lstm,ensemble --json \
    --force-release --set training.trees=20 --set training.folds=2 --set training.lstm.folds=1 \
    --set training.lstm.firstUnits=4 --set training.lstm.secondUnits=4 \
    --set training.lstm.denseUnits=4 --set training.lstm.epochs=2 "${@:2}" 2>"$work/progress"
}
since=$SECONDS
trained models --cluster "http://127.0.0.1:${rests[0]}" >"$work/there.json" || {
  tail -n 20 "$work/progress" >&2
  exit 1
}
grep -q '^lightgbm *done' "$work/progress"
say "trained on the cluster in $((SECONDS - since)) s"
trained here >"$work/here.json"
cmp "$work/there.json" "$work/here.json"
say "training: the verdicts of a training elsewhere"

for model in lstm ensemble; do
  bin/minhos control release "$model" --store "$work/models" --why "trained" "${settings[@]}" >/dev/null
done
sed -n "1p; $((trades + 2)),$((trades + 2001))p" "$work/all.csv" >"$work/more.csv"
bin/minhos topics publish --trades "$work/more.csv" "${settings[@]}" >/dev/null
answered() { # Both releases have a part in the signals of the job that ran all the while.
  bin/minhos topics tail signals.v1 "${settings[@]}" >"$work/signals.jsonl"
  python3 - "$work/signals.jsonl" <<'PY'
import json, sys
counts = {"lstm": 0, "ensemble": 0}
for line in open(sys.argv[1]):
    for c in json.loads(line)["components"]:
        counts[c["name"]] = counts.get(c["name"], 0) + (c["version"] == 1 and c["status"] == "OK")
assert counts["lstm"] > 0 and counts["ensemble"] > 0, counts
print("cluster: answers of what was trained there: %(lstm)d of the LSTM, %(ensemble)d of the ensemble" % counts)
PY
}
await "answers of the new releases" 240 answered
cat "$work/tried"
running
