#!/usr/bin/env bash
# Processes of a standalone cluster, made by install.sh, by their names.
#
#   deploy/standalone/cluster.sh FLINK start [NAME]   a job manager (jobmanager)
#   deploy/standalone/cluster.sh FLINK application NAME CLASS [ARGUMENT…]
#                                                     one that runs that job alone, of usrlib/
#   deploy/standalone/cluster.sh FLINK add NAME       a task manager
#   deploy/standalone/cluster.sh FLINK pid [NAME]     its process id; without NAME the job manager's
#   deploy/standalone/cluster.sh FLINK stop           ends all of them
#
# STATE says where checkpoints go (FLINK/state), REST on which port the job manager answers (8081).
# HA names a kubeconfig: several job managers then share a lease in that Kubernetes, one leads.
# An application has PARALLELISM subtasks of each operator, and goes on FROM a savepoint or checkpoint.
set -euo pipefail
usage='cluster.sh FLINK start|application|add|pid|stop'
flink=$(cd "${1:?$usage}" && pwd)
verb=${2:?$usage}
name=${3:-jobmanager}
run=$flink/run
state=${STATE:-$flink/state}
export FLINK_CONF_DIR=$flink/conf OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}

settings=(
  -D rest.port="${REST:-8081}"
  -D io.tmp.dirs="$run/$name/tmp"
  -D execution.checkpointing.dir="file://$state"
  -D execution.checkpointing.savepoint-dir="file://$state/savepoints"
)
if [ -n "${HA:-}" ]; then
  settings+=(
    # Any port: the one that leads says which in Kubernetes.
    -D jobmanager.rpc.port=0
    -D high-availability.type=kubernetes
    -D high-availability.storageDir="file://$state/ha"
    -D kubernetes.config.file="$HA"
    -D kubernetes.context=flink
    -D kubernetes.namespace=minhos
    -D kubernetes.cluster-id=standalone
  )
fi

launch() { # SCRIPT ARGUMENT…: runs it in front, behind the settings, and keeps its process id.
  mkdir -p "$run/$name/tmp"
  FLINK_ENV_JAVA_OPTS_JM="-Djava.io.tmpdir=$run/$name/tmp" \
    FLINK_ENV_JAVA_OPTS_TM="-Djava.io.tmpdir=$run/$name/tmp" \
    setsid "$flink/bin/$1" start-foreground "${settings[@]}" "${@:2}" >"$run/$name/out" 2>&1 &
  echo $! >"$run/$name/pid"
}

case $verb in
  start) launch jobmanager.sh ;;
  application)
    class=${4:?$usage}
    [ -z "${PARALLELISM:-}" ] || settings+=(-D parallelism.default="$PARALLELISM")
    [ -z "${FROM:-}" ] || settings+=(--fromSavepoint "$FROM")
    # What follows is the job's: --config would be taken for Flink's --configDir.
    launch standalone-job.sh --job-classname "$class" -- "${@:5}"
    ;;
  add) launch taskmanager.sh -D taskmanager.resource-id="$name" ;;
  pid) cat "$run/$name/pid" ;;
  stop)
    for pid in "$run"/*/pid; do
      [ ! -e "$pid" ] || kill "$(cat "$pid")" 2>/dev/null || true
      rm -f "$pid"
    done
    ;;
  *)
    echo "cluster.sh: start, application, add, pid or stop: $verb" >&2
    exit 2
    ;;
esac
