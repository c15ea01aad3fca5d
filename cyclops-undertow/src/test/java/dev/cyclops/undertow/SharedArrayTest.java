/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.Route;
import org.junit.jupiter.api.Test;

final class SharedArrayTest {
  private final SharedArray shared = new SharedArray();

  private void settled(boolean kept, int times) {
    for (int i = 0; i < times; i++) {
      shared.settled(kept);
    }
  }

  @Test
  void next_isTheSameArrayWhileMostAreDropped() {
    byte[] first = shared.next(Route.STORE, 100);
    settled(false, 98);
    settled(true, 2);

    assertThat(first).hasSize(BodyReader.TRUSTED_BYTES);
    assertThat(shared.next(Route.ENVELOPE, 100)).isSameAs(first);
  }

  @Test
  void next_isNoneOnceMostAreKept() {
    settled(false, 1000);
    settled(true, 9);

    assertThat(shared.next(Route.STORE, 100)).isNull();
  }

  @Test
  void next_isSharedAgainWhenAFloodBegins() {
    settled(true, 1000);
    settled(false, 8);

    assertThat(shared.next(Route.STORE, 100)).isNotNull();
  }

  @Test
  void next_isSharedForABodyOfUnknownLength() {
    settled(true, 1000);

    assertThat(shared.next(Route.STORE, -1)).isNotNull();
  }

  @Test
  void next_isNoneForWhatIsNeverDropped() {
    assertThat(shared.next(Route.MINIDUMP, 100)).isNull();
    assertThat(shared.next(Route.ATTACHMENTS, -1)).isNull();
  }
}
