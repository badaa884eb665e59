#!/usr/bin/env bash
# Every manifest of every overlay goes through a strict dry run of a real Kubernetes API server that
# knows the operators' kinds; what it says of pods made from the jobs' templates is told too; and a
# misspelt field is refused by name.
set -euo pipefail
definitions=../shared/data/kubernetes
if [ ! -d "$definitions" ]; then
  echo "kubernetes: SKIPPED, the operators' definitions are not beside the project: $definitions"
  exit 0
fi
work=$(mktemp -d)
server=.ci/kubernetes/server.sh
trap '"$server" "$work/server" stop; sleep 1; rm -rf "$work" || true' EXIT
bin=$(.ci/kubernetes/build.sh)
since=$SECONDS
"$server" "$work/server" start
kubectl() {
  "$bin/kubectl" --kubeconfig "$work/server/kubeconfig" "$@"
}
kubectl create -f "$definitions" >"$work/made"
# Right after they were made they have no condition that could be waited for.
end=$((SECONDS + 60))
until kubectl wait --for condition=established --timeout 60s crd --all >"$work/said" 2>&1; do
  [ "$SECONDS" -lt "$end" ] || {
    cat "$work/said" >&2
    exit 1
  }
  sleep 0.3
done
# A dry run makes no namespace, so what lies in it would have none.
kubectl create -f deploy/kubernetes/base/namespace.yaml >/dev/null

strictly() { # what is read from standard input
  kubectl apply --server-side --dry-run=server --validate=strict --field-manager minhos "$@" -f -
}
for overlay in deploy/kubernetes/overlays/*/; do
  kubectl kustomize "$overlay" >"$work/all.yaml"
  strictly <"$work/all.yaml" >"$work/said" 2>&1 || {
    cat "$work/said" >&2
    exit 1
  }
  if grep -i warning "$work/said"; then
    echo "kubernetes: $overlay: warned" >&2
    exit 1
  fi
  echo "kubernetes: $(basename "$overlay"): $(grep -c serverside-applied "$work/said") manifests accepted"

  # The definitions know a template's form alone: as pods they are held to the namespace's rules too.
  strictly -o json <"$work/all.yaml" | python3 .ci/kubernetes/pods.py >"$work/pods.json"
  strictly <"$work/pods.json" >"$work/said" 2>&1 || {
    cat "$work/said" >&2
    exit 1
  }
  echo "kubernetes: $(basename "$overlay"): $(grep -c serverside-applied "$work/said") pods of their templates accepted"
done

# Whether they are: one that may run as root is none of that namespace.
sed 's/"runAsNonRoot": true/"runAsNonRoot": false/' "$work/pods.json" >"$work/root.json"
if strictly <"$work/root.json" >"$work/said" 2>&1; then
  echo "kubernetes: pods that may run as root were accepted" >&2
  exit 1
fi
grep -o -m 1 'violates PodSecurity "restricted:latest": runAsNonRoot != true' "$work/said"

refused() { # FROM TO SAYS: a word of the manifests, misspelt, is refused, and that is said.
  kubectl kustomize deploy/kubernetes/overlays/cpu >"$work/all.yaml"
  sed "s/$1/$2/" "$work/all.yaml" >"$work/wrong.yaml"
  if cmp -s "$work/all.yaml" "$work/wrong.yaml"; then
    echo "kubernetes: the manifests have no '$1'" >&2
    exit 1
  fi
  if strictly <"$work/wrong.yaml" >"$work/said" 2>&1; then
    echo "kubernetes: '$2' for '$1' was accepted" >&2
    exit 1
  fi
  if ! grep -F "$3" "$work/said"; then
    cat "$work/said" >&2
    exit 1
  fi
}
refused upgradeMode: upgradeMod: '.spec.job.upgradeMod: field not declared in schema'
refused 'upgradeMode: savepoint' 'upgradeMode: savepiont' 'spec.job.upgradeMode: Unsupported value: "savepiont"'
refused podMetricsEndpoints: podMetricEndpoints: '.spec.podMetricEndpoints: field not declared in schema'
refused concurrencyPolicy: concurencyPolicy: '.spec.concurencyPolicy: field not declared in schema'
echo "kubernetes: done after $((SECONDS - since)) s"
