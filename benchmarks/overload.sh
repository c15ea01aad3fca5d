#!/usr/bin/env bash
# Four times of what Sentry takes, through the packaged launcher with a heap of 256 MB: a stand-in Sentry
# that takes 250 events a second, 1,000 different events of 2 KB a second on 16 kept connections, each
# due at a fixed time. A line every ten seconds, a report at the end. Ends with 1 when the door ran out of
# memory or ended, when a pause was longer than 200 ms (safepoints of all kinds), when an answer was
# neither 200 nor 429, or when the books do not balance.
#
# Usage: benchmarks/overload.sh [seconds=3600]
#   HEAP=256m     the heap of the door
#   GC=           options of its JVM in place of its own choice of a collector, such as -XX:+UseSerialGC
#   KEEP=folder   keeps what the door and its JVM logged (an empty folder, or one that is not there)
#   BUILT=1       takes what was built before
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-3600}
work=${KEEP:-$(mktemp -d)}
mkdir -p "$work"
trap '[ -n "${KEEP:-}" ] || rm -rf "$work"' EXIT
[ -n "${BUILT:-}" ] || mvn -B -o -q -DskipTests -pl benchmarks,cyclops-launcher -am package
java -Xmx256m -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
  dev.cyclops.benchmarks.overload.Overload "$seconds" cyclops-launcher/target/cyclops-launcher.jar \
  "$work" "-Xmx${HEAP:-256m}" ${GC:-}
