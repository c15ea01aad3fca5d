/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.farm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.Script;
import dev.cyclops.redis.Shards;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Which instances of a farm see what begins and ends, so that each begin and each end is told by
 * one of them: the begin by the first that sees it, the end by the last. What only dead instances
 * have seen is left to the living. At most 1000 are known at once. No call waits for Redis; each
 * stage is complete within two fifths of the link's timeout, in a thread of the link, or with an
 * exception where Redis is away. Thread-safe.
 */
public final class FarmEpisodes {
  private static final Script SCRIPT = Script.load(FarmEpisodes.class, "episode");
  private static final List<byte[]> KEYS =
      List.of(Shards.key(Shards.FARM, "episodes"), Shards.key(Shards.FARM, "members"));

  /** Who is to tell. */
  public enum Teller {
    /** This instance. */
    THIS,
    /** Another one has told it, or will. */
    ANOTHER,
    /** Redis has not heard of it, or has no room for more. */
    UNKNOWN
  }

  /**
   * What was seen by instances that are dead, and by no other one since.
   *
   * @param since when nobody living was found to see it any more
   * @param described as it was when it began
   */
  public record Left(Instant since, String described) {}

  private final RedisLink link;
  private final String id;

  /**
   * The view of one member.
   *
   * @param link to the Redis of the farm; not closed by this
   * @param id {@linkplain RedisFarm#id of the member}
   */
  public FarmEpisodes(RedisLink link, String id) {
    this.link = link;
    this.id = id;
  }

  /**
   * This instance sees that something has begun, and will until it says that it {@link #ends}.
   *
   * @param what the same for all that see the same
   * @param described what to know of it should this instance die; strangers' words may stand in it
   * @return who is to tell that it has begun
   */
  public CompletionStage<Teller> begins(String what, String described) {
    return run("begin", what, described).thenApply(FarmEpisodes::teller);
  }

  /**
   * This instance sees that it is over.
   *
   * @param what as it began
   * @return who is to tell that it is over
   */
  public CompletionStage<Teller> ends(String what) {
    return run("end", what).thenApply(FarmEpisodes::teller);
  }

  /**
   * Takes what is over because all that saw it are dead; nobody else gets it then.
   *
   * @param quiet how long no living instance may have seen it, counted from the first call of any
   *     instance that finds it so
   * @return mostly nothing
   */
  public CompletionStage<List<Left>> left(Duration quiet) {
    return run("left", Long.toString(quiet.toMillis())).thenApply(FarmEpisodes::readLeft);
  }

  private CompletionStage<@Nullable Object> run(String... args) {
    List<byte[]> all = new ArrayList<>();
    all.add(id.getBytes(UTF_8));
    for (String arg : args) {
      all.add(arg.getBytes(UTF_8));
    }
    try {
      return link.run(SCRIPT, Shards.FARM, KEYS, all);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Teller teller(@Nullable Object answer) {
    if (!(answer instanceof Long number)) {
      throw new IllegalStateException("not an answer about an episode");
    }
    return number == 1 ? Teller.THIS : number == 0 ? Teller.ANOTHER : Teller.UNKNOWN;
  }

  private static List<Left> readLeft(@Nullable Object answer) {
    if (!(answer instanceof List<?> parts)) {
      throw new IllegalStateException("not an answer about what is left");
    }
    List<Left> all = new ArrayList<>();
    for (int i = 0; i + 1 < parts.size(); i += 2) {
      long since = Long.parseLong(new String((byte[]) parts.get(i), UTF_8));
      all.add(new Left(Instant.ofEpochMilli(since), new String((byte[]) parts.get(i + 1), UTF_8)));
    }
    return all;
  }

  /** Without what it is about. */
  @Override
  public String toString() {
    return "FarmEpisodes[" + id + "]";
  }
}
