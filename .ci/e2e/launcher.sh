#!/usr/bin/env bash
# What bin/minhos says where Java or Maven is missing or wrong, and when it builds: in a copy of the
# tree without builds, with doubles of java, javac and mvn on a PATH that holds nothing else.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset JAVA_HOME MINHOS_JAVA_OPTS

tree=$work/tree
mkdir -p "$tree/bin" "$tree/operators/domain/src/main" "$tree/operators/domain/src/test" \
  "$tree/model-store" "$tree/jobs/cli/src/main"
cp bin/minhos "$tree/bin/"
cp pom.xml "$tree/"
cp jobs/cli/pom.xml "$tree/jobs/cli/"
touch "$tree/operators/domain/src/main/A.java" "$tree/operators/domain/src/test/ATest.java"
release=$(sed -n '/<version>/{s/.*<version>\(.*\)<\/version>.*/\1/p;q;}' pom.xml)

# tools FOLDER [NAME…]: a PATH of the tools that every system has and of those doubles.
tools() {
  local folder=$work/$1 name
  mkdir -p "$folder"
  for name in bash dirname readlink sed head find mktemp rm touch mkdir; do
    ln -sf "$(command -v "$name")" "$folder/$name"
  done
  shift
  for name in "$@"; do
    cp "$work/doubles/$name" "$folder/${name%-*}"
  done
}
mkdir "$work/doubles"
cat >"$work/doubles/java-17" <<'SH'
#!/usr/bin/env bash
if [ "$1" = -version ]; then echo 'openjdk version "17.0.1" 2021-10-19' >&2; else echo "ran: $*"; fi
SH
sed 's/17\.0\.1/21.0.1/' "$work/doubles/java-17" >"$work/doubles/java-21"
printf '#!/usr/bin/env bash\n' >"$work/doubles/javac-17"
cat >"$work/doubles/mvn-3" <<SH
#!/usr/bin/env bash
# As Maven does, it leaves a jar alone that is there.
mkdir -p jobs/cli/target/lib
[ -e jobs/cli/target/minhos-cli-$release.jar ] || : >jobs/cli/target/minhos-cli-$release.jar
SH
chmod +x "$work"/doubles/*
tools none
tools wrong java-21
tools runtime java-17
tools unbuilt java-17 javac-17
tools all java-17 javac-17 mvn-3

# expect STATUS PATH-FOLDER TEXT: what the launcher ends with and says.
expect() {
  local status=0
  PATH=$work/$2 "$tree/bin/minhos" topics "a b" >"$work/said" 2>&1 || status=$?
  if [ "$status" != "$1" ] || ! grep -qF -- "$3" "$work/said"; then
    echo "launcher: expected $1 and '$3', got $status and:" >&2
    cat "$work/said" >&2
    exit 1
  fi
}
quiet() {
  expect 0 "$1" "ran: "
  if grep -q building "$work/said"; then
    echo "launcher: built again:" >&2
    cat "$work/said" >&2
    exit 1
  fi
}

expect 1 none "minhos: no java found: install a JDK 17"
expect 1 wrong "minhos: needs a JDK 17, found 21: set JAVA_HOME to one"
expect 1 runtime "minhos: not built yet, and found a Java runtime without compiler"
expect 1 unbuilt "minhos: not built yet, and no mvn found to build it: install Maven 3.8"

# The first call builds, the next does not, nor does one without Maven; other jars are left alone.
mkdir -p "$tree/jobs/cli/target/lib"
: >"$tree/jobs/cli/target/minhos-cli-0.9.0.jar"
: >"$tree/jobs/cli/target/lib/minhos-domain-0.9.0.jar"
expect 0 all "minhos: not built yet: building"
expect 0 all "-cp $tree/jobs/cli/target/minhos-cli-$release.jar:$tree/jobs/cli/target/lib/* io.minhos.cli.Minhos topics a b"
[ ! -e "$tree/jobs/cli/target/lib/minhos-domain-0.9.0.jar" ]
quiet all
quiet runtime

# A newer source or pom is built, once; tests and builds are no reason.
for source in operators/domain/src/main/A.java jobs/cli/pom.xml pom.xml; do
  touch -d '+2 seconds' "$tree/$source"
  expect 1 unbuilt "minhos: $source is newer than the build, and no mvn found"
  expect 0 all "minhos: $source is newer than the build: building"
  touch -d '-1 minute' "$tree/$source"
  quiet all
done
touch -d '+1 minute' "$tree/operators/domain/src/test/ATest.java"
quiet all
echo "launcher: says what is missing, builds what is newer, runs one jar"
