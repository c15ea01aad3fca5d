/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.event.BadFrameException;
import dev.cyclops.event.Event;
import dev.cyclops.event.EventFrame;
import dev.cyclops.event.EventPool;
import dev.cyclops.redis.Shards;
import dev.cyclops.storage.DeadLetters;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The dead letters of all shards; each call waits for Redis. Thread-safe. */
final class RedisDeadLetters implements DeadLetters {
  /** So many letters are fetched at once: an answer has to come in time. */
  private static final int MAX_FETCHED = 16;

  /** Sends one once more. */
  @FunctionalInterface
  interface Reviver {
    boolean revive(LetterId id, Event event);
  }

  private final QueueChannel channel;
  private final Settlements settlements;
  private final InstantSource clock;
  private final Reviver reviver;
  private final EventPool pool = new EventPool();

  RedisDeadLetters(
      QueueChannel channel, Settlements settlements, InstantSource clock, Reviver reviver) {
    this.channel = channel;
    this.settlements = settlements;
    this.clock = clock;
    this.reviver = reviver;
  }

  @Override
  public List<DeadLetter> list(int max) {
    return fetch(ids(max, null));
  }

  @Override
  public List<DeadLetter> list(int max, String after) {
    LetterId last = LetterId.parse(after);
    List<LetterId> ids = ids(max, last);
    return last == null ? List.of() : fetch(ids);
  }

  private List<LetterId> ids(int max, @Nullable LetterId after) {
    if (max < 1) {
      throw new IllegalArgumentException("max < 1: " + max);
    }
    settlements.sendAll();
    List<CompletionStage<List<LetterId>>> asked = new ArrayList<>();
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      asked.add(ids(shard, max, after));
    }
    List<LetterId> ids = new ArrayList<>();
    for (CompletionStage<List<LetterId>> each : asked) {
      ids.addAll(QueueChannel.await(each));
    }
    ids.sort(LetterId.NEWEST_FIRST);
    return ids.subList(0, Math.min(max, ids.size()));
  }

  private CompletionStage<List<LetterId>> ids(int shard, int max, @Nullable LetterId after) {
    List<byte[]> args = new ArrayList<>();
    args.add(cutoff());
    args.add(QueueChannel.text(max));
    if (after == null) {
      args.add(QueueChannel.text("+inf"));
    } else if (shard < after.shard()) {
      args.add(QueueChannel.text(after.diedAtMillis()));
    } else {
      args.add(QueueChannel.text("(" + after.diedAtMillis()));
      if (shard == after.shard()) {
        args.add(QueueChannel.text(after.diedAtMillis()));
        args.add(QueueChannel.text(after.number()));
      }
    }
    return channel.ask(
        shard,
        QueueScript.LISTING,
        args,
        answer -> {
          List<?> found = answer.results();
          List<LetterId> ids = new ArrayList<>(found.size() / 2);
          for (int i = 0; i < found.size(); i += 2) {
            long number = ShardAnswer.number(found.get(i));
            ids.add(new LetterId(ShardAnswer.number(found.get(i + 1)), shard, number));
          }
          return ids;
        });
  }

  private byte[] cutoff() {
    return QueueChannel.text(DeadBounds.cutoffMillis(clock.millis()));
  }

  private List<DeadLetter> fetch(List<LetterId> ids) {
    Map<Integer, List<LetterId>> byShard = new HashMap<>();
    ids.forEach(id -> byShard.computeIfAbsent(id.shard(), s -> new ArrayList<>()).add(id));
    Map<LetterId, DeadLetter> letters = new HashMap<>();
    byShard.forEach(
        (shard, some) -> {
          for (int from = 0; from < some.size(); from += MAX_FETCHED) {
            fetch(shard, some.subList(from, Math.min(some.size(), from + MAX_FETCHED)), letters);
          }
        });
    List<DeadLetter> found = new ArrayList<>();
    for (LetterId id : ids) {
      DeadLetter letter = letters.get(id);
      if (letter != null) {
        found.add(letter);
      }
    }
    return found;
  }

  private void fetch(int shard, List<LetterId> ids, Map<LetterId, DeadLetter> letters) {
    List<byte[]> args = new ArrayList<>();
    args.add(cutoff());
    ids.forEach(id -> args.add(id.member()));
    List<?> found =
        QueueChannel.await(channel.ask(shard, QueueScript.LETTERS, args, ShardAnswer::results));
    for (int i = 0; i < ids.size(); i++) {
      List<?> letter = ShardAnswer.list(found.get(i));
      LetterId id = ids.get(i);
      if (letter.size() == 2 && ShardAnswer.number(letter.get(1)) == id.diedAtMillis()) {
        DeadLetter read = read(id, ShardAnswer.bytes(letter.get(0)));
        if (read != null) {
          letters.put(id, read);
        }
      }
    }
  }

  /** Null for one that only another version can read. */
  private @Nullable DeadLetter read(LetterId id, byte[] letter) {
    try {
      int length = ByteBuffer.wrap(letter).getShort() & 0xFFFF;
      String reason = new String(letter, 2, length, UTF_8);
      byte[] frame = Arrays.copyOfRange(letter, 2 + length, letter.length);
      Event event = EventFrame.decode(frame, pool);
      return new DeadLetter(id.toString(), event, reason, id.diedAtMillis());
    } catch (BadFrameException e) {
      return null;
    }
  }

  @Override
  public Optional<DeadLetter> find(String id) {
    LetterId known = LetterId.parse(id);
    return known == null ? Optional.empty() : fetch(List.of(known)).stream().findFirst();
  }

  @Override
  public boolean retry(String id) {
    Optional<DeadLetter> letter = find(id);
    LetterId known = LetterId.parse(id);
    return known != null && letter.isPresent() && reviver.revive(known, letter.get().event());
  }

  @Override
  public boolean drop(String id) {
    LetterId known = LetterId.parse(id);
    if (known == null || find(id).isEmpty()) {
      return false;
    }
    List<byte[]> args = List.of(cutoff(), known.member());
    return QueueChannel.await(
        channel.ask(known.shard(), QueueScript.DISCARD, args, answer -> answer.number() == 1));
  }
}
