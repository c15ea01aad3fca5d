#!/usr/bin/env bash
# How long the packaged launcher takes to answer at 5,000 requests a second over the spool, with fsync and
# with process, and in memory, while Sentry is away and while it takes 400 a second; beside an append of 4
# to 8 KB with fdatasync every two milliseconds on the same disk, before, between and after. Events of 2 KB,
# each of a group of its own. Open loop: a request counts from when it was due, on 128 connections.
# All doors are warm before the first run; who waits for its turn is a stopped process (SIGSTOP). Alternating
# runs; prints the machine, the disk, the command, medians and ranges. Four minutes; needs Linux on x86-64.
#
# Usage: benchmarks/spool-door.sh [runs=3] [seconds a run=8] [requests/s=5000] [folder on the disk=a temporary one]
#   BUILT=1   takes what was built before
set -euo pipefail
cd "$(dirname "$0")/.."
[ -n "${BUILT:-}" ] || mvn -B -o -q -DskipTests -pl benchmarks,cyclops-launcher -am package
work=$(mktemp -d -p "${4:-${TMPDIR:-/tmp}}")
trap 'rm -rf "$work"' EXIT

benchmarks/machine.sh
echo "disk: $(df --output=fstype "$work" | tail -1), $(df -h --output=avail "$work" | tail -1 | tr -d ' ') free"
echo "benchmarks/spool-door.sh $*"
echo
echo "| door | requests | p50 ms | p99 ms | p99.9 ms | longest ms | CPU µs/request | bad answers |"
echo "|---|---|---|---|---|---|---|---|"
java -Xmx1g -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
  dev.cyclops.benchmarks.ingest.SpoolDoor "${1:-3}" "${2:-8}" "${3:-5000}" \
  cyclops-launcher/target/cyclops-launcher.jar "$work"
echo
echo "load of the machine, 1, 5 and 15 minutes: $(cut -d ' ' -f 1-3 /proc/loadavg)"
