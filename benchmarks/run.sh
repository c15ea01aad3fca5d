#!/bin/sh
# Builds what the benchmarks need and runs them; arguments go to JMH.
set -eu
cd "$(dirname "$0")/.."
mvn -B -q -pl benchmarks -am -DskipTests package
exec java -cp "benchmarks/target/classes:benchmarks/target/lib/*" org.openjdk.jmh.Main "$@"
