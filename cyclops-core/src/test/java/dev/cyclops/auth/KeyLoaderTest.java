/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.ManualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Turn by turn, in a time that is moved by hand. */
class KeyLoaderTest {
  private static final Duration PERIOD = Duration.ofSeconds(120);
  private static final ProjectKey A = new ProjectKey(1, "a", "secret");
  private static final ProjectKey B = new ProjectKey(2, "b", null);
  private static final IOException AWAY = new IOException("connection refused by db:5432");

  @RegisterExtension private final KeyLines lines = new KeyLines();
  @TempDir private Path folder;

  private final ManualTime time = new ManualTime();
  private final ScriptedKeySource source = new ScriptedKeySource();
  private final CurrentKeys current = new CurrentKeys();
  private final LoadRequests requests = new LoadRequests(true);
  private @Nullable Path file;
  private @Nullable KeyLoader built;

  private KeyLoader loader() {
    if (built == null) {
      built = loader(source);
    }
    return built;
  }

  private KeyLoader loader(KeySource of) {
    KeyLog log = new KeyLog(time.nanos());
    return new KeyLoader(
        of,
        file == null ? null : new KeysSnapshot(file, time::nanos, time, log),
        current,
        requests,
        new LoadSchedule(PERIOD.toNanos(), () -> 0, time.nanos()),
        new EmptyAnswers(PERIOD.toNanos()),
        new LoadCounts(),
        time::nanos,
        log);
  }

  private long turn() {
    return Duration.ofNanos(loader().turn()).toSeconds();
  }

  private long turnAfter(long seconds) {
    time.pass(Duration.ofSeconds(seconds));
    return turn();
  }

  private @Nullable Object fileKey() throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private boolean holds(ProjectKey key) {
    KeySet set = current.get();
    return set != null && set.keys().authorize(key.project(), key.publicKey(), null) != null;
  }

  private KeyStats stats() {
    return loader().stats();
  }

  private double age() {
    return stats().ageSeconds().orElseThrow();
  }

  // ---- when

  @Test
  void turn_loadsAtOnceAndThenAfterAPeriod() {
    source.thenKeys(A).thenKeys(B);

    assertThat(turn()).isEqualTo(120);
    assertThat(turnAfter(119)).isEqualTo(1);
    assertThat(source.loads).hasValue(1);
    assertThat(turnAfter(1)).isEqualTo(120);
    assertThat(source.loads).hasValue(2);
    assertThat(holds(B)).isTrue();
    assertThat(holds(A)).isFalse();
  }

  @Test
  void turn_loadsAtOnceWhenAnUnknownKeyKnocks() {
    source.thenKeys(A).thenKeys(A, B);
    turn();
    time.pass(Duration.ofSeconds(3));

    assertThat(requests.knock()).isTrue();
    turn();

    assertThat(holds(B)).isTrue();
    assertThat(source.loads).hasValue(2);
  }

  @Test
  void turn_hearsOnlyOneKnockInTenSeconds() {
    source.thenKeys(A);
    turn();
    for (int second = 0; second < 100; second++) {
      for (int stranger = 0; stranger < 50; stranger++) {
        requests.knock();
      }
      turnAfter(1);
    }

    // At the first knock, and then every ten seconds.
    assertThat(source.loads).hasValue(1 + 10);
  }

  @Test
  void turn_forStrangersTakesAFifthOfTheTime() {
    source.thenKeys(A);
    source.meanwhile = () -> time.pass(Duration.ofSeconds(5));
    turn();
    long loaded = source.loads.get();
    for (int second = 0; second < 110; second++) {
      requests.knock();
      turnAfter(1);
    }

    assertThat(source.loads.get() - loaded).isBetween(4L, 5L);
  }

