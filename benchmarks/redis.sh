#!/usr/bin/env bash
# Events of 2 KB into a Redis of its own and out again: RedisStorage beside one RPUSH and one RPOP for
# each, as the Python original did. Alternating runs, each on a new Redis; prints the machine, the
# command, medians and ranges. Needs Linux on x86-64.
#
# Usage: benchmarks/redis.sh [runs=5] [seconds a run=5] [what Redis writes down="none everysec always"]
#   BUILT=1   takes what was built before
set -euo pipefail
cd "$(dirname "$0")/.."
[ -n "${BUILT:-}" ] || mvn -B -o -q -DskipTests -pl benchmarks -am package

benchmarks/machine.sh
echo "benchmarks/redis.sh $*"
for append in ${3:-none everysec always}; do
  echo
  echo "appendonly: $append"
  echo
  echo "| queue | events/s into Redis | p50 ms | p99 ms | events/s out, one loop |"
  echo "|---|---|---|---|---|"
  java -Xmx2g -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
    -Dslf4j.internal.verbosity=ERROR dev.cyclops.benchmarks.queue.RedisQueues \
    "${1:-5}" "${2:-5}" "$append"
done
echo
echo "load of the machine, 1, 5 and 15 minutes: $(cut -d ' ' -f 1-3 /proc/loadavg)"
