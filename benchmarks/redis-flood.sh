#!/usr/bin/env bash
# The whole server in a flood, with counters in Redis, against the same with counters in memory: the mark
# is 80 % of its requests a second. Beside them an INCR and an EXPIRE for each request, as one writes it
# first. Alternating runs; one core for the server, the other for the client and Redis. Ends with an error
# when a port is taken, an answer is no 200 or another share of the events is kept than should be.
#
# Usage: benchmarks/redis-flood.sh [runs] [seconds a run]
#
# Needs redis-server on the path, or its path in REDIS_SERVER, and taskset. JVM_OPTIONS are taken from the
# environment; BUILT=1 takes what was built before. Says at the end how many of the hits reached Redis.
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-5}
seconds=${2:-5}
jvm=${JVM_OPTIONS:--Xms1g -Xmx1g}
redis=${REDIS_SERVER:-redis-server}
for needed in taskset "$redis"; do
  command -v "$needed" >/dev/null || { echo "$needed is missing" >&2; exit 2; }
done
work=$(mktemp -d)
pids=()
stop() {
  [ "${#pids[@]}" -eq 0 ] || kill "${pids[@]}" 2>/dev/null || true
  [ "${#pids[@]}" -eq 0 ] || wait "${pids[@]}" 2>/dev/null || true
}
trap 'stop; rm -rf "$work"' EXIT

[ -n "${BUILT:-}" ] || mvn -B -o -q -DskipTests -pl benchmarks -am package
classpath="benchmarks/target/classes:benchmarks/target/lib/*"
is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
start() { # name, core, port, command
  local name=$1 core=$2 port=$3
  shift 3
  if is_open "$port"; then echo "port $port is taken" >&2; exit 1; fi
  taskset -c "$core" "$@" >"$work/$name.log" 2>&1 &
  pid=$!
  pids+=("$pid")
  until is_open "$port"; do
    kill -0 "$pid" 2>/dev/null || { echo "$name has ended:" >&2; cat "$work/$name.log" >&2; exit 1; }
    sleep 0.2
  done
}
incr_calls() { # port
  exec 3<>"/dev/tcp/127.0.0.1/$1"
  printf 'INFO commandstats\r\nQUIT\r\n' >&3
  sed -n 's/^cmdstat_incr:calls=\([0-9]*\),.*/\1/p' <&3
  exec 3>&-
}
doors=()
ports=(18184 18185)
caches=(redis naive)
start memory 0 18181 java $jvm -cp "$classpath" dev.cyclops.benchmarks.FloodDoor 18181 memory 0
doors+=("memory:18181:$pid")
for i in 0 1; do
  # A Redis of its own for each, which keeps nothing on disk.
  start "redis-${caches[$i]}" 1 "${ports[$i]}" "$redis" --port "${ports[$i]}" --bind 127.0.0.1 \
    --save '' --appendonly no --dir "$work"
  door=$((18182 + i))
  start "${caches[$i]}" 0 "$door" java $jvm -cp "$classpath" dev.cyclops.benchmarks.FloodDoor \
    "$door" "${caches[$i]}" "${ports[$i]}"
  doors+=("${caches[$i]}:$door:$pid")
done
taskset -c 1 java -Xmx512m -cp "$classpath" dev.cyclops.benchmarks.load.WholeServer \
  redis "$runs" "$seconds" "${doors[@]}"
for i in 0 1; do
  echo "hits that reached Redis with ${caches[$i]}: $(incr_calls "${ports[$i]}")"
done
