#!/usr/bin/env bash
# What the senders cost: CPU time for each event of 12 KB to a bare server on the other core, plain and
# with TLS and verification, in alternating runs of one process; beside them the whole sending side.
# Needs taskset. Usage: benchmarks/sender.sh [in flight] [runs] [seconds a run] [part of a name]
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT

mvn -B ${MVN_ARGS:-} -q -DskipTests -pl benchmarks -am package
classpath="benchmarks/target/classes:benchmarks/target/lib/*"
keytool -genkeypair -alias key -keyalg EC -groupname secp256r1 -dname CN=localhost \
  -ext san=dns:localhost,ip:127.0.0.1 -storetype PKCS12 -keystore "$work/keys.p12" \
  -storepass changeit -validity 2 2>/dev/null

taskset -c 1 java -Xms512m -Xmx512m -cp "$classpath" dev.cyclops.benchmarks.BareServer \
  18191 1 18192 "$work/keys.p12" changeit >"$work/server.log" 2>&1 &
pids=("$!")
for port in 18191 18192; do
  until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do sleep 0.2; done
done
taskset -c 0 java -Xms1g -Xmx1g ${JAVA_ARGS:-} -Djavax.net.ssl.trustStore="$work/keys.p12" \
  -Djavax.net.ssl.trustStorePassword=changeit -cp "$classpath" \
  dev.cyclops.benchmarks.send.SenderCost 18191 18192 "${1:-16}" "${2:-7}" "${3:-4}" ${4:+"$4"}
