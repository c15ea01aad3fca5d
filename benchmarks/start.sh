#!/usr/bin/env bash
# How long the packaged launcher takes from the start of its script to the first event that is answered with
# 200, without and with an archive of classes (AppCDS), in alternating runs; the CPU time it takes until then,
# and what its heap holds after a collection. Prints the machine, the command, medians and ranges.
#
# Usage: benchmarks/start.sh [runs=15]
#   BUILT=1   takes what was built before
set -euo pipefail
cd "$(dirname "$0")/.."
[ -n "${BUILT:-}" ] || mvn -B -o -q -DskipTests -pl benchmarks,cyclops-launcher -am package
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tar xzf cyclops-launcher/target/cyclops-[0-9]*.tar.gz -C "$work"
script=$(echo "$work"/*/bin/cyclops)
CYCLOPS_ARCHIVE=$work/cyclops.jsa "$script" archive

benchmarks/machine.sh
echo "benchmarks/start.sh $*"
echo
java -cp "benchmarks/target/classes" dev.cyclops.benchmarks.start.StartUp \
  "$script" "$work/cyclops.jsa" "$work" "${1:-15}"
echo
echo "load of the machine, 1, 5 and 15 minutes: $(cut -d ' ' -f 1-3 /proc/loadavg)"
