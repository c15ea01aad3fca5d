/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import dev.cyclops.redis.RedisException.Kind;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The one connection to one node, with the thread that uses it. While a batch is on its way the
 * next one gathers.
 */
final class Lane implements Runnable {
  private static final long RECONNECT_NANOS = 100_000_000L;

  private final Dispatch dispatch;
  private final Connector connector;
  private final Supplier<Address> address;
  private volatile @Nullable Wire wire;

  /** Of the thread: where it was connected to last. */
  private volatile @Nullable Address last;

  private volatile boolean stale;
  private volatile @Nullable Thread thread;

  // Guarded by the dispatch.
  final Condition work;
  final Pace pace;
  @Nullable Batch inFlight;
  int commandRoom;
  long byteRoom;
  boolean closing;
  private int turn;
  private long reconnectedNanos = System.nanoTime() - RECONNECT_NANOS;

  /**
   * A lane that is not connected yet.
   *
   * @param address asked each time when it connects; may throw {@link RedisException}
   */
  Lane(
      Dispatch dispatch,
      Connector connector,
      Supplier<Address> address,
      Condition work,
      Pace pace) {
    this.dispatch = dispatch;
    this.connector = connector;
    this.address = address;
    this.work = work;
    this.pace = pace;
    commandRoom = pace.commandRoom();
    byteRoom = pace.byteRoom();
  }

  void start(String name) {
    Thread started = new Thread(this, name);
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  /** Waits for its thread to end, unless that is who asks. */
  void join(long nanos) throws InterruptedException {
    Thread started = thread;
    if (started != null && started != Thread.currentThread() && nanos > 0) {
      TimeUnit.NANOSECONDS.timedJoin(started, nanos);
    }
  }

  @Override
  public void run() {
    Batch batch = dispatch.await(this);
    while (batch != null) {
      try {
        carry(batch);
      } catch (RuntimeException | Error e) {
        // Nobody else would ever use this lane.
        drop();
        dispatch.failLane(this, batch, connector.failure(describe(), e));
      }
      batch = dispatch.await(this);
    }
    drop();
  }

  // Guarded by the dispatch.

  boolean hasRoom() {
    return commandRoom > 0 && byteRoom > 0;
  }

  void take(Command command) {
    commandRoom--;
    byteRoom -= command.bytes;
    work.signal();
  }

  /** Sets how much more may wait until the next batch goes. */
  void leaveRoom(int waiting, long waitingBytes) {
    commandRoom = pace.commandRoom() - waiting;
    byteRoom = pace.byteRoom() - waitingBytes;
  }

  /** Another place first each time. */
  int nextTurn(int places) {
    turn = (turn + 1) % places;
    return turn;
  }

  /** The master may be another one now, under the same name or by what the sentinels say. */
  void reconnectIfReadOnly(Refusal refusal, long now) {
    if (refusal.code().equals("READONLY") && now - reconnectedNanos >= RECONNECT_NANOS) {
      reconnectedNanos = now;
      stale = true;
    }
  }

  void end() {
    closing = true;
    work.signal();
  }

  // Any thread.

  /** Why it is given up when nothing comes. */
  RedisException silent() {
    return connector.silent(describe());
  }

  RedisException explain(Refusal refusal) {
    return new RedisException(
        refusal.kind(), "Redis " + describe() + " answers " + refusal.text(), null);
  }

  /** Ends what it is doing; for the watchdog. */
  void abort() {
    Wire open = wire;
    if (open != null) {
      open.abort();
    }
  }

  /** Lets it ask anew where to connect to, before the next batch. */
  void reconnect() {
    stale = true;
  }

  /** Where it was connected to last; null before. */
  @Nullable Address last() {
    return last;
  }

  private Address describe() {
    Address at = last;
    return at == null ? new Address("?", 0) : at;
  }

  private void carry(Batch batch) {
    Wire open;
    try {
      open = connected();
    } catch (RedisException e) {
      dispatch.failLane(this, batch, e);
      return;
    }
    if (batch.abandoned) {
      return;
    }
    long began = System.nanoTime();
    List<Command> again = new ArrayList<>();
    int answered = 0;
    try {
      for (Command command : batch.commands) {
        open.send(command);
      }
      for (Command command : batch.commands) {
        receive(open, command, again);
        answered++;
      }
    } catch (JedisException e) {
      drop();
      broken(batch, answered, again, open, e);
      return;
    }
    dispatch.finish(this, batch, again, System.nanoTime() - began);
  }

  private static void receive(Wire open, Command command, List<Command> again) {
    try {
      Object value = open.read(command);
      command.refusal = null;
      command.succeed(value);
    } catch (JedisDataException e) {
      Refusal refusal = Refusal.of(e.getMessage());
      command.refusal = refusal;
      if (command.probe || refusal.next() == Refusal.Next.FAIL) {
        command.fail(refusal.asException());
      } else {
        again.add(command);
      }
    }
  }

  private void broken(
      Batch batch, int answered, List<Command> again, Wire open, JedisException cause) {
    RedisException why = connector.failure(open.address(), cause);
    if (!open.hasAnswered() || isTimeout(cause)) {
      dispatch.failLane(this, batch, why);
      return;
    }
    // It did answer: what waits may do so on a new connection, as nothing of that was sent.
    for (Command command : batch.commands.subList(answered, batch.commands.size())) {
      command.fail(why);
    }
    dispatch.lost(this, batch, again);
  }

  private static boolean isTimeout(JedisException cause) {
    return cause.getCause() instanceof SocketTimeoutException;
  }

  private Wire connected() {
    if (stale) {
      stale = false;
      drop();
    }
    Wire open = wire;
    if (open == null) {
      Address found = address.get();
      last = found;
      open = connector.open(found);
      wire = open;
    }
    return open;
  }

  private void drop() {
    Wire open = wire;
    wire = null;
    if (open != null) {
      open.close();
    }
  }

  static RedisException unavailable(String why) {
    return new RedisException(Kind.UNAVAILABLE, why, null);
  }
}
