#!/usr/bin/env bash
# How much of a Sentry of N workers each pace uses, and how long Sentry takes to answer meanwhile; then
# what a slow-down, lost workers, an outage and a hang do to it. The Sentry is a process of its own.
# Usage: benchmarks/drain.sh [rounds=3] [combinations=8x50,3x5|none] [candidates=percentile,fixed]
#   [faults=8x50|none] [traces=folder]
# With the right to do so it runs at real-time priority, so that what else this machine does is not
# measured: nothing here uses more than a small part of a core.
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -B ${MVN_ARGS:-} -q -DskipTests -pl benchmarks -am package
priority=$(chrt -r 1 echo chrt -r 1 2>/dev/null || true)
exec $priority java -Xms512m -Xmx1g ${JAVA_ARGS:-} -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
  dev.cyclops.benchmarks.drain.DrainBenchmark "$@"
