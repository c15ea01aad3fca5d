/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.migrate;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.redis.RedisException;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.Script;
import dev.cyclops.redis.Shards;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The lists in which a Cyclops of old, written in Python, left its events: {@code
 * cyclops:queue:<project>}, the oldest at the head. What is done with an entry is told afterwards,
 * so that one is never lost and may be moved twice where a process dies in between. Instances of
 * old may go on filling and emptying them at the tail.
 *
 * <p>Not for a cluster, which had no such lists. Every call waits for Redis, at most twice its
 * timeout, and throws {@link RedisException}. Not thread-safe.
 */
public final class PythonQueues implements AutoCloseable {
  /** What became of an entry. */
  public enum Fate {
    /** It is where it should be. */
    MOVED,
    /** Nobody can read it: it goes to {@link #unreadableKey}. */
    UNREADABLE
  }

  private static final String QUEUE = "cyclops:queue:";
  private static final byte[] LOCK = bytes("cyclops:migration");
  private static final byte[] LOCK_MILLIS = bytes("60000");
  private static final byte[] MAX_READ_BYTES = bytes(String.valueOf(4 << 20));

  private static final Script QUEUES = Script.load(PythonQueues.class, "queues");
  private static final Script SIZE = Script.load(PythonQueues.class, "size");
  private static final Script READ = Script.load(PythonQueues.class, "read");
  private static final Script SETTLE = Script.load(PythonQueues.class, "settle");
  private static final Script TAKE_LOCK = Script.load(PythonQueues.class, "lock");
  private static final Script FREE_LOCK = Script.load(PythonQueues.class, "unlock");

  private final RedisLink link;
  private final byte[] token = bytes(UUID.randomUUID().toString());

  private PythonQueues(RedisLink link) {
    this.link = link;
  }

  /**
   * The lists of a Redis.
   *
   * @param link not of a cluster; its owner closes it
   * @return to be closed
   */
  public static PythonQueues of(RedisLink link) {
    return new PythonQueues(link);
  }

  /**
   * Makes this the one that moves them; needed before {@link #settle}.
   *
   * @return false when another one is at it, or was until a minute ago
   */
  public boolean lock() {
    return number(run(TAKE_LOCK, List.of(LOCK), List.of(token, LOCK_MILLIS))) == 1;
  }

  /**
   * The projects that have a list.
   *
   * @return as the keys say them: mostly numbers
   */
  public List<String> projects() {
    TreeSet<String> projects = new TreeSet<>();
    byte[] cursor = bytes("0");
    do {
      List<?> answer = list(run(QUEUES, List.of(), List.of(cursor)));
      cursor = (byte[]) answer.get(0);
      for (Object key : list(answer.get(1))) {
        projects.add(new String((byte[]) key, UTF_8).substring(QUEUE.length()));
      }
    } while (!new String(cursor, US_ASCII).equals("0"));
    return List.copyOf(projects);
  }

  /**
   * How many entries a project has.
   *
   * @param project as {@link #projects} says it
   * @return 0 when it has no list
   */
  public long size(String project) {
    return number(run(SIZE, List.of(queue(project)), List.of()));
  }

  /**
   * Looks at some entries, and leaves them there.
   *
   * @param project as {@link #projects} says it
   * @param index where to begin, 0 for the oldest
   * @return at most 64 and, save the last of them, 4 MiB; empty when there are no more
   */
  public List<byte[]> read(String project, long index) {
    List<byte[]> from = List.of(bytes(String.valueOf(index)), MAX_READ_BYTES);
    List<byte[]> entries = new ArrayList<>();
    for (Object entry : list(run(READ, List.of(queue(project)), from))) {
      entries.add((byte[]) entry);
    }
    return entries;
  }

  /**
   * Takes the oldest entries off a list.
   *
   * @param project as {@link #projects} says it
   * @param entries what {@link #read} answered from index 0, or the first of them
   * @param fates what became of each
   * @return how many of them were still there, from the first on
   * @throws IllegalStateException when another one is at it by now
   */
  public int settle(String project, List<byte[]> entries, List<Fate> fates) {
    List<byte[]> args = new ArrayList<>(List.of(token, LOCK_MILLIS));
    for (int i = 0; i < entries.size(); i++) {
      args.add(sha1(entries.get(i)));
      args.add(bytes(fates.get(i) == Fate.MOVED ? "m" : "u"));
    }
    List<byte[]> keys = List.of(LOCK, queue(project), bytes(unreadableKey(project)));
    long settled = number(run(SETTLE, keys, args));
    if (settled < 0) {
      throw new IllegalStateException("another migration has begun");
    }
    return (int) settled;
  }

  /**
   * Where the entries of a project are kept that nobody can read.
   *
   * @param project as {@link #projects} says it
   * @return the key of a list
   */
  public static String unreadableKey(String project) {
    return "cyclops:unreadable:" + project;
  }

  /** Lets others begin. */
  @Override
  public void close() {
    run(FREE_LOCK, List.of(LOCK), List.of(token));
  }

  private @Nullable Object run(Script script, List<byte[]> keys, List<byte[]> args) {
    try {
      return link.run(script, Shards.FARM, keys, args).toCompletableFuture().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RedisException failure ? failure : e;
    }
  }

  private static List<?> list(@Nullable Object answer) {
    return answer instanceof List<?> list ? list : List.of();
  }

  private static long number(@Nullable Object answer) {
    return answer instanceof Long number ? number : 0;
  }

  private static byte[] queue(String project) {
    return bytes(QUEUE + project);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static byte[] sha1(byte[] entry) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(entry);
      return HexFormat.of().formatHex(digest).getBytes(US_ASCII);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
