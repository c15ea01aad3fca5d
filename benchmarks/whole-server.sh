#!/usr/bin/env bash
# Cyclops against a bare Undertow handler that reads the same bodies: requests a second, CPU time per
# request and latency at saturation, in alternating runs, on one core for the server and one for the
# client. Ends with an error when a port is taken, an answer is no 200 or Cyclops keeps another share of
# the events than it should. With the folder of another checkout as the last argument, whose launcher is
# built, that is measured in the same runs: before and after a change.
#
# Usage: benchmarks/whole-server.sh [mode] [runs] [seconds a run] [other checkout]
#   flood     98 % repeats of three groups, plain
#   unique    every event is of a group of its own, and kept
#   gzip      as flood, compressed; the bare handler inflates as well, and does nothing else
#   envelope  as flood, each event in an envelope
#   all       one after the other (default; 5 runs of 5 s are less than 6 minutes)
#
# There is no Sentry: what is kept stays in the queue, and past STORAGE_MAX_BYTES (a quarter of the heap)
# the oldest gives way. JVM_OPTIONS of both servers are taken from the environment; BUILT=1 takes what
# was built before; BARE=shared lets the bare server read all plain bodies into the same array, as Cyclops
# does with those that it drops, which nothing that keeps a body could do; PROFILE=folder writes a JFR recording of Cyclops there.
set -euo pipefail
cd "$(dirname "$0")/.."
mode=${1:-all}
runs=${2:-5}
seconds=${3:-5}
other=${4:-}
jvm=${JVM_OPTIONS:--Xms1g -Xmx1g}
case $mode in
  flood | unique | gzip | envelope) modes=$mode ;;
  all) modes="flood unique gzip envelope" ;;
  *) echo "no such mode: $mode; flood, unique, gzip, envelope or all" >&2; exit 2 ;;
esac
command -v taskset >/dev/null || { echo "taskset is missing" >&2; exit 2; }
work=$(mktemp -d)
pids=()
stop() {
  [ "${#pids[@]}" -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true
  [ "${#pids[@]}" -eq 0 ] || wait "${pids[@]}" 2>/dev/null || true
  pids=()
}
trap 'stop; rm -rf "$work"' EXIT

[ -n "${BUILT:-}" ] || mvn -B -o -q -DskipTests -pl benchmarks,cyclops-launcher -am package
classpath="benchmarks/target/classes:benchmarks/target/lib/*"
cat > "$work/cyclops.conf" <<CONF
PROJECT_KEYS = [(1, 'public', 'secret')]
SENTRY_BASE_URL = 'http://127.0.0.1:9'
URL_CACHE_EXPIRATION = 3600
IO_THREADS = 1
OPERATOR_PORT = None
CONF

is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
start() { # name, port, command
  local name=$1 port=$2 pid
  shift 2
  if is_open "$port"; then echo "port $port is taken" >&2; exit 1; fi
  taskset -c 0 java $jvm "$@" >"$work/$name.log" 2>&1 &
  pid=$!
  pids+=("$pid")
  until is_open "$port"; do
    kill -0 "$pid" 2>/dev/null || { echo "$name has ended:" >&2; cat "$work/$name.log" >&2; exit 1; }
    sleep 0.2
  done
  doors+=("$name:$port:$pid")
}
launcher() { # name, port, checkout
  local profile=()
  [ -z "${PROFILE:-}" ] || profile=("-XX:StartFlightRecording=settings=profile,filename=$PROFILE/$1-$mode.jfr")
  start "$1" "$2" "${profile[@]}" -jar "$3/cyclops-launcher/target/cyclops-launcher.jar" \
    -b 127.0.0.1 -p "$2" "$work/cyclops.conf"
}
for mode in $modes; do
  doors=()
  bare=()
  [ -z "${BARE:-}" ] || bare=("$BARE")
  [ "$mode" = gzip ] && bare=(inflate)
  start bare 18181 -cp "$classpath" dev.cyclops.benchmarks.BareServer 18181 1 "${bare[@]}"
  launcher cyclops 18182 .
  [ -z "$other" ] || launcher other 18183 "$other"
  taskset -c 1 java -Xmx512m -cp "$classpath" dev.cyclops.benchmarks.load.WholeServer \
    "$mode" "$runs" "$seconds" "${doors[@]}"
  stop
done