  @Test
  void turn_answersWhoKnocksWhileItLoads() {
    source.thenKeys(A).thenKeys(A).thenKeys(A, B);
    turn();
    time.pass(Duration.ofSeconds(20));
    source.meanwhile = requests::knock;
    requests.knock();

    assertThat(turn()).isEqualTo(10);
    assertThat(holds(B)).isFalse();
    turnAfter(10);
    assertThat(holds(B)).isTrue();
  }

  @Test
  void turn_meltsWhatIsAskedIntoOne() {
    source.thenKeys(A);
    turn();
    time.pass(Duration.ofSeconds(1));
    requests.ask();
    requests.ask();

    assertThat(turn()).isEqualTo(120);
    source.meanwhile = requests::ask;
    requests.ask();
    assertThat(turn()).isEqualTo(1);
    assertThat(turnAfter(1)).isEqualTo(1);
    assertThat(source.loads).hasValue(3);
  }

  @Test
  void turn_isDoneWithASetThatNeverChanges() {
    KeyLoader fixed = loader(KeySource.of(A));

    assertThat(fixed.isDone()).isFalse();
    fixed.turn();

    assertThat(fixed.isDone()).isTrue();
    assertThat(fixed.stats())
        .isEqualTo(new KeyStats(1, 1, OptionalDouble.empty(), false, false, 1, 0));
    assertThat(lines.take()).isEmpty();
  }

  // ---- outages

  @Test
  void turn_keepsTheLastGoodSetForAsLongAsAnOutageLasts() {
    source
        .thenKeys(A)
        .thenFails(AWAY)
        .thenFails(new IllegalStateException("still away"))
        .thenFails(new NoClassDefFoundError("driver"))
        .thenFails(new OutOfMemoryError())
        .thenFails(AWAY)
        .thenKeys(A);
    turn();
    assertThat(lines.take()).containsExactly("INFO project keys loaded: 1 key of 1 project");

    assertThat(turnAfter(120)).isEqualTo(10);
    for (int i = 0; i < 4; i++) {
      assertThat(holds(A)).isTrue();
      assertThat(stats().failing()).isTrue();
      turnAfter(10);
    }
    assertThat(lines.take())
        .containsExactly(
            "WARNING the project keys cannot be loaded, the last ones hold:"
                + " connection refused by db:5432");
    assertThat(age()).isEqualTo(160);

    assertThat(turnAfter(10)).isEqualTo(120);
    assertThat(lines.take())
        .containsExactly("INFO the project keys can be loaded again, after 50 s");
    assertThat(stats()).isEqualTo(new KeyStats(1, 1, OptionalDouble.of(0), false, false, 2, 5));
  }

  @Test
  void turn_warnsOfEachOutage() {
    source.thenKeys(A).thenFails(AWAY).thenKeys(A).thenFails(AWAY);
    turn();
    lines.take();
    turnAfter(120);
    turnAfter(10);
    turnAfter(120);

    assertThat(lines.take())
        .hasSize(3)
        .satisfies(
            all -> {
              assertThat(all.get(0)).startsWith("WARNING");
              assertThat(all.get(1)).startsWith("INFO");
              assertThat(all.get(2)).startsWith("WARNING");
            });
  }

  @Test
  void turn_takesNothingOfALoadThatFailsHalfway() {
    source.thenKeys(A);
    turn();
    KeySource half =
        new KeySource() {
          @Override
          public Collection<ProjectKey> load() {
            throw new AssertionError("not by this way");
          }

          @Override
          public void load(Consumer<? super ProjectKey> taker) throws IOException {
            taker.accept(B);
            throw new IOException("reset by the server");
          }
        };

    loader(half).turn();

    assertThat(holds(A)).isTrue();
    assertThat(holds(B)).isFalse();
  }

  @Test
  void turn_atTheStartIsRepeatedEachSecondAndQuiet() {
    source.thenFails(AWAY).thenFails(AWAY).thenKeys(A);

    assertThat(turn()).isEqualTo(1);
    assertThat(loader().problem()).isSameAs(AWAY);
    assertThat(turnAfter(1)).isEqualTo(1);
    assertThat(turnAfter(1)).isEqualTo(120);

    assertThat(loader().problem()).isNull();
    assertThat(lines.take()).containsExactly("INFO project keys loaded: 1 key of 1 project");
  }

