#!/usr/bin/env bash
# Where you serve docs/runbook.md: what alerts and panels link to, in all files that do.
#
#   deploy/runbook.sh ADDRESS
#
# ADDRESS is that of the page, such as https://wiki.example/minhos/runbook; links append #entry to it.
# It may be run again, with another. On Kubernetes and in containers apply or start what it changed.
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
address=${1:-}
if [ $# != 1 ] || [[ ! $address =~ ^https?://[A-Za-z0-9._~:/?=%-]+$ ]]; then
  echo "runbook: ADDRESS must be http(s)://HOST/PAGE, without #: $*" >&2
  exit 2
fi
sed -i "s|\(runbook_url: \)[^#]*#|\1$address#|" "$home"/deploy/prometheus/minhos.{rules,test}.yml \
  "$home/deploy/kubernetes/base/prometheus-rule.yaml"
# The address is on the line of its title or on the next.
sed -i "/\"title\": \"Runbook\"/{/\"url\"/!n;s|\"url\": \"[^#\"]*#|\"url\": \"$address#|}" \
  "$home"/grafana/dashboards/*.json
