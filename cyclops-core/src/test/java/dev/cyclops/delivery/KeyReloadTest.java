/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.ManualTime;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeyReloadTest {
  private final ManualTime time = new ManualTime();
  private final AtomicInteger reloads = new AtomicInteger();
  private final Faults faults = new Faults();

  @Test
  void run_reloadsAtMostOnceInTenSeconds() {
    KeyReload reload = new KeyReload(reloads::incrementAndGet, time::nanos, faults);
    reload.run();
    reload.run();
    time.passMillis(9_999);
    reload.run();
    assertThat(reloads).hasValue(1);
    time.passMillis(1);
    reload.run();
    assertThat(reloads).hasValue(2);
  }

  @Test
  void run_survivesAReloadThatThrows() {
    KeyReload reload =
        new KeyReload(
            () -> {
              throw new IllegalStateException("keys");
            },
            time::nanos,
            faults);
    reload.run();

    assertThat(faults.count()).isEqualTo(1);
  }
}
