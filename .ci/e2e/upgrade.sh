#!/usr/bin/env bash
# Upgrade and rescale under load, each job an application cluster of its own as it is in Kubernetes: the
# trading job is stopped with a savepoint, every process of its cluster is ended and others take their
# place, and it goes on from there with another parallelism, 2 → 4 → 1. Orders, executions and the final
# portfolio are those of an undisturbed replay, and so is live state once its job has run.
#
#   .ci/e2e/upgrade.sh [TRADES]
set -euo pipefail
# shellcheck source=.ci/cluster/stack.sh
. .ci/cluster/stack.sh
trading=io.minhos.trading.TradingJob
install "${1:-5000}"
start_kafka
start_postgres
await "broker" 120 bin/minhos topics create "${settings[@]}"

stopped() { # The job, with a savepoint.
  timeout 240 "$flink/bin/flink" stop -m "127.0.0.1:$rest" "$job" >"$work/stop.log" 2>&1 || {
    grep '^Caused by' "$work/stop.log"
    return 1
  }
}

application 2 '' "$trading"
bin/minhos topics publish --trades "$work/trades.csv" --speed "${SPEED:-900}" "${settings[@]}" >/dev/null &
publisher=$!
started+=("$publisher")
for parallelism in 4 1; do
  sleep 5
  # A job that goes on after a failure takes no savepoint until all its tasks run.
  await "running job" 240 running
  await "count of failures" 60 failures
  failed=$(cat "$work/tried")
  [ "$failed" = 0 ] || say "the job failed $failed times and went on"
  since=$SECONDS
  await "savepoint" 300 stopped
  savepoint=$(sed -n 's/^Savepoint completed. Path: //p' "$work/stop.log")
  [ -n "$savepoint" ] || {
    cat "$work/stop.log" >&2
    exit 1
  }
  end
  application "$parallelism" "$savepoint" "$trading"
  say "stopped with a savepoint, all processes replaced, goes on at parallelism $parallelism after $((SECONDS - since)) s"
done
kill -0 "$publisher" 2>/dev/null || say "the load ended before the last change"
wait "$publisher"
as_the_replay

end
application 1 '' io.minhos.state.StateJob
await "live state of that portfolio" 120 same_state
cat "$work/tried"
