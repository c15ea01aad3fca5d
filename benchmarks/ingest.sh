#!/usr/bin/env bash
# How long the door takes while Sentry is well and while it hangs, at half of what the door can take,
# in alternating runs. Open loop: a request counts from when it was due. The hanging Sentry is a stopped
# process (SIGSTOP): the system accepts its connections, and nothing is ever answered. The door has one
# core to itself; clients and Sentry share the other, Sentry at the lowest priority.
# All memory of the door's JVM is touched before: the first touch of a page costs a fault, and a queue
# that grows touches pages that a short one never does. JVM_OPTIONS and GC_LOG (a file) are taken from the
# environment. Needs taskset and curl. Usage: benchmarks/ingest.sh [runs] [seconds a run] [share of new errors]
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-5}
seconds=${2:-20}
fresh=${3:-0.02}
work=$(mktemp -d)
pids=()
# A stopped process ends only when it goes on.
trap 'kill -CONT "${pids[@]}" 2>/dev/null || true; kill "${pids[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT

mvn -q -DskipTests -pl benchmarks,cyclops-launcher -am package
classpath="benchmarks/target/classes:benchmarks/target/lib/*"
java -cp "$classpath" dev.cyclops.benchmarks.EventFiles "$work"
cat > "$work/cyclops.conf" <<CONF
PROJECT_KEYS = [(1, 'public', None)]
SENTRY_BASE_URL = 'http://127.0.0.1:18191'
IO_THREADS = 1
OPERATOR_PORT = None
CONF
taskset -c 1 nice -n 19 java -Xmx256m -cp "$classpath" dev.cyclops.benchmarks.BareServer 18191 1 \
  >"$work/sentry.log" 2>&1 &
sentry=$!
pids+=("$sentry")
taskset -c 0 java ${JVM_OPTIONS:--Xms1g -Xmx1g -XX:+AlwaysPreTouch} "-Xlog:gc,safepoint:file=${GC_LOG:-$work/gc.log}:uptime" \
  -jar cyclops-launcher/target/cyclops-launcher.jar -b 127.0.0.1 -p 18192 "$work/cyclops.conf" \
  >"$work/cyclops.log" 2>&1 &
pids+=("$!")
for port in 18191 18192; do
  until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do sleep 0.2; done
done

load() { # requests a second, seconds -> requests/s, p50, p99, p99.9, longest, bad answers
  taskset -c 1 java -Xmx512m -cp "$classpath" dev.cyclops.benchmarks.ingest.ConstantPace \
    18192 "$1" "$2" "$fresh" "$work"
}
drained() {
  until curl -s http://127.0.0.1:18192/count | grep -q '"count": *0[,}]'; do sleep 0.2; done
}
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

echo "warming up" >&2
load 0 10 >/dev/null
drained
for _ in 1 2 3; do load 0 6; drained; done | tee "$work/capacity" >&2
capacity=$(awk '{ print $1 }' "$work/capacity" | median)
half=$((capacity / 2))
echo "the door takes $capacity requests/s; half of it from here on" >&2
load "$half" 10 >/dev/null
for _ in $(seq "$runs"); do
  drained
  echo "healthy $(load "$half" "$seconds")" | tee -a "$work/results"
  drained
  kill -STOP "$sentry"
  echo "hanging $(load "$half" "$seconds")" | tee -a "$work/results"
  kill -CONT "$sentry"
done

echo
echo "| Sentry | requests/s | p50 ms | p99 ms (range) | p99.9 ms | longest ms | bad answers |"
echo "|---|---|---|---|---|---|---|"
for state in healthy hanging; do
  column() { awk -v s="$state" -v c="$1" '$1 == s { print $c }' "$work/results"; }
  range() { column "$1" | sort -n | awk 'NR == 1 { low = $1 } { high = $1 } END { print low "–" high }'; }
  echo "| $state | $(column 2 | median) | $(column 3 | median) | $(column 4 | median) ($(range 4)) |" \
    "$(column 5 | median) | $(column 6 | median) | $(column 7 | sort -n | tail -1) |"
done
awk '$1 == "healthy" { print $4 }' "$work/results" | median >"$work/healthy"
awk '$1 == "hanging" { print $4 }' "$work/results" | median >"$work/hanging"
paste "$work/hanging" "$work/healthy" | awk '{ printf "p99 with a hanging Sentry: %.2f of the healthy one\n", $1 / $2 }'
