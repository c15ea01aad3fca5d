#!/usr/bin/env bash
# Cyclops against a bare Undertow handler that reads the same bodies: requests a second, CPU time per
# request and latency on a plain flood, in alternating runs on one core each for server and client.
# With the folder of another checkout as the third argument, whose launcher is built, that is measured
# in the same runs: before and after a change.
# Needs wrk and taskset. Usage: benchmarks/whole-server.sh [runs] [seconds a run] [other checkout]
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-5}
seconds=${2:-8}
other=${3:-}
work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT

mvn -q -DskipTests -pl benchmarks,cyclops-launcher -am package
classpath="benchmarks/target/classes:benchmarks/target/lib/*"

# 2, 12 and 60 KB events as 60, 35 and 5 of a hundred; all repeats of three groups.
java -cp "$classpath" dev.cyclops.benchmarks.EventFiles "$work"
cat > "$work/flood.lua" <<LUA
local bodies = {}
for _, size in ipairs({2, 12, 60}) do
  local file = io.open("$work/" .. size .. ".json", "rb")
  bodies[size] = file:read("*a")
  file:close()
end
local mix = {}
for i = 1, 100 do mix[i] = i <= 60 and 2 or i <= 95 and 12 or 60 end
math.randomseed(42)
for i = 100, 2, -1 do
  local j = math.random(i)
  mix[i], mix[j] = mix[j], mix[i]
end
local headers = {["Content-Type"] = "application/json",
  ["X-Sentry-Auth"] = "Sentry sentry_version=7, sentry_client=bench/1.0, sentry_key=public"}
local requests, next = {}, 0
function init(args)
  for i = 1, 100 do
    requests[i] = wrk.format("POST", "/api/1/store/", headers, bodies[mix[i]])
  end
end
function request()
  next = next % 100 + 1
  return requests[next]
end
LUA
cat > "$work/cyclops.conf" <<CONF
PROJECT_KEYS = [(1, 'public', 'secret')]
SENTRY_BASE_URL = 'http://127.0.0.1:9'
URL_CACHE_EXPIRATION = 3600
IO_THREADS = 1
CONF

jvm="-Xms1g -Xmx1g"
names=(bare cyclops)
ports=(18181 18182)
taskset -c 0 java $jvm -cp "$classpath" dev.cyclops.benchmarks.BareServer 18181 1 >"$work/bare.log" 2>&1 &
pids=("$!")
launch() { # checkout, port
  taskset -c 0 java $jvm -jar "$1/cyclops-launcher/target/cyclops-launcher.jar" -b 127.0.0.1 -p "$2" "$work/cyclops.conf" >"$work/$2.log" 2>&1 &
  pids+=("$!")
}
launch . 18182
if [ -n "$other" ]; then
  names+=(other)
  ports+=(18183)
  launch "$other" 18183
fi
for port in "${ports[@]}"; do
  until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do sleep 0.2; done
done

ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
measure() { # pid, port -> requests/s, CPU µs/request, p50 ms, p99 ms, errors
  local before after out
  before=$(ticks "$1")
  out=$(taskset -c 1 wrk -t1 -c32 -d"${seconds}s" --latency -s "$work/flood.lua" "http://127.0.0.1:$2")
  after=$(ticks "$1")
  printf '%s\n' "$out" | awk -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" '
    function ms(t) { return t ~ /us$/ ? t / 1000 : t ~ /ms$/ ? t + 0 : t * 1000 }
    $1 == "50%" { p50 = ms($2) } $1 == "99%" { p99 = ms($2) }
    / requests in / { n = $1 } /^Requests\/sec/ { rps = $2 }
    /Non-2xx/ { bad = $NF } /Socket errors/ { bad += 1 }
    END { printf "%.0f %.2f %.2f %.2f %d\n", rps, ticks / hz * 1e6 / n, p50, p99, bad }'
}

echo "warming up" >&2
for _ in 1 2; do
  for i in "${!names[@]}"; do measure "${pids[i]}" "${ports[i]}" >/dev/null; done
done
for run in $(seq "$runs"); do
  for i in "${!names[@]}"; do
    echo "${names[i]} $(measure "${pids[i]}" "${ports[i]}")" | tee -a "$work/results"
  done
done

echo
echo "| server | requests/s (range) | CPU µs/request (range) | p50 ms | p99 ms | bad answers |"
echo "|---|---|---|---|---|---|"
for server in "${names[@]}"; do
  column() { awk -v s="$server" -v c="$1" '$1 == s { print $c }' "$work/results" | sort -n; }
  median() { column "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
  range() { column "$1" | awk 'NR == 1 { low = $1 } { high = $1 } END { print low "–" high }'; }
  echo "| $server | $(median 2) ($(range 2)) | $(median 3) ($(range 3)) | $(median 4) | $(median 5) | $(column 6 | tail -1) |"
done
curl -s http://127.0.0.1:18182/count; echo
