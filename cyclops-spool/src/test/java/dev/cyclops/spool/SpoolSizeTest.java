/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.Route;
import dev.cyclops.storage.PutResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the file stays as small as it was told to, whatever comes. */
class SpoolSizeTest {
  private static final long MAX_BYTES = 4 << 20;

  @TempDir private Path folder;
  private final Random random = new Random(1);

  /** Bodies between the two lengths; those about half a page fill pages worst. */
  @ParameterizedTest
  @CsvSource({
    "50, 50",
    "300, 300",
    "2000, 2000",
    "2600, 2600",
    "3900, 3900",
    "4050, 4050",
    "6000, 6000",
    "8000, 8000",
    "8200, 8200",
    "16500, 16500",
    "100000, 100000",
    "1, 4000",
    "1, 20000",
    "4000, 8000"
  })
  void file_staysWithinItsBound(int from, int to) throws Exception {
    long shed = 0;
    try (SpoolStorage storage =
        Patience.spool(folder.resolve("spool"))
            .maxBytes(MAX_BYTES)
            .durability(Durability.PROCESS)
            .build()) {
      // Twice what there is room for.
      for (long put = 0; put < 2 * MAX_BYTES; ) {
        List<CompletableFuture<PutResult>> some = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
          int length = from + random.nextInt(to - from + 1);
          put += length + 120;
          some.add(storage.put(event(1 + random.nextInt(5), length)).toCompletableFuture());
        }
        for (CompletableFuture<PutResult> each : some) {
          assertThat(each.get().stored()).isTrue();
        }
      }
      shed = storage.stats().shed();
    }

    assertThat(shed).isPositive();
    assertThat(Files.size(folder.resolve("spool/spool.db"))).isLessThan(MAX_BYTES * 11 / 10);
  }

  private static Event event(long project, int length) {
    return Event.builder(Route.ENVELOPE)
        .body(new byte[length])
        .build()
        .accepted(project, "key", null, DataCategory.ERROR, UnaryOperator.identity());
  }
}
