/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link FakeSentry} in a process of its own, which can be killed and started again on the same
 * port, and whose requests are known all the same: its {@link SentryJournal} outlives it. Times are
 * those of its own clock, which under Linux is the one of all processes. Not thread-safe.
 */
public final class FakeSentryProcess implements AutoCloseable {
  private final Path folder;
  private final List<String> setUp;
  private final List<Path> journals = new ArrayList<>();
  private @Nullable Path keyStore;
  private Process process;
  private BufferedReader answers;
  private Writer commands;
  private final ReservedPort port;
  private final int number;
  private long listeningNanos;

  private FakeSentryProcess(Path folder, @Nullable Path keyStore, List<String> setUp) {
    this.folder = folder;
    this.keyStore = keyStore;
    this.setUp = List.copyOf(setUp);
    port = reserve();
    number = port.number();
    process = launch();
    answers = process.inputReader(UTF_8);
    commands = process.outputWriter(UTF_8);
    awaitListening();
  }

  /**
   * Starts one on a free port.
   *
   * @param folder for its journals
   * @param setUp commands that hold from the beginning, as {@link FakeSentryMain} takes them, and
   *     again after each {@link #restart()}
   * @return listening; to be closed
   */
  public static FakeSentryProcess start(Path folder, String... setUp) {
    return new FakeSentryProcess(folder, null, List.of(setUp));
  }

  /**
   * Starts one on a free port that speaks TLS.
   *
   * @param folder for its journals
   * @param keyStore as {@link PemIdentity#keyStore()}
   * @param setUp as for {@link #start}
   * @return listening; to be closed
   */
  public static FakeSentryProcess startTls(Path folder, Path keyStore, String... setUp) {
    return new FakeSentryProcess(folder, keyStore, List.of(setUp));
  }

  /** For all its lives, and the time between them. */
  private static ReservedPort reserve() {
    try {
      return ReservedPort.of(0);
    } catch (IOException e) {
      throw new UncheckedIOException("no port is free", e);
    }
  }

  private Process launch() {
    try {
      Path journal = folder.resolve("sentry-" + (journals.size() + 1) + ".journal");
      journals.add(journal);
      List<String> line = new ArrayList<>();
      line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      // Small, and ready at once: what is measured is how others treat it.
      line.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
      line.addAll(List.of("-cp", ownCode().toString(), FakeSentryMain.class.getName()));
      line.addAll(List.of("" + number, journal.toString()));
      line.add(keyStore == null ? "-" : keyStore.toString());
      line.addAll(setUp);
      return new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a fake Sentry", e);
    }
  }

  private static Path ownCode() {
    try {
      return Path.of(
          FakeSentryProcess.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private void awaitListening() {
    String[] words = answer().split(" ", -1);
    listeningNanos = Long.parseLong(words[2]);
  }

  /**
   * Where it listens.
   *
   * @return the same port in all its lives
   */
  public int port() {
    return number;
  }

  /**
   * Where it is.
   *
   * @return {@code http://127.0.0.1:PORT}, or {@code https://localhost:PORT} with TLS
   */
  public String url() {
    return keyStore == null ? "http://127.0.0.1:" + number : "https://localhost:" + number;
  }

  /**
   * From when on it listens.
   *
   * @return since the start or the last {@link #restart()}, as its clock told it
   */
  public long listeningNanos() {
    return listeningNanos;
  }

  /**
   * Tells it what to do.
   *
   * @param command as {@link FakeSentryMain} takes it
   * @return from when on it holds, as its clock told it
   * @throws IllegalArgumentException when it does not understand
   */
  public long tell(String command) {
    try {
      commands.write(command + "\n");
      commands.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the fake Sentry is gone", e);
    }
    String answer = answer();
    if (!answer.startsWith("ok ")) {
      throw new IllegalArgumentException(answer);
    }
    return Long.parseLong(answer.substring(3));
  }

  private String answer() {
    try {
      String line = answers.readLine();
      if (line == null) {
        throw new IllegalStateException("the fake Sentry has ended");
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException("the fake Sentry is gone", e);
    }
  }

  /**
   * Kills it as {@code kill -9} does, and waits until it is gone: from then on connections are
   * refused.
   *
   * @return when, as this process tells it
   */
  public long kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return System.nanoTime();
  }

  /**
   * Starts it anew on the same port, killed or not, set up as at first.
   *
   * @return when it listens, as its clock told it
   */
  public long restart() {
    kill();
    process = launch();
    answers = process.inputReader(UTF_8);
    commands = process.outputWriter(UTF_8);
    awaitListening();
    return listeningNanos;
  }

  /**
   * As {@link #restart()}, with another certificate.
   *
   * @param keyStore as {@link PemIdentity#keyStore()}
   * @return when it listens, as its clock told it
   */
  public long restartTls(Path keyStore) {
    this.keyStore = keyStore;
    return restart();
  }

  /**
   * What it has seen so far, in all its lives.
   *
   * @return in the order in which it was written
   */
  public List<JournalEntry> journal() {
    return journals.stream().flatMap(file -> SentryJournal.read(file).stream()).toList();
  }

  /** Kills it, and gives its port back. The journals stay. */
  @Override
  public void close() {
    kill();
    port.close();
  }
}
