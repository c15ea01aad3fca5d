/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.filter.grouping.GroupingCorpus.Pair;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a person says of real events, and what the built-in fingerprinter says. */
class GroupingCorpusTest {
  private static final GroupingCorpus CORPUS = GroupingCorpus.load();
  private static final int MIN_PAIRS = 300;
  private static final int MIN_SDKS = 8;
  private static final int MAX_PAIRS_OF_TEMPLATE = 5;

  static List<Pair> pairs() {
    return CORPUS.pairs();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pairs")
  void fingerprint_saysWhatAPersonSays(Pair pair) {
    boolean asLabelled = saysSame(pair) == pair.same();
    String known = CORPUS.known().get(pair.id());
    if (known == null) {
      assertThat(asLabelled).as("%s#%s", pair.left(), pair.right()).isTrue();
    } else {
      assertThat(asLabelled).as("mended, so no longer to be listed: %s", known).isFalse();
    }
  }

  @Test
  void fingerprint_isOneForEveryEvent() {
    CORPUS
        .events()
        .forEach(
            (sdk, events) ->
                events.forEach(
                    (name, event) ->
                        assertThat(Grouping.FINGERPRINTER.fingerprint(event).group())
                            .as("%s %s", sdk, name)
                            .isNotNull()));
  }

  /** How often it is right, by SDK, into the report of the tests. */
  @Test
  void fingerprint_isRightButForTheKnown(TestReporter reporter) {
    Map<String, int[]> bySdk = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (Pair pair : CORPUS.pairs()) {
      int[] counts = bySdk.computeIfAbsent(pair.sdk(), sdk -> new int[4]);
      boolean right = saysSame(pair) == pair.same();
      counts[(pair.same() ? 0 : 2) + (right ? 0 : 1)]++;
      if (!right) {
        wrong.add(pair.id());
      }
    }
    bySdk.forEach(
        (sdk, counts) ->
            reporter.publishEntry(
                sdk,
                "same: %d right, %d wrong; different: %d right, %d wrong"
                    .formatted(counts[0], counts[1], counts[2], counts[3])));
    assertThat(wrong).containsExactlyInAnyOrderElementsOf(CORPUS.known().keySet());
  }

  @Test
  void pairs_areEnoughOfManySdks() {
    assertThat(CORPUS.pairs()).hasSizeGreaterThanOrEqualTo(MIN_PAIRS);
    assertThat(CORPUS.events()).hasSizeGreaterThanOrEqualTo(MIN_SDKS);
    assertThat(CORPUS.pairs()).extracting(Pair::id).doesNotHaveDuplicates();
    assertThat(CORPUS.pairs()).extracting(Pair::reason).noneMatch(String::isBlank);
  }

  @Test
  void pairs_areFewOfEachTemplate() {
    Map<String, Long> counts =
        CORPUS.pairs().stream().collect(groupingBy(Pair::template, counting()));
    assertThat(counts)
        .allSatisfy((name, count) -> assertThat(count).isBetween(1L, (long) MAX_PAIRS_OF_TEMPLATE));
  }

  @Test
  void pairs_areOfTheirTemplate() {
    assertThat(CORPUS.pairs())
        .allSatisfy(
            pair -> {
              String failure = pair.template().substring(pair.template().indexOf('/') + 1);
              assertThat(failureOf(pair.left())).isEqualTo(failure);
              assertThat(failureOf(pair.right()).equals(failure)).isEqualTo(pair.same());
            });
  }

  @Test
  void pairs_areOfBothKinds() {
    long same = CORPUS.pairs().stream().filter(Pair::same).count();
    long all = CORPUS.pairs().size();
    assertThat(same * 3).isBetween(all, 2 * all);
  }

  @Test
  void pairs_areNamedOnce() {
    assertThat(CORPUS.pairs())
        .extracting(pair -> Set.of(pair.sdk(), pair.left(), pair.right()))
        .doesNotHaveDuplicates();
  }

  @Test
  void pairs_differInTheirBytes() {
    assertThat(CORPUS.pairs())
        .allSatisfy(
            pair ->
                assertThat(CORPUS.event(pair.sdk(), pair.left()).array())
                    .isNotEqualTo(CORPUS.event(pair.sdk(), pair.right()).array()));
  }

  @Test
  void events_areAllInAPair() {
    Set<String> named = new HashSet<>();
    for (Pair pair : CORPUS.pairs()) {
      Stream.of(pair.left(), pair.right()).forEach(name -> named.add(pair.sdk() + " " + name));
    }
    Set<String> recorded = new HashSet<>();
    CORPUS
        .events()
        .forEach((sdk, events) -> events.keySet().forEach(name -> recorded.add(sdk + " " + name)));
    assertThat(recorded).isEqualTo(named);
  }

  private static boolean saysSame(Pair pair) {
    return group(pair.sdk(), pair.left()).equals(group(pair.sdk(), pair.right()));
  }

  private static Object group(String sdk, String name) {
    return Grouping.FINGERPRINTER.fingerprint(CORPUS.event(sdk, name)).group();
  }

  private static String failureOf(String name) {
    return name.substring(0, name.indexOf('#'));
  }
}
