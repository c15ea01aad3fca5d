/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The SDKs from Maven Central, run from source with their jar beside them. */
enum JavaClient implements Client {
  SENTRY_8("io.sentry:sentry", "sentry8", "SentryClient.java"),
  SENTRY_7("io.sentry:sentry", "sentry7", "SentryClient.java"),
  SENTRY_6("io.sentry:sentry", "sentry6", "SentryClient.java"),
  SENTRY_1("io.sentry:sentry", "sentry1", "Sentry1Client.java"),
  RAVEN_8("com.getsentry.raven:raven", "raven8", "Raven8Client.java"),
  RAVEN_7("com.getsentry.raven:raven", "raven7", "Raven7Client.java"),
  RAVEN_6("net.kencochrane.raven:raven", "raven6", "Raven6Client.java");

  private static final Path SDKS = Path.of("target", "sdks");

  private final String artifact;
  private final String folder;
  private final String source;

  JavaClient(String artifact, String folder, String source) {
    this.artifact = artifact;
    this.folder = folder;
    this.source = source;
  }

  @Override
  public String title() {
    return artifact;
  }

  /** Artifact and major version, which names the test in the report. */
  @Override
  public String toString() {
    return artifact + " " + name().replaceAll("\\D", "");
  }

  @Override
  public String version() throws IOException {
    try (Stream<Path> jars = Files.list(SDKS.resolve(folder))) {
      String jar = jars.findFirst().orElseThrow().getFileName().toString();
      return jar.replaceAll("^\\D*-(.*)\\.jar$", "$1");
    }
  }

  @Override
  public boolean needsSecretKey() {
    return compareTo(SENTRY_6) > 0;
  }

  @Override
  public Report report(String dsn) throws IOException, InterruptedException {
    String classPath =
        SDKS.resolve(folder) + "/*" + File.pathSeparator + SDKS.resolve("old") + "/*";
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // A race in the JDK's client, between the SDK's disconnecting and the next request,
            // makes
            // it send a request twice at times, to Sentry as to anyone.
            "-Dhttp.keepAlive=false",
            "-cp",
            classPath,
            Path.of("clients", "java", source).toString(),
            "report");
    String hint = "the suite needs a JDK";
    return Report.parse(ClientProcess.run(Path.of("."), Map.of("DSN", dsn), hint, command));
  }
}
