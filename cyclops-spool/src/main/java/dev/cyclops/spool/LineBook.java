/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.spool;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.EventCodes;
import dev.cyclops.storage.ShedTier;
import org.jspecify.annotations.Nullable;

/** What a project holds of a category. Guarded by the lock of the books. */
final class LineBook {
  final int code;

  /** Null for one that only a newer version knows: left to that. */
  final @Nullable DataCategory category;

  final ShedTier tier;
  long ready;
  long waiting;
  long leased;
  long bytesAtHand;
  long bytesInHand;

  LineBook(int code) {
    this.code = code;
    category = EventCodes.category(code);
    tier = ShedTier.of(category == null ? DataCategory.DEFAULT : category);
  }

  long held() {
    return ready + waiting + leased;
  }
}
