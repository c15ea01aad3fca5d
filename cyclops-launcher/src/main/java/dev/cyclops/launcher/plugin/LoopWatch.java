/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import dev.cyclops.send.RateController;
import dev.cyclops.send.SentrySender;
import dev.cyclops.storage.Storage;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells which plugin holds the sending loop: it is one thread, and must not be kept waiting, so
 * that nothing goes to Sentry while one of these calls does not come back. Each is told once, and
 * once when it is over. Thread-safe.
 */
final class LoopWatch implements AutoCloseable {
  /** Longer than any call should take, and well before {@code /health/live} gives the loop up. */
  static final Duration SLOW_AFTER = Duration.ofSeconds(10);

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Set<Class<?>> TYPES =
      Set.of(SentrySender.class, RateController.class, Storage.class);
  private static final Set<String> OF_STORAGE = Set.of("next", "settle", "release", "renew");

  /** A call that has begun. */
  static final class Call {
    private final PluginFailures plugin;
    private final String method;
    private final long beganNanos;
    private boolean over;
    private boolean told;

    Call(PluginFailures plugin, String method, long beganNanos) {
      this.plugin = plugin;
      this.method = method;
      this.beganNanos = beganNanos;
    }

    synchronized void look(long nowNanos) {
      if (!over && !told && nowNanos - beganNanos >= SLOW_AFTER.toNanos()) {
        told = true;
        plugin
            .log()
            .warn(
                "{} has been in {} for {} s and holds the sending loop: nothing goes to Sentry until it comes back",
                plugin,
                method,
                seconds(nowNanos));
      }
    }

    synchronized void end(long nowNanos) {
      over = true;
      if (told) {
        plugin.log().warn("{} has come back from {} after {} s", plugin, method, seconds(nowNanos));
      }
    }

    private long seconds(long nowNanos) {
      return TimeUnit.NANOSECONDS.toSeconds(nowNanos - beganNanos);
    }
  }

  private final Map<Thread, Call> calls = new ConcurrentHashMap<>();
  private final LongSupplier nanoClock;
  private @Nullable Thread thread;

  LoopWatch(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /** Whether a method is one that the sending loop calls. */
  static boolean isOfLoop(Method method) {
    Class<?> type = method.getDeclaringClass();
    return type == Storage.class
        ? OF_STORAGE.contains(method.getName())
        : TYPES.contains(type) && !method.getName().equals("close");
  }

  /**
   * Looks once a second from now on.
   *
   * @param type the interface of what is watched; nothing happens where the loop calls none of it
   */
  synchronized void start(Class<?> type) {
    if (thread == null && TYPES.contains(type)) {
      Thread looking = new Thread(this::run, "cyclops-plugin-watch");
      looking.setDaemon(true);
      thread = looking;
      looking.start();
    }
  }

  private void run() {
    while (!Thread.interrupted()) {
      LockSupport.parkNanos(this, LOOK_NANOS);
      look();
    }
  }

  void look() {
    long now = nanoClock.getAsLong();
    calls.values().forEach(call -> call.look(now));
  }

  /**
   * How long a plugin has held the sending loop.
   *
   * @param type the interface that it implements
   * @return answers the age of its oldest call that is not over, 0 while there is none; empty where
   *     the loop calls none of that interface
   */
  Optional<LongSupplier> callNanos(Class<?> type, PluginFailures plugin) {
    return TYPES.contains(type) ? Optional.of(() -> callNanos(plugin)) : Optional.empty();
  }

  private long callNanos(PluginFailures plugin) {
    long now = nanoClock.getAsLong();
    long oldest = 0;
    for (Call call : calls.values()) {
      if (call.plugin == plugin) {
        oldest = Math.max(oldest, now - call.beganNanos);
      }
    }
    return oldest;
  }

  Call begin(PluginFailures plugin, Method method) {
    Call call = new Call(plugin, method.getName(), nanoClock.getAsLong());
    calls.put(Thread.currentThread(), call);
    return call;
  }

  void end(Call call) {
    calls.remove(Thread.currentThread(), call);
    call.end(nanoClock.getAsLong());
  }

  /** Looks no more. */
  @Override
  public synchronized void close() {
    if (thread != null) {
      thread.interrupt();
    }
  }
}
