/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What stands in the file of a Redis. Not thread-safe. */
final class RedisConfiguration {
  private final List<String> lines = new ArrayList<>();
  private RedisVersion version = RedisVersion.BUNDLED;
  private @Nullable String certificatePem;
  private @Nullable String keyPem;
  private boolean sentinel;
  private boolean cluster;

  RedisConfiguration() {
    add("bind", RedisServer.HOST);
    add("save", "");
    // Its own name for the process would hide the folder from the guard.
    add("proc-title-template", "{title} {config-file} {listen-addr} {server-mode}");
  }

  RedisConfiguration add(String name, String... values) {
    lines.add(name + " " + Stream.of(values).map(RedisConfiguration::quoted).collect(joining(" ")));
    return this;
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  void version(RedisVersion version) {
    this.version = version;
  }

  RedisVersion version() {
    return version;
  }

  void tls(String certificatePem, String keyPem) {
    this.certificatePem = certificatePem;
    this.keyPem = keyPem;
  }

  /** Speaks TLS if the other does, and in the same way. */
  void tlsAs(RedisConfiguration other) {
    certificatePem = other.certificatePem;
    keyPem = other.keyPem;
  }

  @Nullable String certificatePem() {
    return certificatePem;
  }

  @Nullable String keyPem() {
    return keyPem;
  }

  boolean speaksTls() {
    return certificatePem != null;
  }

  void makeSentinel() {
    sentinel = true;
  }

  boolean isSentinel() {
    return sentinel;
  }

  void makeCluster() {
    cluster = true;
  }

  boolean isCluster() {
    return cluster;
  }

  String text() {
    return String.join("\n", lines) + "\n";
  }
}
