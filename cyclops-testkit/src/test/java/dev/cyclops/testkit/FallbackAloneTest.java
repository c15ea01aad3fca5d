/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** That a fallback does a storage's whole work while the other one is away. */
class FallbackAloneTest extends StorageContract {
  @Override
  protected Storage create(long maxBytes, QueueOrder order, Duration maxAge, InstantSource clock) {
    return Storage.withFallback(new AwayStorage(maxBytes), maxBytes, order, maxAge, clock);
  }

  @Test
  void stats_sayWhatIsKeptInMemoryOnly() {
    Storage storage = ample();
    assertThat(storage.stats().notDurableSinceMillis()).isZero();
    long since = clock.millis();
    putErrors(storage, 1, 3);
    storage.markAsDone(nextOne(storage));
    assertThat(storage.stats().notDurable()).isEqualTo(3);
    assertThat(storage.stats().notDurableHeld()).isEqualTo(2);
    assertThat(storage.stats().notDurableSinceMillis()).isEqualTo(since);
    assertThat(storage.isAvailable()).isTrue();
  }
}
