/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import dev.cyclops.event.Event;
import java.util.concurrent.CompletionStage;

/** An overflow whose spiller has its turns before a put returns, rather than beside it. */
public final class TurnedOverflow extends OverflowStorage {
  /** Each look finds that a while has passed. */
  private long nanos;

  public TurnedOverflow(Storage memory, Storage disk) {
    super((InMemoryStorage) memory, disk);
  }

  @Override
  public CompletionStage<PutResult> put(Event event) {
    CompletionStage<PutResult> stage = super.put(event);
    synchronized (this) {
      long wait = 0;
      while (wait == 0) {
        nanos += Spiller.LONGEST_BACKOFF_NANOS;
        wait = spillTurn(nanos);
      }
    }
    return stage;
  }
}
