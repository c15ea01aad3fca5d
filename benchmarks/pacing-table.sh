#!/bin/sh
# Builds what it needs and prints the tables of the simulated paces.
set -eu
cd "$(dirname "$0")/.."
mvn -B -q -pl benchmarks -am -DskipTests package
exec java -cp "benchmarks/target/classes:benchmarks/target/lib/*" dev.cyclops.benchmarks.PacingTable
