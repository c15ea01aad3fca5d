#!/usr/bin/env bash
# Durable events of 2 KB a second while Sentry is away: SpoolStorage with fsync and process, RedisStorage on
# a Redis with an append-only file and fsync always, a plain file with an fsync for each event, and the
# storage in memory. Alternating runs, each with a queue of its own; prints the machine, the disk, the
# command, medians and ranges. Two minutes and a half; needs Linux on x86-64.
#
# Usage: benchmarks/spool-puts.sh [runs=5] [milliseconds a run=2000] [folder on the disk=a temporary one]
#   BUILT=1   takes what was built before
set -euo pipefail
cd "$(dirname "$0")/.."
[ -n "${BUILT:-}" ] || mvn -B -o -q -DskipTests -pl benchmarks -am package
work=$(mktemp -d -p "${3:-${TMPDIR:-/tmp}}")
trap 'rm -rf "$work"' EXIT

benchmarks/machine.sh
echo "disk: $(df --output=fstype "$work" | tail -1), $(df -h --output=avail "$work" | tail -1 | tr -d ' ') free"
echo "benchmarks/spool-puts.sh $*"
echo
echo "| queue | events/s in, 512 under way | p50 ms | p99 ms | one at a time: p50 ms | p99 ms | events/s out, one loop | bytes on disk/event |"
echo "|---|---|---|---|---|---|---|---|"
# Redis has its files where the JVM has its temporary ones.
java -Xmx2g -Djava.io.tmpdir="$work" -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
  -Dslf4j.internal.verbosity=ERROR dev.cyclops.benchmarks.queue.SpoolPuts \
  "${1:-5}" "${2:-2000}" "$work"
echo
echo "load of the machine, 1, 5 and 15 minutes: $(cut -d ' ' -f 1-3 /proc/loadavg)"
