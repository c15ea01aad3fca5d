/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.event.Event;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.RedisOptions;
import dev.cyclops.redis.migrate.PythonQueues;
import dev.cyclops.servers.RedisServer;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Lists as a Python Cyclops wrote them into a real Redis. */
class MigrationIT {
  private static RedisServer server;

  private final Storage storage = Storage.inMemory(16 << 20, QueueOrder.OLDEST_FIRST);
  private final Intake intake = new Intake(storage, 1 << 20);
  private final List<Long> progress = new ArrayList<>();
  private PythonRedis python;
  private RedisLink link;
  private PythonQueues queues;

  @BeforeAll
  static void startRedis() {
    server = RedisServer.create();
  }

  @AfterAll
  static void stopRedis() {
    server.close();
  }

  @BeforeEach
  void open() {
    server.execute("FLUSHALL");
    python = new PythonRedis(server);
    link =
        RedisLink.open(
            RedisOptions.builder()
                .address(RedisServer.HOST, server.port())
                .timeout(Duration.ofSeconds(5))
                .build());
    queues = PythonQueues.of(link);
    assertThat(queues.lock()).isTrue();
  }

  @AfterEach
  void close() {
    intake.close();
    queues.close();
    link.close();
  }

  @Test
  void run_movesAllInTheirOrderAndSetsTheUnreadableAside() throws Exception {
    for (byte[] entry : PythonEntries.unreadable()) {
      python.put("7", entry);
    }
    for (byte[] entry : PythonEntries.readable()) {
      python.put("7", entry);
    }
    python.put("None", PythonEntries.entry("unreadable/no-project"));

    Migration migration = migrate();

    assertThat(migration.stopped()).isNull();
    assertThat(migration.count().movedEvents()).isEqualTo(PythonEntries.readable().size());
    assertThat(migration.count().unreadableEntries())
        .isEqualTo(PythonEntries.unreadable().size() + 1);
    assertThat(migration.count().unreadableProjects()).containsExactly("7", "None");
    assertThat(queues.projects()).isEmpty();
    assertThat(python.list(PythonQueues.unreadableKey("7")))
        .containsExactlyElementsOf(PythonEntries.unreadable());
    assertThat(server.number("LLEN", "cyclops:unreadable:None")).isEqualTo(1);
    List<String> ids = ids(stored());
    assertThat(ids.subList(0, 5))
        .containsExactly(
            "a".repeat(32), "b".repeat(32), "c".repeat(32), "d".repeat(32), "e".repeat(32));
    assertThat(ids.get(5)).matches("[0-9a-f]{32}");
    assertThat(progress).isNotEmpty();
  }

  @Test
  void run_movesThousandsOfSeveralProjects() throws Exception {
    python.fill("7", 1000);
    python.fill("8", 700);
    python.fill("10", 1);

    Migration migration = migrate();

    assertThat(migration.count().movedEvents()).isEqualTo(1701);
    assertThat(storage.size(7)).isEqualTo(1000);
    assertThat(storage.size(8)).isEqualTo(700);
    assertThat(storage.size(10)).isEqualTo(1);
    assertThat(ids(stored().stream().filter(event -> event.project() == 7).toList()))
        .isEqualTo(PythonRedis.ids(1000));
    // The link tries whether Redis takes writes, with a key that expires.
    assertThat((List<?>) server.execute("KEYS", "*"))
        .map(String::valueOf)
        .filteredOn(key -> !key.endsWith(":probe"))
        .as("the lock and the projects' set")
        .hasSize(2);
  }

  @Test
  void run_stopsBeforeItPushesOutWhatHasComeSince() throws Exception {
    python.fill("7", 1000);
    Storage small = Storage.inMemory(256 << 10, QueueOrder.OLDEST_FIRST);
    Migration migration;
    try (Intake narrow = new Intake(small, 1 << 20)) {
      migration = new Migration(queues, narrow, progress::add);
      migration.run();

      assertThat(migration.stopped()).contains("60 %");
      assertThat(small.stats().shed()).isZero();
      assertThat(small.totalSize()).isBetween(50L, 900L);
      assertThat(small.totalSize() + queues.size("7")).isEqualTo(1000);
    }
    assertThat(migrate().count().movedEvents()).isEqualTo(1000 - migration.count().movedEvents());
  }

  @Test
  void run_leavesWhatTheStorageDoesNotTake() throws Exception {
    python.fill("7", 10);
    try (Intake closed = new Intake(storage, 1 << 20)) {
      closed.close();
      Migration migration = new Migration(queues, closed, progress::add);
      migration.run();

      assertThat(migration.stopped()).contains("takes no more events");
      assertThat(migration.count().all()).isZero();
    }
    assertThat(queues.size("7")).isEqualTo(10);
    assertThat(server.number("EXISTS", "cyclops:unreadable:7")).isZero();
  }

  @Test
  void settle_leavesAloneWhatAnInstanceOfOldHasPutInItsPlace() throws Exception {
    python.fill("7", 3);
    List<byte[]> read = queues.read("7", 0);
    List<PythonQueues.Fate> moved =
        List.of(PythonQueues.Fate.MOVED, PythonQueues.Fate.MOVED, PythonQueues.Fate.MOVED);
    // It takes from the tail, and adds there.
    python.pop("7");
    python.put("7", PythonEntries.entry("post"));

    assertThat(queues.settle("7", read, moved)).isEqualTo(2);
    assertThat(python.list("cyclops:queue:7")).containsExactly(PythonEntries.entry("post"));
    assertThat(queues.settle("7", read, moved)).as("once more").isZero();
  }

  @Test
  void lock_isOnesOnly() {
    try (PythonQueues other = PythonQueues.of(link)) {
      assertThat(other.lock()).isFalse();
      assertThatThrownBy(() -> other.settle("7", List.of(), List.of()))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThat(server.number("PTTL", "cyclops:migration")).isBetween(1L, 60_000L);
    queues.close();
    try (PythonQueues other = PythonQueues.of(link)) {
      assertThat(other.lock()).isTrue();
    }
  }

  @Test
  void look_countsAndChangesNothing() throws Exception {
    python.fill("7", 200);
    PythonEntries.unreadable().forEach(entry -> python.put("8", entry));
    long bytes =
        server.number("LLEN", "cyclops:queue:7") + server.number("LLEN", "cyclops:queue:8");

    MigrationCount count = Migration.look(queues, done -> {});

    // Two of them are read, and refused by the barrier only when they are put.
    assertThat(count.movedEvents()).isEqualTo(202);
    assertThat(count.unreadableEntries()).isEqualTo(PythonEntries.unreadable().size() - 2);
    assertThat(count.reasons()).contains("1: has 3 fields instead of 5");
    assertThat(server.number("LLEN", "cyclops:queue:7") + server.number("LLEN", "cyclops:queue:8"))
        .isEqualTo(bytes);
  }

  private Migration migrate() {
    Migration migration = new Migration(queues, intake, progress::add);
    migration.run();
    return migration;
  }

  private List<Event> stored() {
    return storage.next(5000, Paused.NOTHING).stream().map(Delivery::event).toList();
  }

  private static List<String> ids(List<Event> events) {
    return events.stream().map(event -> String.valueOf(event.id())).toList();
  }
}
