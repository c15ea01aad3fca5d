#!/usr/bin/env bash
# A million project keys: what a lookup takes (JMH, random keys; at most 250 ns) and what a key takes of
# the heap (at most 200 bytes), with a second set built beside the first in 256 and in 128 MB. Prints a
# report: the machine, the command, medians and ranges. Five minutes.
#
# Usage: benchmarks/keys.sh [options of JMH, in place of -f 3 -wi 3 -w 2 -i 5 -r 1]
#   BUILT=1   takes what was built before
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- -f 3 -wi 3 -w 2 -i 5 -r 1
[ -n "${BUILT:-}" ] || mvn -B -o -q -DskipTests -pl benchmarks -am package
classes="benchmarks/target/classes:benchmarks/target/lib/*"
results=$(mktemp)
trap 'rm -f "$results"' EXIT

benchmarks/machine.sh
echo "benchmarks/keys.sh $*"
for heap in 256m 128m; do
  java "-Xmx$heap" -cp "$classes" dev.cyclops.benchmarks.keys.KeyHeap
done
java -cp "$classes" org.openjdk.jmh.Main KeyLookupBenchmark -rf json -rff "$results" -o /dev/null "$@"
java -cp "$classes" dev.cyclops.benchmarks.keys.LookupReport "$results"
echo "load of the machine, 1, 5 and 15 minutes: $(cut -d ' ' -f 1-3 /proc/loadavg)"
