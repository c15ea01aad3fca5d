/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator.dashboard;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.cyclops.Cyclops;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The page {@code /dashboard} and what it asks for. From its start on it looks once a second at
 * what the barrier does, whether anybody looks at the page or not: who opens it during an incident
 * sees the minutes before. Thread-safe.
 */
public final class Dashboard implements AutoCloseable {
  /** Where the page is. */
  public static final String PATH = "/dashboard";

  private static final Logger LOG = LoggerFactory.getLogger("dev.cyclops.undertow.operator");
  private static final long PERIOD_MILLIS = 1000;

  /** Who has not asked for so long does not look any more. */
  private static final long LOOKING_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final Map<String, String> FILES =
      Map.of(
          "/dashboard/app.js", "text/javascript; charset=utf-8",
          "/dashboard/theme.js", "text/javascript; charset=utf-8",
          "/dashboard/format.js", "text/javascript; charset=utf-8",
          "/dashboard/charts.js", "text/javascript; charset=utf-8",
          "/dashboard/tables.js", "text/javascript; charset=utf-8",
          "/dashboard/summary.js", "text/javascript; charset=utf-8",
          "/dashboard/uplot.js", "text/javascript; charset=utf-8",
          "/dashboard/uplot.css", "text/css; charset=utf-8",
          "/dashboard/app.css", "text/css; charset=utf-8",
          "/dashboard/icon.svg", "image/svg+xml");

  private final Map<String, PageFile> read = new ConcurrentHashMap<>();
  private final Sampler sampler;
  private final FarmReports farm;
  private final boolean needsToken;
  private final AtomicAsk asked = new AtomicAsk();
  private @Nullable ScheduledExecutorService turns;
  private boolean closed;
  private boolean failed;

  /** When the page was asked for last. */
  private static final class AtomicAsk {
    private volatile long nanos;
    private volatile boolean ever;

    void now(long nowNanos) {
      nanos = nowNanos;
      ever = true;
    }

    boolean isLooking(long nowNanos) {
      return ever && nowNanos - nanos < LOOKING_NANOS;
    }
  }

  /**
   * A page, not yet started.
   *
   * @param cyclops the barrier
   * @param needsToken whether the page has to ask who looks at it for a token
   * @param name where this instance is, for people; asked for in a thread of the page's
   * @param parts what else there is to tell of it
   * @param json how to write that
   * @param farm the others; closed with this
   * @param sharedQueue whether all instances of the farm hold one queue
   */
  public Dashboard(
      Cyclops cyclops,
      boolean needsToken,
      Supplier<String> name,
      Map<String, Supplier<?>> parts,
      Function<Object, JsonElement> json,
      FarmReports farm,
      boolean sharedQueue) {
    this.needsToken = needsToken;
    this.farm = farm;
    sampler =
        new Sampler(
            cyclops,
            new DashboardParts(parts, json, sharedQueue),
            farm,
            name,
            Clock.systemUTC().millis());
  }

  /** Begins to look, the next second. Does nothing when it did before, or was closed. */
  public synchronized void start() {
    if (turns != null || closed) {
      return;
    }
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "cyclops-dashboard");
              thread.setDaemon(true);
              return thread;
            });
    turns = started;
    // It ends with the executor, and lets nothing out.
    var unused =
        started.scheduleAtFixedRate(
            this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    long now = System.nanoTime();
    try {
      sampler.tick(now, Clock.systemUTC().millis(), asked.isLooking(now));
    } catch (RuntimeException e) {
      if (!failed) {
        failed = true;
        LOG.warn("the dashboard cannot tell what goes on; told once", e);
      }
    }
  }

  /**
   * Whether anybody may have what is there: it is the page itself, and has no data in it.
   *
   * @param path as it came
   * @return true for a file of the page
   */
  public static boolean isFile(String path) {
    return path.equals(PATH) || FILES.containsKey(path);
  }

  /**
   * A file of the page.
   *
   * @param path as it came
   * @return empty when there is none
   */
  public Optional<PageFile> file(String path) {
    start();
    if (path.equals(PATH)) {
      return Optional.of(read.computeIfAbsent(path, p -> PageFile.page("index.html", needsToken)));
    }
    String type = FILES.get(path);
    return type == null
        ? Optional.empty()
        : Optional.of(
            read.computeIfAbsent(path, p -> PageFile.read(p.substring(PATH.length() + 1), type)));
  }

  /**
   * What the page shows.
   *
   * @param run the {@code run} of the answer before; empty at first
   * @param since the {@code last} of the answer before; 0 at first
   * @return the state of now, and the history since then
   */
  public JsonObject data(String run, long since) {
    start();
    asked.now(System.nanoTime());
    return DataPage.of(sampler, run, since);
  }

  /**
   * What this instance tells the others of its farm.
   *
   * @param looking whether they want to know who floods
   * @return JSON, at most {@link FarmReports#MAX_REPORT_BYTES}; empty before the first look
   */
  public Optional<byte[]> report(boolean looking) {
    return sampler.told(looking);
  }

  /** Ends to look, and to tell others. */
  @Override
  public synchronized void close() {
    closed = true;
    if (turns != null) {
      turns.shutdownNow();
    }
    farm.close();
  }
}
