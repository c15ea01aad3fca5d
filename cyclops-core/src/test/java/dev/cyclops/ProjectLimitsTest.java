/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.Receipt.Outcome;
import dev.cyclops.auth.KeySource;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.filter.ProjectLimit;
import dev.cyclops.filter.ProjectLimits;
import dev.cyclops.send.RateController;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The limits of projects in a whole barrier. */
class ProjectLimitsTest {
  private static final String[] ITEMS = {"event", "transaction", "session", "attachment"};
  private static final ProjectLimits LEARNED = new ProjectLimits(Map.of(), ProjectLimit.learned());

  @TempDir private Path folder;

  private final ManualTime time = new ManualTime();
  private final ScriptedSender sender = new ScriptedSender();
  private final Map<Outcome, Long> answered = new EnumMap<>(Outcome.class);
  private Cyclops cyclops;

  private CyclopsBuilder builder() {
    sender.alwaysAnswer(ScriptedSender.OK);
    return Cyclops.builder()
        .sender(sender)
        .keys(KeySource.openToAll())
        .storage(Storage.inMemory(1 << 20, QueueOrder.NEWEST_FIRST))
        .rateController(RateController.percentile(10, Duration.ofNanos(1)))
        .nanoClock(time::nanos)
        .clock(time);
  }

  private static ProjectLimits all(double sustained, long burst) {
    return new ProjectLimits(Map.of(), ProjectLimit.perSecond(sustained, burst));
  }

  @AfterEach
  void close() {
    if (cyclops != null) {
      cyclops.close(Duration.ZERO);
    }
  }

  private Receipt accept(long project, String... items) {
    StringBuilder envelope = new StringBuilder("{}\n");
    for (String item : items) {
      envelope.append("{\"type\":\"").append(item).append("\"}\n{\"message\":\"m\"}\n");
    }
    Event event = Event.envelope(project, "key", envelope.toString().getBytes(UTF_8));
    Receipt receipt = cyclops.accept(event).toCompletableFuture().join();
    answered.merge(receipt.outcome(), 1L, Long::sum);
    return receipt;
  }

  @Test
  void limited_isAccountedForByItself() {
    cyclops = builder().floodLimit(1, Duration.ZERO).projectLimits(all(0.001, 3)).build().start();

    for (int i = 0; i < 10; i++) {
      accept(1, "event");
    }

    CyclopsStats stats = cyclops.stats();
    assertThat(stats.limited()).isEqualTo(7);
    assertThat(stats.processed()).isEqualTo(3);
    assertThat(stats.ignored() + stats.sampled() + stats.shed() + stats.reduced()).isZero();
    assertThat(stats.accepted()).isEqualTo(10);
  }

  @Test
  void hook_hearsOfIt() {
    Map<Outcome, DataCategory> heard = new EnumMap<>(Outcome.class);
    cyclops =
        builder()
            .projectLimits(all(0.001, 1))
            .metrics(
                new CyclopsMetrics() {
                  @Override
                  public void onReceipt(long project, DataCategory category, Outcome outcome) {
                    heard.put(outcome, category);
                  }
                })
            .build()
            .start();

    accept(1, "transaction");
    accept(1, "transaction");

    assertThat(heard).containsEntry(Outcome.LIMITED, DataCategory.TRANSACTION);
  }

  static LongStream seeds() {
    return LongStream.range(1, 30);
  }

  /** Whatever comes, and whatever the limits are changed to meanwhile. */
  @ParameterizedTest
  @MethodSource("seeds")
  void books_balance(long seed) {
    Random random = new Random(seed);
    cyclops =
        builder()
            .floodLimit(8, Duration.ofSeconds(5))
            .ignorePercentage(Map.of(2L, 50))
            .projectLimits(all(0.5, 2))
            .build()
            .start();

    int events = 400;
    for (int i = 0; i < events; i++) {
      String first = ITEMS[random.nextInt(ITEMS.length)];
      long project = 1 + random.nextInt(4);
      Receipt receipt =
          random.nextBoolean() ? accept(project, first) : accept(project, first, "session");
      assertThat(receipt.isSuccess()).isTrue();
      time.passMillis(random.nextInt(50));
      if (i > 100 && random.nextInt(100) == 0) {
        cyclops.projectLimits(random.nextBoolean() ? ProjectLimits.NONE : all(1, 5));
      }
    }

    cyclops.close(Duration.ZERO);
    CyclopsStats stats = cyclops.stats();
    assertThat(stats.unaccounted()).isZero();
    assertThat(stats.accepted()).isEqualTo(events);
    assertThat(stats.limited()).isEqualTo(answered.get(Outcome.LIMITED)).isPositive();
    assertThat(stats.reduced()).isEqualTo(answered.get(Outcome.REDUCED)).isPositive();
    assertThat(stats.ignored()).isEqualTo(answered.get(Outcome.IGNORED)).isPositive();
  }

  @Test
  void projectLimits_canBeChangedWhileItRuns() {
    cyclops = builder().floodLimit(1, Duration.ZERO).build().start();
    accept(1, "event");

    cyclops.projectLimits(all(0.001, 1));
    accept(1, "event");
    accept(1, "event");
    cyclops.projectLimits(all(0.001, 1));
    accept(1, "event");
    cyclops.projectLimits(ProjectLimits.NONE);
    accept(1, "event");

    assertThat(answered).containsEntry(Outcome.LIMITED, 2L).containsEntry(Outcome.PROCESSED, 3L);
  }

  @Test
  void snapshot_isWrittenAtTheEndAndTakenUpAtTheStart() throws Exception {
    Path file = folder.resolve("limits");
    cyclops = learning(file);
    accept(1, "event");
    cyclops.close();
    assertThat(file).isNotEmptyFile();

    try (Warnings warnings = new Warnings()) {
      cyclops = learning(file);
      assertThat(warnings.count).isZero();
    }
  }

  @Test
  void snapshot_thatIsDamagedIsToldOnceAndReplaced() throws Exception {
    Path file = Files.writeString(folder.resolve("limits"), "damaged");
    try (Warnings warnings = new Warnings()) {
      cyclops = learning(file);
      assertThat(warnings.count).isEqualTo(1);
      assertThat(accept(1, "event").outcome()).isEqualTo(Outcome.PROCESSED);
      cyclops.close();
      cyclops = learning(file);
      assertThat(warnings.count).isEqualTo(1);
    }
  }

  @Test
  void snapshot_makesItsFolder() {
    Path file = folder.resolve("none").resolve("limits");
    cyclops = learning(file);
    cyclops.close();
    assertThat(file).isNotEmptyFile();
  }

  @Test
  void snapshot_thatCannotBeWrittenIsToldAndKeepsNothingFromEnding() throws Exception {
    try (Warnings warnings = new Warnings()) {
      cyclops = learning(folder.resolve("none").resolve("limits"));
      assertThat(warnings.count).isZero();
      Files.writeString(folder.resolve("none"), "a file where a folder should be");
      cyclops.close();
      assertThat(warnings.count).isEqualTo(1);
    }
  }

  private Cyclops learning(Path file) {
    return builder().projectLimits(LEARNED).limitsSnapshot(file).build().start();
  }

  /** Counts what the keeper of the limits warns of. */
  private static final class Warnings extends Handler implements AutoCloseable {
    private static final Logger LOGGER = Logger.getLogger(LimitsKeeper.class.getName());
    int count;

    Warnings() {
      LOGGER.addHandler(this);
    }

    @Override
    public void publish(LogRecord line) {
      count += line.getLevel().equals(Level.WARNING) ? 1 : 0;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      LOGGER.removeHandler(this);
    }
  }
}