  @Test
  void turn_forgetsAnInterruptThatASourceLeavesBehind() throws Exception {
    file = folder.resolve("keys");
    source.thenKeys(A);
    source.meanwhile = Thread.currentThread()::interrupt;

    turn();

    assertThat(Thread.interrupted()).isFalse();
    assertThat(KeysFile.read(file).keys().keyCount()).isEqualTo(1);
  }

  @Test
  void turn_whileItIsClosedSaysNothing() {
    source.thenKeys(A).thenFails(AWAY);
    turn();
    lines.take();
    source.meanwhile = () -> loader().close(new Thread());
    turnAfter(120);

    assertThat(lines.take()).isEmpty();
    assertThat(stats().failures()).isZero();
    assertThat(loader().isDone()).isTrue();
  }

  // ---- changes

  @Test
  void turn_tellsOfASetThatChanged() {
    source.thenKeys(A).thenKeys(A).thenKeys(A, B, new ProjectKey(2, "b2", null));
    turn();
    ProjectKeys first = current.get().keys();
    turnAfter(120);
    assertThat(current.get().keys()).isSameAs(first);
    lines.take();
    turnAfter(120);

    assertThat(lines.take())
        .containsExactly("INFO the project keys have changed: 3 keys of 2 projects");
  }

  @Test
  void turn_withNoKeysFromTheBeginningBelievesIt() {
    source.thenKeys().thenKeys();
    turn();
    turnAfter(120);

    assertThat(current.get().keys().keyCount()).isZero();
    assertThat(lines.take())
        .containsExactly("WARNING there are no project keys: nobody can report");
  }

  @Test
  void turn_believesThatThereAreNoKeysAfterAPeriod() {
    source.thenKeys(A).thenKeys();
    turn();
    lines.take();

    assertThat(turnAfter(120)).isEqualTo(120);
    assertThat(lines.take())
        .containsExactly(
            "WARNING there are no project keys any more; in case that is a mistake, the last ones"
                + " hold for 2 min more: 1 key of 1 project");
    requests.ask();
    assertThat(turnAfter(60)).isEqualTo(60);
    requests.ask();
    turnAfter(59);
    assertThat(holds(A)).isTrue();
    assertThat(lines.take()).isEmpty();

    turnAfter(1);
    assertThat(holds(A)).isFalse();
    assertThat(lines.take())
        .containsExactly("INFO there are no project keys any more: nobody can report");
    turnAfter(120);
    assertThat(lines.take()).isEmpty();
  }

  @Test
  void turn_forgetsASuspicionWhenThereAreKeysAgain() {
    source.thenKeys(A).thenKeys().thenKeys(A).thenKeys();
    turn();
    turnAfter(120);
    lines.take();
    turnAfter(120);
    assertThat(lines.take()).containsExactly("INFO there are project keys again");

    turnAfter(120);
    turnAfter(60);
    assertThat(holds(A)).isTrue();
    assertThat(lines.take()).hasSize(1);
    assertThat(age()).isEqualTo(180);
  }

  @Test
  void turn_keepsASuspicionThroughAnOutage() {
    source.thenKeys(A).thenKeys().thenFails(AWAY).thenKeys();
    turn();
    turnAfter(120);
    turnAfter(120);
    assertThat(holds(A)).isTrue();
    turnAfter(10);
    assertThat(holds(A)).isFalse();
  }

  // ---- snapshot

  @Test
  void turn_writesTheSetOnlyWhenItChanged() throws Exception {
    file = folder.resolve("keys");
    source.thenKeys(A).thenKeys(A).thenKeys(B);
    turn();
    Object first = fileKey();
    turnAfter(120);
    assertThat(fileKey()).isEqualTo(first);
    assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(time.instant());

    turnAfter(120);
    assertThat(KeysFile.read(file).keys().authorize(2, "b", null)).isEqualTo(B);
    assertThat(KeysFile.read(file).readMillis()).isEqualTo(time.millis());
  }

