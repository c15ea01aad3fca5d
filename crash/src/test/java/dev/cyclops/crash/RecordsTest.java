/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsTest {
  @TempDir Path folder;

  @Test
  void open_goesOnWithWhatWasRecorded() throws Exception {
    Path file = folder.resolve("records");
    Verdict before;
    try (Records records = Records.open(file)) {
      records.sent("a", "hash");
      records.acknowledged("a");
      records.sent("b", "hash");
      records.acknowledged("b");
      records.delivered("b", "hash", 3);
      records.delivered("c", "hash", 3);
      records.killed(new Kill(1, 2, "LOAD"));
      before = records.verdict();
    }
    assertThat(before.lost()).containsOnlyKeys("a");
    assertThat(before.strangers()).containsExactly("c");
    try (Records records = Records.open(file)) {
      assertThat(records.verdict()).isEqualTo(before);
      assertThat(records.kills()).containsExactly(new Kill(1, 2, "LOAD"));
      records.delivered("a", "hash", 3);
      assertThat(records.verdict().lost()).isEmpty();
    }
  }
}
