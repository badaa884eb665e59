#!/usr/bin/env bash
# A Kubernetes API server with its etcd, on loopback, without nodes or controllers.
#
#   .ci/kubernetes/server.sh DIR start    and DIR/kubeconfig, with the users admin and flink
#   .ci/kubernetes/server.sh DIR stop
#
# Who is 'flink' there is the service account of deploy/kubernetes, with what its Role lets it do.
set -euo pipefail
dir=${1:?server.sh DIR start|stop}
verb=${2:?server.sh DIR start|stop}

kept() { # NAME COMMAND…: runs it, and keeps its process id.
  setsid "${@:2}" >"$dir/$1.log" 2>&1 &
  echo $! >"$dir/$1.pid"
}

start() {
  local bin client peer port
  bin=$(.ci/kubernetes/build.sh)
  mkdir -p "$dir"
  read -r client peer port < <(python3 .ci/cluster/ports.py 3)
  kept etcd "$bin/etcd" --data-dir "$dir/etcd" --unsafe-no-fsync \
    --listen-client-urls "http://127.0.0.1:$client" --advertise-client-urls "http://127.0.0.1:$client" \
    --listen-peer-urls "http://127.0.0.1:$peer" --initial-advertise-peer-urls "http://127.0.0.1:$peer" \
    --initial-cluster "default=http://127.0.0.1:$peer"
  openssl genrsa -out "$dir/accounts.key" 2048 2>/dev/null
  local admin flink
  admin=$(openssl rand -hex 16)
  flink=$(openssl rand -hex 16)
  cat >"$dir/tokens" <<TOKENS
$admin,admin,admin,system:masters
$flink,system:serviceaccount:minhos:minhos-flink,flink
TOKENS
  # Accounts of pods are made by a controller, which there is none of.
  kept apiserver "$bin/kube-apiserver" --etcd-servers "http://127.0.0.1:$client" \
    --bind-address 127.0.0.1 --secure-port "$port" --cert-dir "$dir/certs" \
    --endpoint-reconciler-type none --service-cluster-ip-range 10.0.0.0/24 \
    --authorization-mode RBAC --token-auth-file "$dir/tokens" \
    --service-account-issuer https://127.0.0.1 --service-account-key-file "$dir/accounts.key" \
    --service-account-signing-key-file "$dir/accounts.key" \
    --disable-admission-plugins ServiceAccount
  cat >"$dir/kubeconfig" <<CONFIG
apiVersion: v1
kind: Config
current-context: admin
clusters:
  - {name: local, cluster: {server: "https://127.0.0.1:$port", certificate-authority: $dir/certs/apiserver.crt}}
users:
  - {name: admin, user: {token: $admin}}
  - {name: flink, user: {token: $flink}}
contexts:
  - {name: admin, context: {cluster: local, user: admin}}
  - {name: flink, context: {cluster: local, user: flink, namespace: minhos}}
CONFIG
  local end=$((SECONDS + 60))
  until "$bin/kubectl" --kubeconfig "$dir/kubeconfig" get --raw /readyz >/dev/null 2>"$dir/ready.log"; do
    if [ "$SECONDS" -ge "$end" ] || ! kill -0 "$(cat "$dir/etcd.pid")" "$(cat "$dir/apiserver.pid")" 2>/dev/null; then
      echo "kubernetes: no API server" >&2
      tail -n 5 "$dir"/*.log >&2
      exit 1
    fi
    sleep 0.3
  done
}

case $verb in
  start) start ;;
  stop)
    for pid in "$dir"/apiserver.pid "$dir"/etcd.pid; do
      [ ! -e "$pid" ] || kill "$(cat "$pid")" 2>/dev/null || true
      rm -f "$pid"
    done
    ;;
  *)
    echo "server.sh: start or stop: $verb" >&2
    exit 2
    ;;
esac
