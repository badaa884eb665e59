#!/usr/bin/env bash
# The trading job on a cluster of real processes: Kafka, a job manager and task managers, each a
# process of its own, RocksDB with incremental checkpoints. A task manager is killed again and again
# under load: orders and executions are those of an undisturbed replay of the same trades.
#
#   .ci/trials/cluster.sh [TRADES] [KILLS]
set -euo pipefail
trades=${1:-30000}
kills=${2:-2}
work=$(mktemp -d)
cluster=deploy/standalone/cluster.sh
kafka=
cleanup() {
  # Only what was started here.
  [ ! -d "$work/flink/run" ] || "$cluster" "$work/flink" stop
  [ -z "$kafka" ] || kill "$kafka" 2>/dev/null || true
  wait || true
  rm -rf "$work"
}
trap cleanup EXIT
read -r broker controller rest rpc < <(python3 - <<'PY'
import socket
held = [socket.socket() for _ in range(4)]
for s in held:
    s.bind(("127.0.0.1", 0))
print(*(s.getsockname()[1] for s in held))
PY
)
await() { # WHAT SECONDS COMMAND…: tries until it succeeds.
  local end=$((SECONDS + $2))
  until "${@:3}" >/dev/null 2>&1; do
    if [ "$SECONDS" -ge "$end" ]; then
      echo "cluster: no $1 after $2 s" >&2
      tail -n 30 "$work"/kafka.log "$work"/flink/run/*/out >&2 || true
      exit 1
    fi
    sleep 0.5
  done
}

# The first command builds, if it must.
bin/minhos import bitstamp --out "$work/all.csv"
head -n $((trades + 1)) "$work/all.csv" >"$work/trades.csv"
deploy/standalone/install.sh "$work/flink"
sed -i "s/port: 6123/port: $rpc/" "$work/flink/conf/config.yaml"

cat >"$work/kafka.properties" <<CONFIG
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$controller
listeners=PLAINTEXT://127.0.0.1:$broker,CONTROLLER://127.0.0.1:$controller
advertised.listeners=PLAINTEXT://127.0.0.1:$broker
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=$work/kafka
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
CONFIG
lib=jobs/cli/target/lib
java -cp "$lib/*" kafka.tools.StorageTool format -t MkU3OEVBNTcwNTJENDM2Qg \
  -c "$work/kafka.properties" >"$work/kafka.log" 2>&1
java -Xmx512m -cp "$lib/*" kafka.Kafka "$work/kafka.properties" >>"$work/kafka.log" 2>&1 &
kafka=$!
settings=(--set "kafka.bootstrapServers='127.0.0.1:$broker'" --set admission.arrivalTime=false)
await "broker" 60 bin/minhos topics create "${settings[@]}"

export REST=$rest
"$cluster" "$work/flink" start
"$cluster" "$work/flink" add tm1
"$cluster" "$work/flink" add tm2
slots() { # COUNT
  curl -sf "http://127.0.0.1:$rest/overview" | grep -q "\"slots-total\":$1\b"
}
await "four slots" 60 slots 4
bin/minhos run --cluster "http://127.0.0.1:$rest" --parallelism 2 "${settings[@]}" | tee "$work/job"
job=$(sed -n 's/^job  *//p' "$work/job")
running() {
  # All tasks: the job itself is RUNNING while they start.
  curl -sf "http://127.0.0.1:$rest/jobs/$job" |
    python3 -c 'import json, sys; sys.exit(any(v["status"] != "RUNNING" for v in json.load(sys.stdin)["vertices"]))'
}
await "running job" 60 running

bin/minhos topics publish --trades "$work/trades.csv" --speed 7200 "${settings[@]}" &
publisher=$!
orders() {
  bin/minhos topics tail "$1" "${settings[@]}"
}
for kill in $(seq "$kills"); do
  sleep 5
  victim=tm$(((kill - 1) % 2 + 1))
  kill -9 "$("$cluster" "$work/flink" pid "$victim")"
  since=$(date +%s%N)
  "$cluster" "$work/flink" add "$victim"
  sleep 1
  await "recovery" 120 running
  echo "cluster: task manager $victim killed with -9, all tasks run again after $((($(date +%s%N) - since) / 1000000)) ms"
done
wait "$publisher"

bin/minhos replay --trades "$work/trades.csv" --out "$work/replay" >/dev/null
same() { # TOPIC FILE KEY: each record of the replay, none else; a repeat after a kill is the same.
  orders "$1" >"$work/$1.jsonl"
  python3 - "$work/$1.jsonl" "$work/replay/$2" "$3" "$1" <<'PY'
import json, sys
def read(file, repeats):
    records = {}
    for line in open(file):
        record = json.loads(line)
        before = records.setdefault(record[sys.argv[3]], record)
        assert before == record and (repeats or before is record), (before, record)
    return records
live = read(sys.argv[1], sys.argv[4] == "orders.v1")
replay = read(sys.argv[2], False)
assert replay, "nothing to compare"
assert live == replay, (len(live), len(replay), sorted(set(live) ^ set(replay))[:3])
print("cluster: %s: %d, those of the replay" % (sys.argv[4], len(live)))
PY
}
# What is exactly-once shows with the next checkpoint.
same_executions() {
  same executions.v1 executions.jsonl execId
}
await "executions of the replay" 120 same_executions
same_executions
same orders.v1 orders.jsonl clOrdId
