#!/usr/bin/env bash
# A Sierra Chart file of 2 GB (GIGABYTES) through `import scid`, in a heap of 64 MB, beside a plain
# read of the same file.
# Not among the end-to-end scripts, because it takes minutes: docs/results.md keeps its figures.
set -euo pipefail
gigabytes=${1:-2}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 - "$work/ESH24.scid" "$gigabytes" <<'PY'
import struct, sys
path, gigabytes = sys.argv[1], float(sys.argv[2])
start = 45_000 * 86_400 * 10**6
with open(path, "wb") as out:
    out.write(struct.pack("<4sIIHHI36s", b"SCID", 56, 40, 1, 0, 0, b""))
    block, records = 100_000, int(gigabytes * 10**9 / 40)
    for first in range(0, records, block):
        out.write(b"".join(
            struct.pack("<qffffIIII", start + 1000 * i, 0, 4725.25 + i % 8, 4725 + i % 8,
                        4725 + i % 8, 1, i % 50 + 1, i % 50 + 1, 0)
            for i in range(first, min(first + block, records))))
PY
records=$((($(stat -c %s "$work/ESH24.scid") - 56) / 40))
for run in 1 2 3; do
  begin=$(date +%s.%N)
  cat "$work/ESH24.scid" >/dev/null
  read=$(date +%s.%N)
  imported=$(MINHOS_JAVA_OPTS=-Xmx64m bin/minhos import scid --trades "$work/ESH24.scid" --out /dev/null 2>/dev/null)
  end=$(date +%s.%N)
  [[ $imported == "$records records in /dev/null" ]]
  python3 -c "
import sys
begin, read, end, records = map(float, sys.argv[1:])
plain, ours = read - begin, end - read
print('scid: %d records; plain read %.1f s, import %.1f s: %.0f records/s, ratio %.4f'
      % (records, plain, ours, records / ours, plain / ours))" "$begin" "$read" "$end" "$records"
done
