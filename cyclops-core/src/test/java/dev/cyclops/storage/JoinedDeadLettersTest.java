/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cyclops.storage.DeadLetters.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JoinedDeadLettersTest {
  private final FallbackTrial trial = new FallbackTrial();
  private final DeadLetters dead = trial.storage.deadLetters();

  /** Some die in one storage, some in the other, some at the same moment. */
  @BeforeEach
  void fill() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 40; i++) {
      trial.primary.available = random.nextBoolean();
      trial.put(trial.event(1));
      Delivery delivery = trial.storage.next(1, Paused.NOTHING).get(0);
      trial.storage.settle(delivery, Settlement.deadLetter("number " + i));
      trial.time.passMillis(random.nextInt(2));
    }
    assertThat(trial.memory.stats().dead()).isBetween(10L, 30L);
  }

  @Test
  void list_isOneListOfBoth() {
    List<DeadLetter> all = dead.list(100);
    assertThat(all).hasSize(40).extracting(DeadLetter::id).doesNotHaveDuplicates();
    assertThat(all)
        .extracting(DeadLetter::diedAtMillis)
        .isSortedAccordingTo((a, b) -> b.compareTo(a));
    assertThat(dead.list(7)).isEqualTo(all.subList(0, 7));
    assertThat(trial.storage.stats().dead()).isEqualTo(40);
    trial.assertBalance(40);
    assertThatIllegalArgumentException().isThrownBy(() -> dead.list(0));
    assertThatIllegalArgumentException().isThrownBy(() -> dead.list(0, all.get(0).id()));
  }

  @Test
  void list_hasPages() {
    List<DeadLetter> all = dead.list(100);
    for (int size : new int[] {1, 3, 39, 100}) {
      List<DeadLetter> paged = new ArrayList<>(dead.list(size));
      List<DeadLetter> page = paged;
      while (!(page = dead.list(size, paged.get(paged.size() - 1).id())).isEmpty()) {
        assertThat(page).hasSizeLessThanOrEqualTo(size);
        paged.addAll(page);
      }
      assertThat(paged).as("%d a page", size).isEqualTo(all);
    }
    assertThat(dead.list(5, "memory-99999")).isEmpty();
    assertThat(dead.list(5, "99999")).isEmpty();
  }

  @Test
  void eachIsFoundAndDropped() {
    for (DeadLetter letter : dead.list(100)) {
      assertThat(letter.id()).matches("[A-Za-z0-9-]{1,64}");
      assertThat(dead.find(letter.id())).contains(letter);
      assertThat(dead.drop(letter.id())).isTrue();
      assertThat(dead.drop(letter.id())).isFalse();
      assertThat(dead.find(letter.id())).isEmpty();
    }
    assertThat(trial.storage.stats().dead()).isZero();
    trial.assertBalance(40);
  }

  @Test
  void eachIsSentOnceMore() {
    for (DeadLetter letter : dead.list(100)) {
      assertThat(dead.retry(letter.id())).isTrue();
      assertThat(dead.retry(letter.id())).isFalse();
    }
    assertThat(trial.nextAll()).hasSize(40);
    trial.assertBalance(40);
  }
}
