#!/usr/bin/env bash
# Sentry's table with a million keys, out of a MariaDB, a PostgreSQL and an SQLite of its own, into the
# snapshot that answers claims: at most 5 s each. With the JVM's own choice of a heap and with 256 MB;
# each JVM loads five times, holding the set before as a running barrier does. Prints a report: the
# machine, the command, medians, ranges and heap. Three minutes; needs Linux on x86-64.
#
# Usage: benchmarks/keys-load.sh [loads=5] [keys=1000000] [databases="mariadb postgres sqlite"]
#   BUILT=1   takes what was built before
set -euo pipefail
cd "$(dirname "$0")/.."
[ -n "${BUILT:-}" ] || mvn -B -o -q -DskipTests -pl benchmarks -am package

benchmarks/machine.sh
echo "benchmarks/keys-load.sh $*"
echo
echo "| database | keys | -Xmx MB | s, median (range) | s, first | MB old at most | MB of the set |"
echo "|---|---|---|---|---|---|---|"
for database in ${3:-mariadb postgres sqlite}; do
  for heap in "" -Xmx256m; do
    java $heap -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
      -Dslf4j.internal.verbosity=ERROR dev.cyclops.benchmarks.keys.KeyLoad \
      "$database" "${1:-5}" "${2:-1000000}"
  done
done
echo
echo "load of the machine, 1, 5 and 15 minutes: $(cut -d ' ' -f 1-3 /proc/loadavg)"
