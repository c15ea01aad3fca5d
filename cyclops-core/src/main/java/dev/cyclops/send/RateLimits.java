/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.send;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.send.RateLimitText.Stated;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The rate limits that Sentry has stated: what must not be sent to it for now, and what its clients
 * are to be told. Of two statements about the same scope and category the one that lasts longer
 * counts, as in Relay; one of 0 seconds ends both. Thread-safe; while nothing is limited a question
 * costs the reading of one field, else it takes no lock and, but for a text once a second, no
 * memory.
 *
 * <p>At most {@value #MAX_LIMITS} are kept, since with open access strangers choose projects and
 * keys; beyond that the one that ends soonest is forgotten, and stated again by the next answer.
 */
public final class RateLimits {
  /** How many are kept: a few for each of a thousand projects, in 2 MB. */
  static final int MAX_LIMITS = 10_000;

  /**
   * The longest that is believed: a day, the longest window that Sentry lets anyone set. A number
   * out of a broken proxy must not silence a project for years.
   */
  static final long LONGEST_SECONDS = 86_400;

  /** Of a 429 that does not say; what the SDKs assume. */
  static final long DEFAULT_SECONDS = 60;

  /** Sentry's keys have 32. Strangers could make up others, of kilobytes. */
  static final int MAX_KEY_CHARS = 128;

  private static final Logger LOG = System.getLogger(RateLimits.class.getName());
  private static final int TOO_MANY_REQUESTS = 429;

  private final LongSupplier nanoClock;
  private final InstantSource clock;
  private final LimitTable table = new LimitTable(MAX_LIMITS);

  private volatile Consumer<SharedLimit> listener = limit -> {};

  /** When the last limit ends. */
  private volatile long lastEndNanos;

  /** Whether there is any. Written last, so that who sees it sees the rest. */
  private volatile boolean limited;

  /**
   * Nothing is limited yet.
   *
   * @param nanoClock as {@link System#nanoTime()}
   */
  public RateLimits(LongSupplier nanoClock) {
    this(nanoClock, Clock.systemUTC());
  }

  /**
   * Nothing is limited yet.
   *
   * @param nanoClock as {@link System#nanoTime()}; limits are counted by it
   * @param clock the time of day, for a {@code Retry-After} that is a date
   */
  public RateLimits(LongSupplier nanoClock, InstantSource clock) {
    this.nanoClock = nanoClock;
    this.clock = clock;
  }

  /**
   * Takes in what an answer says, a successful one as well: the limits in {@code
   * X-Sentry-Rate-Limits}, or else, of a 429, {@code Retry-After} or a minute for everything of the
   * key. A 429 whose limits are all about something else holds back what it was the answer to, too,
   * or that would come again at once.
   *
   * <p>That is so but for client reports, which nothing limits, for a key that cannot be one of
   * Sentry's, and when there are too many limits: after a 429 the caller must not rely on {@link
   * #nanosLimited} alone to make an event wait.
   *
   * @param event what was sent
   * @param result what Sentry answered
   */
  public void learn(Event event, SendResult result) {
    boolean refused = result.status() == TOO_MANY_REQUESTS;
    if (result.rateLimits() == null && !refused) {
      return;
    }
    List<Stated> stated =
        result.rateLimits() == null ? List.of() : RateLimitText.parse(result.rateLimits());
    List<SharedLimit> news = new ArrayList<>();
    synchronized (this) {
      long now = nanoClock.getAsLong();
      boolean before = limited;
      table.expire(now);
      for (Stated limit : stated) {
        put(event, limit, now, news);
      }
      if (refused && stated.isEmpty()) {
        put(event, unnamed(result, "", null), now, news);
      } else if (refused && mayStillBeSent(event, now)) {
        DataCategory category = event.category();
        put(event, unnamed(result, category.wireName(), category), now, news);
      }
      publish();
      log(event.project(), event.publicKey(), before, now);
    }
    news.forEach(listener);
  }

  private boolean mayStillBeSent(Event event, long now) {
    return event.category() != DataCategory.CLIENT_REPORT
        && left(event.project(), event.publicKey(), event.category(), now) == 0;
  }

  /** What a 429 means by itself. */
  private Stated unnamed(SendResult result, String name, @Nullable DataCategory category) {
    String text = result.retryAfter();
    long asked = text == null ? RetryAfter.UNREADABLE : RetryAfter.seconds(text, clock.instant());
    long seconds = asked == RetryAfter.UNREADABLE ? DEFAULT_SECONDS : Math.max(1, asked);
    return new Stated(seconds, name, category, RateLimit.Scope.KEY, "");
  }

  private void put(Event event, Stated stated, long now, List<SharedLimit> news) {
    boolean ofKey = stated.scope() == RateLimit.Scope.KEY;
    String publicKey = ofKey ? event.publicKey() : null;
    if (publicKey != null && publicKey.length() > MAX_KEY_CHARS) {
      return;
    }
    long seconds = Math.min(stated.seconds(), LONGEST_SECONDS);
    table.put(
        new RateLimit(
            event.project(),
            publicKey,
            stated.scope(),
            stated.name(),
            stated.category(),
            stated.detail(),
            now + TimeUnit.SECONDS.toNanos(seconds)),
        now);
    news.add(
        new SharedLimit(
            event.project(),
            publicKey,
            stated.scope().wireName,
            stated.name(),
            stated.detail(),
            Duration.ofSeconds(seconds)));
  }

  /**
   * Who is told of each limit that is stated to this instance, also when it was known. Called where
   * answers are taken in, so it must not block.
   *
   * @param listener takes the place of the one before
   */
  public void onStated(Consumer<SharedLimit> listener) {
    this.listener = listener;
  }

  /**
   * Takes in what was stated to another instance, as if it had been to this one; what cannot have
   * been stated by Sentry is ignored. Nobody is told of it.
   *
   * @param limit as another instance learned it
   */
  public void adopt(SharedLimit limit) {
    Stated stated = RateLimitText.stated(limit.category(), limit.scope(), limit.detail());
    String publicKey = limit.publicKey();
    boolean ofKey = stated != null && stated.scope() == RateLimit.Scope.KEY;
    if (stated == null
        || limit.project() <= 0
        || limit.left().isNegative()
        || (publicKey != null && (!ofKey || publicKey.length() > MAX_KEY_CHARS))) {
      return;
    }
    long nanos = Math.min(limit.left().toMillis(), LONGEST_SECONDS * 1000) * 1_000_000;
    synchronized (this) {
      long now = nanoClock.getAsLong();
      boolean before = limited;
      table.expire(now);
      table.put(
          new RateLimit(
              limit.project(),
              publicKey,
              stated.scope(),
              stated.name(),
              stated.category(),
              stated.detail(),
              now + nanos),
          now);
      publish();
      log(limit.project(), publicKey, before, now);
    }
  }

  private void publish() {
    if (table.size() > 0) {
      lastEndNanos = table.lastEndNanos();
    }
    limited = table.size() > 0;
  }

  private void log(long project, @Nullable String publicKey, boolean before, long now) {
    if (limited == before) {
      return;
    }
    if (limited) {
      LOG.log(
          Level.WARNING,
          "Sentry limits what it takes, the first is project {0}: {1}",
          Long.toString(project),
          String.valueOf(told(project, publicKey, now)));
    } else {
      LOG.log(Level.INFO, "Sentry's rate limits are over");
    }
  }

  /**
   * Whether a kind of event of a whole project must not be sent.
   *
   * @param project the project's id
   * @param category the kind of event
   * @return true while a limit of the project's lasts
   */
  public boolean isPaused(long project, DataCategory category) {
    return nanosLimited(project, null, category) > 0;
  }

  /**
   * How long a kind of event must not be sent.
   *
   * @param project the project's id
   * @param publicKey the key that the event came with; null to ask for limits of the project only
   * @param category the kind of event
   * @return nanoseconds; 0 when it may be sent
   */
  public long nanosLimited(long project, @Nullable String publicKey, DataCategory category) {
    return limited ? left(project, publicKey, category, now()) : 0;
  }

  private long left(long project, @Nullable String publicKey, DataCategory category, long now) {
    long left = table.nanosLeft(project, null, category, now);
    return publicKey == null
        ? left
        : Math.max(left, table.nanosLeft(project, publicKey, category, now));
  }

  /**
   * What the clients of a key are to be told.
   *
   * @param project the project's id
   * @param publicKey the key that they use
   * @return the value of {@code X-Sentry-Rate-Limits}, with the seconds that are left, rounded up;
   *     null when nothing is limited
   */
  public @Nullable String header(long project, @Nullable String publicKey) {
    if (!limited) {
      return null;
    }
    return told(project, publicKey, now());
  }

  private @Nullable String told(long project, @Nullable String publicKey, long now) {
    String wide = table.told(project, null, now);
    String ofKey = publicKey == null ? null : table.told(project, publicKey, now);
    if (wide == null || ofKey == null) {
      return wide == null ? ofKey : wide;
    }
    return wide + ", " + ofKey;
  }

  /** The time, while something is limited. Who sees that all is over tells the others. */
  private long now() {
    long now = nanoClock.getAsLong();
    if (now - lastEndNanos >= 0) {
      expire(now);
    }
    return now;
  }

  private synchronized void expire(long now) {
    boolean before = limited;
    table.expire(now);
    publish();
    if (before && !limited) {
      LOG.log(Level.INFO, "Sentry's rate limits are over");
    }
  }

  /** How many limits are kept, those included that are over and that nobody asked for since. */
  synchronized int size() {
    return table.size();
  }
}
