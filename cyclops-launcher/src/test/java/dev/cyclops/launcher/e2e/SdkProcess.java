/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.e2e;

import dev.cyclops.testkit.TestCertificates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real SDK in a process of its own, so that several generations of it do not meet. */
enum SdkProcess {
  SENTRY_8("sentry8", "Sentry8Client.java"),
  SENTRY_1_7("sentry1", "Sentry1Client.java"),
  RAVEN_8("raven8", "Raven8Client.java");

  private final String folder;
  private final String source;

  SdkProcess(String folder, String source) {
    this.folder = folder;
    this.source = source;
  }

  /** Runs the client to its end and answers what it printed. */
  List<String> report(int port) throws IOException, InterruptedException {
    return report("http", port, List.of());
  }

  /** Runs another client of the same generation to its end. */
  List<String> run(String source, int port) throws IOException, InterruptedException {
    return run(source, "http", port, List.of());
  }

  /** The same with a server whose certificate only that store knows. */
  List<String> reportOverHttps(int port, Path trustStore) throws IOException, InterruptedException {
    return report(
        "https",
        port,
        List.of(
            "-Djavax.net.ssl.trustStore=" + trustStore,
            "-Djavax.net.ssl.trustStorePassword=" + TestCertificates.TRUST_STORE_PASSWORD));
  }

  private List<String> report(String scheme, int port, List<String> options)
      throws IOException, InterruptedException {
    return run(source, scheme, port, options);
  }

  private List<String> run(String source, String scheme, int port, List<String> options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", Path.of("target", "sdks", folder, "*").toString()));
    command.add(Path.of("src", "test", "sdk", source).toString());
    command.add(
        "%s://%s:%s@127.0.0.1:%d/%d"
            .formatted(scheme, Barrier.PUBLIC_KEY, Barrier.SECRET_KEY, port, Barrier.PROJECT));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(this + " failed:\n" + output);
      }
      return output.lines().toList();
    } finally {
      process.destroyForcibly();
    }
  }

  /** The values of the lines that start with a word. */
  static List<String> values(List<String> lines, String word) {
    return lines.stream()
        .filter(line -> line.startsWith(word + " "))
        .map(line -> line.substring(word.length() + 1).replace("-", ""))
        .toList();
  }
}
