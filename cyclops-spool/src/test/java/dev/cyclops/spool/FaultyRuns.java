/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.event.EventId;
import dev.cyclops.spool.FaultControl.How;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs under {@code faults.c}: one small run after the other, in each the next call fails, until
 * there are no more calls. What is left of each is copied while the disk still is as it is, as a
 * {@code kill -9} would leave it.
 */
final class FaultyRuns {
  /** What each begins with. */
  static final String BEGINNING = "beginning";

  static final String JOURNAL = "journal.txt";

  private final Path base;
  private final FaultControl control;
  private final How how;
  private final int error;
  private final int only;
  private final boolean closes;
  private final Set<EventId> there;

  private FaultyRuns(Path base, FaultControl control, How how, int error, int only, boolean closes)
      throws IOException {
    this.base = base;
    this.control = control;
    this.how = how;
    this.error = error;
    this.only = only;
    this.closes = closes;
    there =
        Files.readAllLines(base.resolve(BEGINNING + ".txt")).stream()
            .map(line -> Objects.requireNonNull(EventId.parse(line)))
            .collect(Collectors.toCollection(HashSet::new));
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path base = Path.of(arguments[0]);
    new FaultyRuns(
            base,
            FaultControl.of(Path.of(System.getenv(FaultControl.VARIABLE))),
            How.valueOf(arguments[1]),
            Integer.parseInt(arguments[2]),
            Integer.parseInt(arguments[3]),
            Boolean.parseBoolean(arguments[4]))
        .all();
    // As it is: what is still open is not closed.
    Runtime.getRuntime().halt(0);
  }

  private void all() throws IOException, InterruptedException {
    List<String> journal = new ArrayList<>();
    boolean failed = true;
    for (int call = 1; failed; call++) {
      Path folder = base.resolve("run" + call);
      copy(base.resolve(BEGINNING), folder);
      FaultyRun run = new FaultyRun(folder, there);
      control.watch(folder);
      control.fail(call, error, how, only);
      boolean opened = run.run();
      failed = control.failed() > 0;
      boolean isOver = how == How.ONCE || how == How.SHORT_ONCE;
      if (!opened && isOver && !run.open(1)) {
        run.wrong.add("a failure that is over keeps it from opening: " + run.notOpened);
      } else if (isOver) {
        run.expectRecovery();
      }
      if (closes) {
        run.close();
      }
      copy(folder, base.resolve("left" + call));
      control.letAllThrough();
      run.close();
      journal.add(
          call
              + " ACK "
              + join(run.acknowledged)
              + " NO "
              + join(run.refused)
              + " DONE "
              + join(run.done)
              + " WRONG "
              + run.wrong);
      Files.write(base.resolve(JOURNAL), journal);
    }
    System.out.println("calls: " + journal.size());
  }

  private static String join(Set<EventId> ids) {
    return ids.stream().map(EventId::toString).collect(Collectors.joining(","));
  }

  /** By another process, whose calls all go well. */
  private static void copy(Path from, Path to) throws IOException, InterruptedException {
    ProcessBuilder cp =
        new ProcessBuilder(
            "sh", "-c", "[ ! -e \"$0\" ] || cp -a \"$0\" \"$1\"", from.toString(), to.toString());
    cp.environment().remove("LD_PRELOAD");
    if (cp.inheritIO().start().waitFor() != 0) {
      throw new IOException("cp " + from);
    }
  }
}
