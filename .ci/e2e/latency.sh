#!/usr/bin/env bash
# From the append of what completes a bar to that of its orders, with both models in force: less than
# 100 ms at the 99th percentile, as the command itself holds.
set -euo pipefail
bin/minhos bench latency --bars 600
