#!/usr/bin/env bash
# The whole topology over simulated bars while a hundred releases replace others: no row is lost and
# each answer is of the version in force at its bar. How fast depends on the machine: here it only
# may not crawl.
set -euo pipefail
bin/minhos bench swaps --bars 1000 --rate 1000
