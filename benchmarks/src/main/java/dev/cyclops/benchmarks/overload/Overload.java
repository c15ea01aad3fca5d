/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.benchmarks.overload;

import dev.cyclops.benchmarks.drain.ServerProcess;
import dev.cyclops.benchmarks.overload.Answers.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Four times of what Sentry takes, for as long as is wanted, through the packaged launcher with a
 * small heap. Arguments: seconds; the launcher's jar; an empty folder; and options of the
 * launcher's JVM. Ends with 1 and a line for each mark that was missed.
 */
public final class Overload {
  private static final int SENTRY_PER_SECOND = 250;
  private static final int FACTOR = 4;
  private static final int WORKERS = 8;
  private static final int CONNECTIONS = 16;
  private static final long PROGRESS_SECONDS = 10;
  private static final double MOST_PAUSE_MILLIS = 200;

  private final Path folder;
  private final Path jar;
  private final List<String> jvmOptions = new ArrayList<>();
  private final Path jvmLog;
  private final Answers answers = new Answers();
  private final List<String> missed = new ArrayList<>();

  private Overload(Path jar, Path folder, List<String> jvmOptions) {
    this.jar = jar;
    this.folder = folder;
    jvmLog = folder.resolve("jvm.log");
    this.jvmOptions.addAll(jvmOptions);
    this.jvmOptions.add("-XX:+ExitOnOutOfMemoryError");
    this.jvmOptions.add("-Xlog:gc*,safepoint:file=" + jvmLog + ":uptime:filecount=0");
  }

  /**
   * Runs to the end.
   *
   * @param args as told above
   * @throws IOException when a process cannot be started or asked
   */
  public static void main(String[] args) throws IOException {
    List<String> options = List.of(args).subList(3, args.length);
    Overload overload = new Overload(Path.of(args[1]), Path.of(args[2]), options);
    overload.run(Long.parseLong(args[0]));
    overload.missed.forEach(line -> System.out.println("MISSED: " + line));
    System.exit(overload.missed.isEmpty() ? 0 : 1);
  }

  private void run(long seconds) throws IOException {
    try (ServerProcess sentry = ServerProcess.start()) {
      int sentryPort = sentry.open(WORKERS, 1e3 * WORKERS / SENTRY_PER_SECOND, 1);
      try (Door door = Door.start(folder, jar, sentryPort, jvmOptions)) {
        ServerProcess.Use before = sentry.use(sentryPort);
        long sent = load(door, seconds);
        double perSecond = sentry.use(sentryPort).arrivedPerSecondSince(before);
        System.out.printf(
            "sent %d in %d s; Sentry got %.0f a second of %d%n",
            sent, seconds, perSecond, SENTRY_PER_SECOND);
        tellAnswers(sent);
        tellBooks(door);
        tellPauses();
      }
    }
  }

