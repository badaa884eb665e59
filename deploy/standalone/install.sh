#!/usr/bin/env bash
# Puts a Flink together in DIR that the trading job runs on: the distribution, which PyPI carries,
# its Prometheus reporter, and in lib/ what loads native libraries, which load once a JVM, and the
# database's driver.
#
#   deploy/standalone/install.sh DIR [--training]
#
# With --training the cluster can train too: 330 MB more in lib/.
# Needs python3 with pip, and the build (`mvn -q -DskipTests package`).
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
dir=${1:?deploy/standalone/install.sh DIR [--training]}
version=$(sed -n 's|.*<flink.version>\(.*\)</flink.version>.*|\1|p' "$home/pom.xml")
jobs=("$home/jobs/trading/target" "$home/jobs/state/target")
libraries=()
case ${2:-} in
  '') ;;
  --training) libraries+=("$home/jobs/retraining/target") ;;
  *)
    echo "install: --training or nothing: $2" >&2
    exit 2
    ;;
esac

for job in "${jobs[@]}" "${libraries[@]}"; do
  [ -d "$job/cluster/lib" ] || {
    echo "install: $job/cluster/lib is not there: run mvn -q -DskipTests package" >&2
    exit 1
  }
done
[ ! -e "$dir" ] || {
  echo "install: $dir is there already" >&2
  exit 2
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The wheel with the scripts is built for one version of Python: what it holds is not.
python3 -m pip download -q --no-deps --only-binary=:all: --python-version 3.11 \
  --platform manylinux2014_x86_64 -d "$work" \
  "apache-flink==$version" "apache-flink-libraries==$version"
mkdir -p "$dir"
for wheel in "$work"/*.whl; do
  python3 -m zipfile -e "$wheel" "$work/x"
done
for part in bin conf lib opt plugins; do
  mv "$work/x/pyflink/$part" "$dir/$part"
done
chmod +x "$dir"/bin/*
mkdir -p "$dir/log" "$dir/usrlib"
for job in "${jobs[@]}"; do
  cp "$job"/cluster/lib/*.jar "$dir/lib/"
  cp "$job"/cluster/usrlib/*.jar "$job"/minhos-*.jar "$dir/usrlib/"
done
for job in "${libraries[@]}"; do
  cp "$job"/cluster/lib/*.jar "$dir/lib/"
done
cp "$home/deploy/standalone/config.yaml" "$dir/conf/config.yaml"
