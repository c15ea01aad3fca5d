#!/usr/bin/env bash
# A farm on this machine: a Redis and three instances of Cyclops, which are shown some errors. No
# Sentry is needed; with SENTRY_BASE_URL=... it gets the events. Everything ends with this script.
#
#   CYCLOPS_JAR   the launcher (from this repository's build unless set)
#   FIRST_PORT    the instances listen there and on the next two (9101)
#   REDIS_URL     a Redis to use instead of starting one, which it is left as it was found in
#   REDIS_PORT    where a Redis is started otherwise (7780)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
jar=${CYCLOPS_JAR:-$here/../../cyclops-launcher/target/cyclops-launcher.jar}
first=${FIRST_PORT:-9101}
last=$((first + 2))
redis_port=${REDIS_PORT:-7780}
key=0123456789abcdef0123456789abcdef
work=$(mktemp -d)
started=()

finish() {
  for pid in "${started[@]}"; do
    kill "$pid" 2>/dev/null || true
  done
  for pid in "${started[@]}"; do
    wait "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap finish EXIT

fail() {
  echo "$1" >&2
  exit 1
}
[ -f "$jar" ] || fail "no $jar: build it (mvn package), or set CYCLOPS_JAR"
command -v curl >/dev/null || fail "curl is needed"

if [ -z "${REDIS_URL:-}" ]; then
  server=$(command -v redis-server || command -v valkey-server) \
    || fail "neither redis-server nor valkey-server is installed; or set REDIS_URL"
  "$server" "$here/redis.conf" --port "$redis_port" --dir "$work" --maxmemory 512mb \
    >"$work/redis.log" &
  started+=($!)
  REDIS_URL=redis://127.0.0.1:$redis_port
fi

# Where nobody listens, so that events wait, unless there is a Sentry.
export CYCLOPS_SENTRY_BASE_URL=${SENTRY_BASE_URL:-127.0.0.1:1}
export CYCLOPS_REDIS_URL=$REDIS_URL CYCLOPS_STORAGE_MAX_BYTES=$((64 << 20)) CYCLOPS_OPERATOR_PORT=None
# Three JVMs that warm up at once may be late themselves: they would count by themselves meanwhile.
export CYCLOPS_REDIS_TIMEOUT=5000
for port in $(seq "$first" "$last"); do
  java -Xmx256m -jar "$jar" --bind 127.0.0.1 --port "$port" "$here/cyclops.conf" \
    >"$work/$port.log" 2>&1 &
  started+=($!)
  pids[port]=$!
done
for port in $(seq "$first" "$last"); do
  until grep -qs ' listens on ' "$work/$port.log"; do
    kill -0 "${pids[port]}" 2>/dev/null || fail "$(cat "$work/$port.log")"
    sleep 0.2
  done
  grep ' listens on ' "$work/$port.log"
done

report() { # port, message
  curl -sS --fail -o "$work/answer" \
    -H "X-Sentry-Auth: Sentry sentry_version=7, sentry_key=$key" \
    -d "{\"message\":\"$2\"}" "http://127.0.0.1:$1/api/1/store/"
}
echo
echo "The same error, 20 times to each of the three: 10 pass, for all of them together."
for _ in $(seq 20); do
  for port in $(seq "$first" "$last"); do
    report "$port" "no connection to the payment service"
  done
done
java -jar "$jar" count -b http://127.0.0.1 -p "$first-$last"

echo "kill -9 of the instance on port $last: what it took is there for the others."
kill -9 "${pids[last]}"
wait "${pids[last]}" 2>/dev/null || true
java -jar "$jar" count -b http://127.0.0.1 -p "$first-$((last - 1))"
