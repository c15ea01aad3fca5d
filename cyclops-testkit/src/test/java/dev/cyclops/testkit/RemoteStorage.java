/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import dev.cyclops.event.Event;
import dev.cyclops.storage.DeadLetters;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.DropListener;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import dev.cyclops.storage.StorageStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A storage as a server or a disk would be one: puts complete on another thread, and only when they
 * are let; leases run out; what is held outlives whoever closes it. Behind it is one in memory.
 */
final class RemoteStorage implements Storage {
  static final Duration LEASE_TIME = Duration.ofSeconds(60);

  /** What goes on when nobody is connected. */
  private static final class Server {
    private final Storage memory;
    private final ManualClock leaseClock;
    private final List<RemoteDelivery> leases = new ArrayList<>();

    private Server(Storage memory, ManualClock leaseClock) {
      this.memory = memory;
      this.leaseClock = leaseClock;
    }

    private synchronized List<Delivery> lease(List<Delivery> inner) {
      List<Delivery> deliveries = new ArrayList<>();
      for (Delivery each : inner) {
        RemoteDelivery delivery = new RemoteDelivery(each);
        extend(delivery);
        leases.add(delivery);
        deliveries.add(delivery);
      }
      return deliveries;
    }

    private void extend(RemoteDelivery delivery) {
      delivery.untilNanos = leaseClock.getAsLong() + LEASE_TIME.toNanos();
    }

    private synchronized void renew(Collection<Delivery> deliveries) {
      leases.stream().filter(deliveries::contains).forEach(this::extend);
    }

    private synchronized boolean end(Delivery delivery) {
      return leases.remove(delivery);
    }

    private synchronized void takeBackLost() {
      for (RemoteDelivery each : List.copyOf(leases)) {
        if (each.untilNanos <= leaseClock.getAsLong()) {
          leases.remove(each);
          memory.settle(each.inner, Settlement.giveBack());
        }
      }
    }
  }

  private static final class RemoteDelivery implements Delivery {
    private final Delivery inner;
    private long untilNanos;

    private RemoteDelivery(Delivery inner) {
      this.inner = inner;
    }

    @Override
    public Event event() {
      return inner.event();
    }

    @Override
    public int attempts() {
      return inner.attempts();
    }
  }

  private final Server server;
  private final StorageStats atStart;
  private final ExecutorService committer = Executors.newSingleThreadExecutor();
  private final Semaphore commits = new Semaphore(Integer.MAX_VALUE);
  private final AtomicBoolean failNext = new AtomicBoolean();
  private long lateSettlements;

  private RemoteStorage(Server server) {
    this.server = server;
    atStart = server.memory.stats();
  }

  RemoteStorage(Storage memory, ManualClock leaseClock) {
    this(new Server(memory, leaseClock));
  }

  RemoteStorage reopened() {
    return new RemoteStorage(server);
  }

  void failNextPut() {
    failNext.set(true);
  }

  /** From now on puts complete only as far as {@link #commit} lets them. */
  void hold() {
    commits.drainPermits();
  }

  void commit(int puts) {
    commits.release(puts);
  }

  @Override
  public CompletionStage<PutResult> put(Event event) {
    CompletableFuture<PutResult> stage = new CompletableFuture<>();
    try {
      committer.execute(() -> commit(event, stage));
    } catch (RejectedExecutionException e) {
      stage.completeExceptionally(new IllegalStateException("closed"));
    }
    return stage;
  }

  private void commit(Event event, CompletableFuture<PutResult> stage) {
    commits.acquireUninterruptibly();
    if (failNext.getAndSet(false)) {
      stage.completeExceptionally(new IllegalStateException("connection lost"));
    } else {
      server.memory.put(event).thenAccept(stage::complete);
    }
  }

  @Override
  public List<Delivery> next(int max, Paused paused) {
    server.takeBackLost();
    return server.lease(server.memory.next(max, paused));
  }

  @Override
  public List<Delivery> newest(int max, Paused paused) {
    server.takeBackLost();
    return server.lease(server.memory.newest(max, paused));
  }

  @Override
  public void release(String lane) {
    server.memory.release(lane);
  }

  @Override
  public void settle(Delivery delivery, Settlement settlement) {
    if (server.end(delivery)) {
      server.memory.settle(((RemoteDelivery) delivery).inner, settlement);
    } else {
      lateSettlements++;
    }
  }

  @Override
  public void renew(Collection<Delivery> deliveries) {
    server.renew(deliveries);
  }

  @Override
  public long size(long project) {
    return server.memory.size(project);
  }

  @Override
  public long totalSize() {
    return server.memory.totalSize();
  }

  @Override
  public Set<Long> projects() {
    return server.memory.projects();
  }

  @Override
  public StorageStats stats() {
    StorageStats now = server.memory.stats();
    return new StorageStats(
        atStart.held() + atStart.dead(),
        now.done() - atStart.done(),
        now.ready(),
        now.delayed(),
        now.leased(),
        now.parked(),
        now.dead(),
        now.bytes(),
        now.maxBytes(),
        now.shed() - atStart.shed(),
        now.expired() - atStart.expired(),
        now.deadTotal() - atStart.deadTotal() + atStart.dead(),
        lateSettlements);
  }

  @Override
  public void onReady(Runnable ready) {
    server.memory.onReady(ready);
  }

  @Override
  public void onDropped(DropListener listener) {
    server.memory.onDropped(listener);
  }

  @Override
  public DeadLetters deadLetters() {
    return server.memory.deadLetters();
  }

  /** What is on its way is committed first. */
  @Override
  public void close() {
    committer.shutdown();
    commits.release(Integer.MAX_VALUE - commits.availablePermits());
    try {
      if (!committer.awaitTermination(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a commit did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