  @Test
  void turn_writesAFileThatIsGone() throws Exception {
    file = folder.resolve("keys");
    source.thenKeys(A);
    turn();
    Files.delete(file);
    turnAfter(120);

    assertThat(KeysFile.read(file).keys().keyCount()).isEqualTo(1);
  }

  @Test
  void turn_goesOnWhenNothingCanBeWrittenAndTriesAgain() throws Exception {
    Path blocked = Files.writeString(folder.resolve("blocked"), "no folder");
    file = blocked.resolve("keys");
    source.thenKeys(A).thenKeys(B).thenKeys(B);
    turn();
    turnAfter(120);
    assertThat(holds(B)).isTrue();
    assertThat(lines.take())
        .filteredOn(line -> line.contains("written"))
        .singleElement()
        .asString()
        .startsWith("WARNING the project keys cannot be written to " + file + ": ");

    Files.delete(blocked);
    turnAfter(120);
    assertThat(lines.take())
        .containsExactly("INFO the project keys can be written again to " + file);
    assertThat(KeysFile.read(file).keys().authorize(2, "b", null)).isEqualTo(B);
  }

  @Test
  void turn_writesWhatItStillOwesThoughAnOlderFileIsThere() throws Exception {
    file = folder.resolve("keys");
    source.thenKeys(A).thenKeys(B).thenKeys(B);
    turn();
    Path inTheWay = Files.createDirectories(folder.resolve("keys.new/full"));
    turnAfter(120);
    assertThat(KeysFile.read(file).keys().authorize(1, "a", null)).isNotNull();

    Files.delete(inTheWay);
    Files.delete(inTheWay.getParent());
    turnAfter(120);
    assertThat(KeysFile.read(file).keys().authorize(2, "b", null)).isEqualTo(B);
  }

  @Test
  void turn_countsTheSnapshotAsGoodWhenThereAreNoKeys() throws Exception {
    file = folder.resolve("keys");
    KeysFile.write(file, new KeysFile.Contents(ProjectKeys.of(List.of(A)), 0));
    Files.setLastModifiedTime(file, FileTime.from(time.instant().minusSeconds(300)));
    source.thenKeys();

    turn();

    assertThat(holds(A)).isTrue();
    assertThat(stats().fromSnapshot()).isTrue();
    assertThat(age()).isEqualTo(300);
    assertThat(lines.take()).singleElement().asString().contains("WARNING", "no project keys");
    turnAfter(120);
    assertThat(holds(A)).isFalse();
    assertThat(KeysFile.read(file).keys().keyCount()).isZero();
  }

  @Test
  void turn_withADamagedSnapshotTakesWhatIsLoaded() throws Exception {
    file = Files.writeString(folder.resolve("keys"), "damaged!");
    source.thenKeys();
    turn();

    assertThat(current.get().keys().keyCount()).isZero();
    assertThat(lines.take())
        .containsExactly(
            "WARNING the project keys in "
                + file
                + " cannot be used: this is no file of project"
                + " keys",
            "WARNING there are no project keys: nobody can report");
  }

  // ---- age

  @Test
  void stats_beforeTheFirstLoadHasNoAge() {
    source.thenFails(AWAY);
    turn();
    assertThat(stats()).isEqualTo(new KeyStats(0, 0, OptionalDouble.empty(), false, true, 0, 1));
  }

  @Test
  void snapshot_fromAClockThatWasAheadIsNotYoungerThanNow() throws Exception {
    file = folder.resolve("keys");
    long ahead = time.millis() + 5000;
    KeysFile.write(file, new KeysFile.Contents(ProjectKeys.of(List.of(A)), ahead));
    source.thenKeys();
    turn();
    assertThat(age()).isZero();
  }
}
