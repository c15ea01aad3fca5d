/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import dev.cyclops.undertow.wire.RequestFraming.Stop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.channels.StreamSinkChannel;
import org.xnio.conduits.AbstractStreamSourceConduit;
import org.xnio.conduits.ConduitReadableByteChannel;
import org.xnio.conduits.StreamSourceConduit;

/**
 * Gives its reader whole heads of requests, and bodies that are framed as they should be, and never
 * a byte beyond the request that is being read. A request that comes whole is looked at where the
 * reader wanted it; only what is cut into pieces, or pipelined, is held in memory of its own.
 * Confined to the I/O thread of its connection.
 */
final class GuardedSource extends AbstractStreamSourceConduit<StreamSourceConduit> {
  private static final byte[] NOTHING = {};

  private final RequestFraming framing;
  private final HeldBytes held;
  private final Watch watch;
  private final long headerNanos;
  private final long idleNanos;

  /** So many of the held bytes may be passed on. */
  private int passable;

  /** Whether bytes are held that the framing has not been asked about. */
  private boolean unseen;

  /** Nothing is looked at any more. */
  private boolean raw;

  /** Nothing is passed on any more but what is passable. */
  private boolean over;

  /** Why the request behind the one that is being read is refused. */
  private @Nullable Refusal queued;

  /** Whether a head has begun to come, and its deadline is running. */
  private boolean headWaits;

  private @Nullable Refusal refusal;
  private @Nullable Refusal bodyRefusal;

  GuardedSource(
      StreamSourceConduit source,
      WireLimits limits,
      WireTimeouts timeouts,
      ByteBudget budget,
      Time time,
      Runnable close) {
    super(source);
    framing = new RequestFraming(limits);
    held = new HeldBytes(budget);
    headerNanos = timeouts.header().toNanos();
    idleNanos = timeouts.idle().toNanos();
    watch = new Watch(time, () -> onDeadline(close));
  }

  /** Bytes of the connection that were read before. */
  void begin(ByteBuffer read) {
    if (held.append(read, read.position(), read.limit())) {
      unseen = !held.isEmpty();
    } else {
      queued = Refusal.BUSY;
    }
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    if (raw && held.isEmpty()) {
      return super.read(dst);
    }
    if (!held.isEmpty() || over || queued != null) {
      return readHeld(dst);
    }
    int from = dst.position();
    int read = super.read(dst);
    if (read <= 0) {
      return read;
    }
    int to = from + read;
    int passed = framing.pass(dst, from, to);
    if (passed == to && framing.stop() != Stop.BAD) {
      watch.clear();
      return read;
    }
    take(dst, passed, to);
    dst.position(passed);
    return passed > from ? passed - from : readHeld(dst);
  }

  /** Holds what cannot be passed on yet. */
  private void take(ByteBuffer dst, int from, int to) {
    if (framing.stop() == Stop.BAD) {
      refuse();
    } else if (held.append(dst, from, to)) {
      unseen = framing.stop() == Stop.END;
      settle();
    } else if (framing.stop() == Stop.END) {
      queued = Refusal.BUSY;
    } else {
      refuse(Refusal.BUSY);
    }
  }

  private int readHeld(ByteBuffer dst) throws IOException {
    while (true) {
      if (passable > 0) {
        int moved = held.moveTo(dst, passable);
        passable -= moved;
        return moved;
      }
      if (raw) {
        return super.read(dst);
      }
      if (over) {
        return 0;
      }
      if (queued != null) {
        refuse(queued);
      } else if (unseen) {
        look();
      } else {
        int read = held.fill(next);
        if (read == HeldBytes.NO_BUDGET) {
          refuse(Refusal.BUSY);
        } else if (read <= 0) {
          return read;
        } else {
          look();
        }
      }
    }
  }

  private void look() {
    passable = framing.pass(held.buffer(), held.start(), held.end()) - held.start();
    unseen = framing.stop() == Stop.END && held.size() > passable;
    settle();
  }

  /** Does what the framing asks for. */
  private void settle() {
    switch (framing.stop()) {
      case MORE -> {
        if (framing.isInHead()) {
          if (!headWaits) {
            headWaits = true;
            watch.set(headerNanos);
          }
        } else {
          headOver();
        }
      }
      case EDIT -> {
        int size = framing.tokenBytes();
        byte[] edited = framing.edited(held.array(), held.start() + passable);
        if (held.replace(passable, size, edited)) {
          passable += edited.length;
          unseen = held.size() > passable;
          headOver();
        } else {
          refuse(Refusal.BUSY);
        }
      }
      case BAD -> refuse();
      default -> headOver();
    }
  }

  private void headOver() {
    headWaits = false;
    watch.clear();
  }

  private void refuse() {
    Refusal why = framing.refusal();
    refuse(why == null ? Refusal.badRequest("the request is malformed") : why);
  }

  private void refuse(Refusal why) {
    byte[] standIn = NOTHING;
    if (framing.isInBody()) {
      bodyRefusal = why;
    } else {
      refusal = why;
      standIn = Synthetic.REQUEST;
    }
    held.endWith(passable, standIn);
    passable += standIn.length;
    queued = null;
    unseen = false;
    over = true;
    headOver();
  }

  private void onDeadline(Runnable close) {
    if (headWaits && !over) {
      refuse(Refusal.SLOW_HEAD);
      super.wakeupReads();
    } else {
      close.run();
    }
  }

  /** Why the request that is being answered has no head; null when it has one. */
  @Nullable Refusal refusal() {
    return refusal;
  }

  /** Why its body has ended early; null when it has not. */
  @Nullable Refusal bodyRefusal() {
    return bodyRefusal;
  }

  /** From now on what comes is passed on as it comes, for a reader who throws it away. */
  void discardRest() {
    raw = true;
    close();
  }

  /** The connection is closed. */
  void close() {
    watch.close();
    held.clear();
    passable = 0;
    unseen = false;
  }

  private boolean isReady() {
    return passable > 0 || unseen || queued != null;
  }

  @Override
  public void resumeReads() {
    if (raw ? passable > 0 : isReady()) {
      super.wakeupReads();
      return;
    }
    if (!raw && (over || !framing.isInBody()) && !headWaits) {
      watch.set(idleNanos);
    }
    super.resumeReads();
  }

  @Override
  public boolean isReadShutdown() {
    return !isReady() && super.isReadShutdown();
  }

  @Override
  public void awaitReadable() throws IOException {
    if (!isReady()) {
      super.awaitReadable();
    }
  }

  @Override
  public void awaitReadable(long time, TimeUnit unit) throws IOException {
    if (!isReady()) {
      super.awaitReadable(time, unit);
    }
  }

  @Override
  public long read(ByteBuffer[] dsts, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      if (dsts[i].hasRemaining()) {
        return read(dsts[i]);
      }
    }
    return 0;
  }

  @Override
  public long transferTo(long position, long count, FileChannel target) throws IOException {
    return target.transferFrom(new ConduitReadableByteChannel(this), position, count);
  }

  @Override
  public long transferTo(long count, ByteBuffer throughBuffer, StreamSinkChannel target)
      throws IOException {
    return IoUtils.transfer(new ConduitReadableByteChannel(this), count, throughBuffer, target);
  }
}
