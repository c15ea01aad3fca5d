/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.farm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.Script;
import dev.cyclops.redis.Shards;
import dev.cyclops.send.RateLimits;
import dev.cyclops.send.SharedLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the farm what this instance does, and this instance what the farm does: one announcement at
 * a time, so that what was heard last is what is so. Thread-safe.
 */
final class Announcer {
  private static final Logger LOG = LoggerFactory.getLogger(RedisFarm.class);
  private static final Script ANNOUNCE = Script.load(Announcer.class, "announce");
  private static final Script LEAVE = Script.load(Announcer.class, "leave");

  /** By then every other instance has announced itself once more. */
  private static final Duration KNOWN_AFTER = RedisFarm.ANNOUNCE_EVERY.multipliedBy(2);

  /** So that what only one of them holds is sent, should that be kept in its own memory. */
  private static final Duration LEAD_TURN = Duration.ofMinutes(1);

  private static final List<byte[]> KEYS =
      keys("members", "lead", "breaker", "limits", "limit-changes", "limit-ends");

  private final RedisLink link;
  private final FarmState state;
  private final RateLimits limits;
  private final LongSupplier nanoClock;
  private final byte[] secret;
  private final String startedMillis;
  private final String id = UUID.randomUUID().toString().replace("-", "");
  private CompletableFuture<?> running = CompletableFuture.completedFuture(null);
  private boolean again;
  private boolean left;

  Announcer(
      RedisLink link,
      FarmState state,
      RateLimits limits,
      LongSupplier nanoClock,
      long startedMillis,
      byte[] secret) {
    this.link = link;
    this.state = state;
    this.limits = limits;
    this.nanoClock = nanoClock;
    this.secret = secret;
    this.startedMillis = Long.toString(startedMillis);
  }

  private static List<byte[]> keys(String... names) {
    List<byte[]> keys = new ArrayList<>();
    for (String name : names) {
      keys.add(Shards.key(Shards.FARM, name));
    }
    return List.copyOf(keys);
  }

  String id() {
    return id;
  }

  /** Sentry has stated a limit to this instance. */
  void learned(SharedLimit limit) {
    state.learned(limit, nanoClock.getAsLong());
  }

  /** What cannot wait until it is time. */
  void announceNews() {
    if (state.isUrgent()) {
      announce();
    }
  }

  /** Does not wait; one that is asked for while another is on its way follows that one. */
  void announce() {
    CompletableFuture<@Nullable Object> done = new CompletableFuture<>();
    synchronized (this) {
      if (left) {
        return;
      }
      if (!running.isDone()) {
        again = true;
        return;
      }
      running = done;
    }
    FarmState.Told told = state.tell(nanoClock.getAsLong());
    run(ANNOUNCE, KEYS, args(told))
        .whenComplete(
            (answer, thrown) -> {
              end(told, answer, thrown);
              done.complete(null);
              follow();
            });
  }

  private void follow() {
    synchronized (this) {
      if (!again) {
        return;
      }
      again = false;
    }
    announceNews();
  }

  private CompletionStage<@Nullable Object> run(
      Script script, List<byte[]> keys, List<byte[]> args) {
    try {
      return link.run(script, Shards.FARM, keys, args);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private List<byte[]> args(FarmState.Told told) {
    List<byte[]> args = new ArrayList<>();
    add(args, id);
    add(args, startedMillis);
    add(args, told.held());
    add(args, told.inUse());
    add(args, told.mostInUse());
    add(args, told.isShort() ? 1 : 0);
    add(args, state.maxInFlight());
    add(args, FarmState.ENTRY_TIME.toMillis());
    add(args, KNOWN_AFTER.toMillis());
    add(args, LEAD_TURN.toMillis());
    add(args, told.breaker().news());
    add(args, told.breaker().untilProbeMillis());
    add(args, told.breaker().wantedProbeMillis());
    add(args, told.version());
    args.addAll(told.limits().args());
    return args;
  }

  private static void add(List<byte[]> args, long number) {
    add(args, Long.toString(number));
  }

  private static void add(List<byte[]> args, String text) {
    args.add(text.getBytes(UTF_8));
  }

  private void end(FarmState.Told told, @Nullable Object answer, @Nullable Throwable thrown) {
    long now = nanoClock.getAsLong();
    try {
      if (thrown == null) {
        FarmAnswer heard = FarmAnswer.read(answer);
        if (state.heard(told, heard, now)) {
          // Should Redis have lost it, whoever comes next is to have the same.
          var unused = FarmSecret.propose(link, secret);
          LOG.info("the farm is heard again on Redis: {} instances", heard.instances());
        }
        heard.limits().forEach(limits::adopt);
        return;
      }
    } catch (RuntimeException e) {
      LOG.debug("an announcement was answered with something else", e);
    }
    if (state.unheard(now)) {
      LOG.warn("the farm is not heard on Redis, this instance keeps to its share");
    }
  }

  /** After what is on its way, so that no entry comes back. */
  CompletableFuture<?> leave() {
    CompletableFuture<?> last;
    synchronized (this) {
      if (left) {
        return running;
      }
      left = true;
      last = running;
    }
    CompletableFuture<?> gone =
        last.thenCompose(done -> run(LEAVE, KEYS.subList(0, 1), List.of(id.getBytes(UTF_8))));
    synchronized (this) {
      running = gone;
    }
    return gone;
  }
}
