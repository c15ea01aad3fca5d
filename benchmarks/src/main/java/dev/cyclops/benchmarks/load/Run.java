/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.load;

/**
 * What one run of one server has shown.
 *
 * @param perSecond requests answered
 * @param cpuMicros of the server's process, for each request
 * @param p50 in milliseconds
 * @param p99 in milliseconds
 * @param kept how many of the events the server says it has kept, 0 to 1
 * @param client how much of its core the client has used, 0 to 1
 */
record Run(
    double perSecond, double cpuMicros, double p50, double p99, double kept, double client) {}
