#!/bin/sh
# How much more two threads get through accept than one; arguments: rounds, seconds, new errors in a hundred.
set -eu
cd "$(dirname "$0")/.."
mvn -B -q -pl benchmarks -am -DskipTests package
exec java -Xms1g -Xmx1g -cp "benchmarks/target/classes:benchmarks/target/lib/*" \
  dev.cyclops.benchmarks.AcceptScaling "$@"
