#!/usr/bin/env bash
# Upgrade and rescale under load: the job is stopped with a savepoint, every process of the cluster is
# ended and others take their place, and it goes on from there with another parallelism, 2 → 4 → 1.
# Orders, executions and the final portfolio are those of an undisturbed replay.
#
#   .ci/trials/rescale.sh [TRADES]
set -euo pipefail
# shellcheck source=.ci/cluster/stack.sh
. .ci/cluster/stack.sh
install "${1:-10000}"
start_kafka
await "broker" 120 bin/minhos topics create "${settings[@]}"

start_cluster() {
  REST=$rest "$cluster" "$flink" start
  "$cluster" "$flink" add tm1
  "$cluster" "$flink" add tm2
  await "four slots" 120 slots 4
}
gone() { # PID; one that ended and that nobody has asked for is a zombie.
  [ ! -e "/proc/$1" ] || grep -q '^State:.*Z' "/proc/$1/status"
}
start_cluster
submit 2
bin/minhos topics publish --trades "$work/trades.csv" --speed "${SPEED:-1800}" "${settings[@]}" >/dev/null &
publisher=$!
started+=("$publisher")
for parallelism in 4 1; do
  sleep 5
  since=$SECONDS
  savepoint=$({ timeout 240 "$flink/bin/flink" stop -m "127.0.0.1:$rest" "$job" 2>"$work/stop.log" || true; } |
    sed -n 's/^Savepoint completed. Path: //p')
  [ -n "$savepoint" ] || {
    cat "$work/stop.log" >&2
    exit 1
  }
  pids=()
  for name in jobmanager tm1 tm2; do
    pids+=("$("$cluster" "$flink" pid "$name")")
  done
  "$cluster" "$flink" stop
  for pid in "${pids[@]}"; do
    await "end of the old processes" 60 gone "$pid"
  done
  start_cluster
  submit "$parallelism" --from "$savepoint"
  say "stopped with a savepoint, all processes replaced, goes on at parallelism $parallelism after $((SECONDS - since)) s"
done
kill -0 "$publisher" 2>/dev/null || say "the load ended before the last change"
wait "$publisher"
as_the_replay
