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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where the instances of a farm tell each other what an operator may want to see of them. A report
 * is gone {@link #LIFETIME} after its instance has fallen silent, and all of them with the last
 * instance. No call waits for Redis: what is heard is as old as the call before. Thread-safe.
 */
public final class FarmBoard {
  /** How long a report counts. */
  public static final Duration LIFETIME = Duration.ofSeconds(5);

  private static final Script SCRIPT = Script.load(FarmBoard.class, "report");
  private static final List<byte[]> KEYS = List.of(Shards.key(Shards.FARM, "reports"));

  /**
   * What was heard last.
   *
   * @param connected false when Redis did not answer the last time
   * @param looking whether somebody looks at another one's page
   * @param others how many others told something
   * @param reports what they told, as they wrote it; not to be changed
   */
  public record Heard(boolean connected, boolean looking, int others, List<byte[]> reports) {
    static final Heard NOTHING = new Heard(true, false, 0, List.of());

    /** The answer of the script; throws a {@link RuntimeException} when it is anything else. */
    static Heard read(@Nullable Object answer) {
      if (!(answer instanceof List<?> parts) || parts.size() != 3) {
        throw new IllegalStateException("not an answer to a report");
      }
      List<byte[]> reports = new ArrayList<>();
      for (Object report : (List<?>) parts.get(2)) {
        reports.add((byte[]) report);
      }
      long others = (Long) parts.get(1);
      return new Heard(true, (Long) parts.get(0) == 1, (int) others, List.copyOf(reports));
    }

    static Heard unreachable() {
      return new Heard(false, false, 0, List.of());
    }
  }

  private final RedisLink link;
  private final int maxReports;
  private final byte[] id = UUID.randomUUID().toString().getBytes(UTF_8);
  private Heard heard = Heard.NOTHING;
  private boolean running;

  /**
   * A place on the board.
   *
   * @param link to the Redis of the farm; not closed by this
   * @param maxReports so many others are heard at the most
   */
  public FarmBoard(RedisLink link, int maxReports) {
    this.link = link;
    this.maxReports = maxReports;
  }

  /**
   * Tells what this instance does. Does nothing but to answer while the report before is on its
   * way.
   *
   * @param report any bytes; not changed afterwards
   * @param looking whether somebody looks at the page of this one
   * @return what was heard last
   */
  public Heard tell(byte[] report, boolean looking) {
    synchronized (this) {
      if (running) {
        return heard;
      }
      running = true;
    }
    try {
      List<byte[]> args =
          List.of(id, text(LIFETIME.toMillis()), text(looking ? 1 : 0), report, text(maxReports));
      CompletionStage<@Nullable Object> answer = link.run(SCRIPT, Shards.FARM, KEYS, args);
      // It ends in here, whatever comes.
      var unused = answer.whenComplete(this::end);
    } catch (RuntimeException e) {
      end(null, e);
    }
    synchronized (this) {
      return heard;
    }
  }

  private static byte[] text(long number) {
    return Long.toString(number).getBytes(UTF_8);
  }

  private void end(@Nullable Object answer, @Nullable Throwable thrown) {
    Heard now = Heard.unreachable();
    try {
      now = thrown == null ? Heard.read(answer) : now;
    } catch (RuntimeException e) {
      // Something else has taken the key: as if Redis had said nothing.
    } finally {
      synchronized (this) {
        heard = now;
        running = false;
      }
    }
  }

  /** Without what was told. */
  @Override
  public String toString() {
    return "FarmBoard[" + new String(id, UTF_8) + "]";
  }
}
