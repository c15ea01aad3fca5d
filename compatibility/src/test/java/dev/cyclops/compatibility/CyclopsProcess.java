/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged server in a process of its own, with its defaults save for address and keys. */
final class CyclopsProcess implements AutoCloseable {
  private static final Path JAR = Path.of("..", "cyclops-launcher", "target");
  private static final Pattern PORT = Pattern.compile("listens on \\S*:(\\d+):");
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final Process process;
  private final Path out;
  private final Path err;

  private CyclopsProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static CyclopsProcess start(Path folder, String sentryUrl) throws IOException {
    Path conf = folder.resolve("cyclops.conf");
    Files.writeString(
        conf,
        """
        SENTRY_BASE_URL = '%s'
        MAX_DUMP_INTERVAL = 10  # ms, until Sentry has answered for the first time
        SEND_CLIENT_REPORTS = False  # only what the clients say is compared
        OPERATOR_PORT = None
        PROJECT_KEYS = [(%d, '%s', '%s')]
        """
            .formatted(sentryUrl, Run.PROJECT, Run.PUBLIC_KEY, Run.SECRET_KEY));
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + folder,
                "-jar",
                JAR.resolve("cyclops-launcher.jar").toAbsolutePath().normalize().toString(),
                "-b",
                "127.0.0.1",
                "-p",
                "0",
                conf.toString())
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.toUpperCase(Locale.ROOT).startsWith("CYCLOPS_"));
    Process process = ClientProcess.start(builder, "the suite needs a JDK");
    return new CyclopsProcess(process, out, err);
  }

  int port() {
    await()
        .atMost(PATIENCE)
        .until(() -> !process.isAlive() || PORT.matcher(Files.readString(out)).find());
    Matcher matcher = PORT.matcher(read(out));
    assertThat(matcher.find()).as("it did not start: %s%s", read(out), read(err)).isTrue();
    return Integer.parseInt(matcher.group(1));
  }

  /** Stops it as an operator does: what it still holds goes to Sentry before it ends. */
  void stop() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(read(err)).isEmpty();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
