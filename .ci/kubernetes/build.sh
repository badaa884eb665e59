#!/usr/bin/env bash
# Builds a Kubernetes API server and what goes with it (etcd; kubectl, which holds kustomize) from
# the Go module proxy, once, and prints the folder they lie in. Takes minutes the first time: .ci/run
# calls it early, beside what waits for other things.
set -euo pipefail
# shellcheck source=.ci/once.sh
. "$(dirname "$0")/../once.sh"
kubernetes=v1.34.4
etcd=v3.6.6
dir=$cache/kubernetes-$kubernetes-etcd-$etcd

build() {
  local work=$PWD own version
  mkdir kubernetes etcd out
  export GOFLAGS="-mod=mod -trimpath" CGO_ENABLED=0
  cd "$work/kubernetes"
  go mod init minhos/kubernetes
  # Kubernetes requires its own parts as v0.0.0 and replaces them by folders, which is not heard
  # in a module that requires it.
  own=$(go mod download -json "k8s.io/kubernetes@$kubernetes" | sed -n 's/.*"GoMod": "\(.*\)".*/\1/p')
  sed -n "s|^\s*\(k8s.io/[a-z-]*\) => ./staging/.*|\1=\1@${kubernetes/v1/v0}|p" "$own" |
    xargs -I{} go mod edit -replace {}
  go get "k8s.io/kubernetes@$kubernetes"
  version="-X PKG.gitVersion=$kubernetes -X PKG.gitMajor=1 -X PKG.gitMinor=34"
  go build -o "$work/out/" -ldflags "-s -w ${version//PKG/k8s.io/component-base/version}" \
    k8s.io/kubernetes/cmd/kube-apiserver k8s.io/kubernetes/cmd/kubectl
  cd "$work/etcd"
  go mod init minhos/etcd
  go get "go.etcd.io/etcd/server/v3@$etcd"
  go build -o "$work/out/etcd" -ldflags "-s -w" go.etcd.io/etcd/server/v3
}
once kubernetes "$dir" build
echo "$dir"
