/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyRingTest {
  private static final ProjectKey A = new ProjectKey(1, "a", null);
  private static final ProjectKey B = new ProjectKey(2, "b", null);

  private final ScriptedSource source = new ScriptedSource();

  /** Refreshed by hand: the period never comes. */
  private final KeyRing ring = new KeyRing(source, Duration.ofDays(1));

  @AfterEach
  void close() {
    ring.close();
  }

  @Test
  void keys_letNobodyInBeforeTheStart() {
    assertThat(ring.keys().authorize(1, "a", null)).isNull();
  }

  @Test
  void start_loadsTheKeys() {
    source.answers.add(List.of(A));
    ring.start();

    assertThat(ring.keys().authorize(1, "a", null)).isEqualTo(A);
  }

  @Test
  void start_failsWithTheFirstLoad() {
    IOException cause = new IOException("no database");
    source.answers.add(cause);

    assertThatIllegalStateException()
        .isThrownBy(ring::start)
        .withMessage("the project keys cannot be loaded: no database")
        .withCause(cause);
  }

  @Test
  void refresh_replacesTheWholeSet() {
    source.answers.add(List.of(A));
    source.answers.add(List.of(B));
    ring.start();
    ProjectKeys before = ring.keys();

    ring.refresh();

    assertThat(ring.keys().authorize(2, "b", null)).isEqualTo(B);
    assertThat(ring.keys().authorize(1, "a", null)).isNull();
    assertThat(before.authorize(1, "a", null)).isEqualTo(A);
    assertThat(before.authorize(2, "b", null)).isNull();
  }

  @Test
  void refreshSoon_loadsOnceMoreWithoutBeingWaitedFor() {
    source.answers.add(List.of(A));
    source.answers.add(List.of(B));
    ring.start();

    ring.refreshSoon();

    while (ring.keys().authorize(2, "b", null) == null) {
      Thread.onSpinWait();
    }
  }

  @Test
  void refreshSoon_afterTheEndDoesNothing() {
    source.answers.add(List.of(A));
    ring.start();
    ring.close();

    ring.refreshSoon();

    assertThat(ring.keys().authorize(1, "a", null)).isEqualTo(A);
  }

  @Test
  void refresh_keepsTheLastGoodSetWhateverHappens() {
    source.answers.add(List.of(A));
    source.answers.add(new IOException("away"));
    source.answers.add(new IllegalStateException("still away"));
    source.answers.add(new NoClassDefFoundError("driver"));
    source.answers.add(List.of(B));
    ring.start();

    for (int i = 0; i < 3; i++) {
      ring.refresh();
      assertThat(ring.keys().authorize(1, "a", null)).isEqualTo(A);
    }
    ring.refresh();
    assertThat(ring.keys().authorize(2, "b", null)).isEqualTo(B);
  }

  @Test
  void start_ofAnOpenSourceLetsEverybodyIn() {
    try (KeyRing open = new KeyRing(KeySource.openToAll(), Duration.ofDays(1))) {
      assertThat(open.keys().authorize(5, "any", null)).isNull();
      open.start();
      assertThat(open.keys().authorize(5, "any", null)).isNotNull();
    }
  }

  @Test
  void keyRing_checksItsPeriod() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KeyRing(source, Duration.ZERO))
        .withMessage("period <= 0: PT0S");
  }

  @Test
  void keySource_ofKeysCopiesThem() throws Exception {
    ProjectKey[] keys = {A};
    KeySource fixed = KeySource.of(keys);
    keys[0] = B;

    assertThat(fixed.load()).containsExactly(A);
    assertThat(fixed.restricts()).isTrue();
    assertThat(KeySource.openToAll().restricts()).isFalse();
  }

  private static final class ScriptedSource implements KeySource {
    final Deque<Object> answers = new ArrayDeque<>();

    @Override
    @SuppressWarnings("unchecked")
    public Collection<ProjectKey> load() throws Exception {
      Object answer = answers.remove();
      if (answer instanceof Exception exception) {
        throw exception;
      }
      if (answer instanceof Error error) {
        throw error;
      }
      return (Collection<ProjectKey>) answer;
    }
  }
}