  /** Reports at the constant pace until the end or until the door has gone; returns how often. */
  private long load(Door door, long seconds) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    long start = System.nanoTime();
    long end = start + TimeUnit.SECONDS.toNanos(seconds);
    long interval = TimeUnit.SECONDS.toNanos(1) / (FACTOR * SENTRY_PER_SECOND);
    AtomicLong turns = new AtomicLong();
    List<Future<Long>> reporters = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      reporters.add(
          threads.submit(new Reporter(door.port(), start, interval, end, turns, answers, 1 + i)));
    }
    threads.shutdown();
    try {
      while (!threads.awaitTermination(PROGRESS_SECONDS, TimeUnit.SECONDS) && door.isAlive()) {
        try {
          progress(door, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start));
        } catch (IOException e) {
          // The report tells what became of it.
          System.out.println("the operator's port does not answer: " + e.getMessage());
        }
      }
      long sent = 0;
      int failed = 0;
      for (Future<Long> reporter : reporters) {
        try {
          sent += reporter.get(2, TimeUnit.MINUTES);
        } catch (ExecutionException | TimeoutException e) {
          failed++;
        }
      }
      if (failed > 0) {
        missed.add(failed + " of " + CONNECTIONS + " connections failed: not all sent is known");
      }
      return sent;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void progress(Door door, long second) throws IOException {
    Summary summary = answers.summary();
    Door.Books books = door.books();
    JvmLog.Contents log = JvmLog.read(jvmLog);
    List<Integer> heap = log.heapMegabytes();
    System.out.printf(
        "%5d s: %d answers 200, %d 429, %d other; p50 %.1f p99 %.1f max %.1f ms; queue %d events"
            + " %d MB; shed %d; heap %s MB after a collection; RSS %d MB; longest pause %.1f ms%n",
        second,
        summary.success(),
        summary.limited(),
        summary.other(),
        summary.p50(),
        summary.p99(),
        summary.maxMillis(),
        books.ready(),
        books.queuedBytes() >> 20,
        books.shed(),
        heap.isEmpty() ? "-" : heap.get(heap.size() - 1).toString(),
        door.kilobytes("VmRSS") >> 10,
        log.pauses().isEmpty() ? 0 : log.pauses().get(0).totalMillis());
  }

  private void tellAnswers(long sent) {
    Summary summary = answers.summary();
    System.out.printf(
        "answers: %d 200, %d 429, %d other; p50 %.1f, p99 %.1f, longest %.1f ms%n",
        summary.success(),
        summary.limited(),
        summary.other(),
        summary.p50(),
        summary.p99(),
        summary.maxMillis());
    if (summary.other() > 0) {
      missed.add(summary.other() + " answers were neither 200 nor 429");
    }
    if (summary.all() != sent) {
      missed.add(sent + " sent, but " + summary.all() + " answered");
    }
  }

  private void tellBooks(Door door) throws IOException {
    if (!door.isAlive() || door.ranOutOfMemory()) {
      missed.add("the door " + (door.isAlive() ? "ran out of memory" : "has ended") + ":");
      Files.readAllLines(folder.resolve("cyclops.log")).stream().limit(20).forEach(missed::add);
      return;
    }
    Door.Books books = door.books();
    for (int i = 0; i < 50 && books.unaccounted() != 0; i++) {
      // An event that Sentry has just taken is between two counters for a moment.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      books = door.books();
    }
    System.out.printf(
        "books: %d accepted, %d with Sentry, %d shed, %d still queued (%d MB), %d unaccounted;"
            + " RSS %d MB, at most %d MB%n",
        books.accepted(),
        books.done(),
        books.shed(),
        books.ready(),
        books.queuedBytes() >> 20,
        books.unaccounted(),
        door.kilobytes("VmRSS") >> 10,
        door.kilobytes("VmHWM") >> 10);
    if (books.unaccounted() != 0) {
      missed.add(books.unaccounted() + " events are in no book");
    }
    long success = answers.summary().success();
    if (books.accepted() != success) {
      missed.add(success + " answers were 200, but " + books.accepted() + " are in the books");
    }
    if (books.shed() == 0) {
      System.out.println("nothing was shed: too short for the queue to fill");
    }
  }

  private void tellPauses() throws IOException {
    JvmLog.Contents log = JvmLog.read(jvmLog);
    List<Integer> heap = new ArrayList<>(log.heapMegabytes());
    Collections.sort(heap);
    if (!heap.isEmpty()) {
      System.out.printf(
          "heap after %d collections: median %d, at most %d MB%n",
          heap.size(), heap.get(heap.size() / 2), heap.get(heap.size() - 1));
    }
    System.out.printf("%d safepoints; the longest:%n", log.pauses().size());
    log.pauses().stream().limit(8).forEach(pause -> System.out.println("  " + pause));
    if (log.pauses().isEmpty()) {
      missed.add("no safepoint was logged: the pauses are not known");
    } else if (log.pauses().get(0).totalMillis() > MOST_PAUSE_MILLIS) {
      missed.add("a pause of more than 200 ms: " + log.pauses().get(0));
    }
  }
}
