/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.event.Event;
import dev.cyclops.storage.DropListener;
import dev.cyclops.storage.Drops;
import dev.cyclops.storage.ShedTier;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** Sends dead letters once more, as if they had just arrived. Thread-safe. */
final class Revival {
  private static final long MORE_BYTES =
      QueueScript.EVENT_BYTES - QueueScript.LETTER_BYTES + QueueScript.LINE_BYTES;

  private final QueueChannel channel;
  private final QueuePicture picture;
  private final RoomMaker room;
  private final Executor roomThread;
  private final EventNames names;
  private final InstantSource clock;
  private final Supplier<DropListener> onDropped;

  Revival(
      QueueChannel channel,
      QueuePicture picture,
      RoomMaker room,
      Executor roomThread,
      EventNames names,
      InstantSource clock,
      Supplier<DropListener> onDropped) {
    this.channel = channel;
    this.picture = picture;
    this.room = room;
    this.roomThread = roomThread;
    this.names = names;
    this.clock = clock;
    this.onDropped = onDropped;
  }

  /** Waits for Redis; false when it is no longer there, or there is no room. */
  boolean revive(LetterId id, Event event) {
    byte[] name = names.next(event, clock.millis());
    int answer = ask(id, name);
    if (answer < 0) {
      answer = makeRoom(id, event) ? ask(id, name) : 0;
    }
    return answer > 0;
  }

  /** As for one that is put, but not by forgetting that very letter. */
  private boolean makeRoom(LetterId id, Event event) {
    Drops dropped = new Drops();
    ShedTier tier = ShedTier.of(event.category());
    try {
      return CompletableFuture.supplyAsync(
              () -> room.makeRoom(event.project(), tier, MORE_BYTES, id, dropped), roomThread)
          .join();
    } finally {
      dropped.tell(onDropped.get());
    }
  }

  private int ask(LetterId id, byte[] name) {
    long limit;
    synchronized (picture) {
      limit = picture.limitOf(id.shard());
    }
    List<byte[]> args =
        List.of(
            QueueChannel.text(DeadBounds.cutoffMillis(clock.millis())),
            id.member(),
            QueueChannel.text(limit),
            name);
    return QueueChannel.await(
        channel.ask(
            id.shard(),
            QueueScript.REVIVE,
            args,
            answer -> {
              int revived = (int) answer.number();
              if (revived > 0) {
                picture.books.deadTotal--;
              }
              return revived;
            }));
  }
}
