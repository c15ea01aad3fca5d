/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.RedisSettings;
import dev.cyclops.launcher.config.RedisUse;
import dev.cyclops.launcher.config.RequestSettings;
import dev.cyclops.launcher.migrate.Intake;
import dev.cyclops.launcher.migrate.Migration;
import dev.cyclops.launcher.migrate.MigrationCount;
import dev.cyclops.redis.RedisException;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.RedisUrl;
import dev.cyclops.redis.migrate.PythonQueues;
import dev.cyclops.storage.Storage;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Moves what a Cyclops of old, written in Python, left in its lists in Redis to the new queue. */
@Command(
    name = "migrate-redis",
    description = {
      "Moves the events that a Python Cyclops left in Redis (cyclops:queue:*) into the queue.",
      "May be ended and begun again, and run while Cyclops runs."
    },
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {
      "0:All was moved.",
      "1:It could not be done, or something is left.",
      ExitCodes.USAGE_TEXT,
      "3:All was moved but for entries that nobody can read."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cyclops migrate-redis --dry-run /etc/cyclops.conf",
      "  cyclops migrate-redis --from redis://old:7780/0 /etc/cyclops.conf"
    })
final class MigrateCommand implements Callable<Integer> {
  /** Nobody waits at a door here. */
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private static final int UNREADABLE = 3;

  @SuppressWarnings("NullAway.Init") // as all of these: picocli fills it in
  @Spec
  private CommandSpec spec;

  @Mixin private ConfigArgument file = new ConfigArgument();

  @Option(
      names = "--from",
      paramLabel = "URL",
      description =
          "The Redis of old, as redis://:password@host:7780/0, where it is another one than that of"
              + " the configuration.")
  private @Nullable String from;

  @Option(
      names = "--dry-run",
      description = "Reads all, says what would be moved, changes nothing.")
  private boolean dryRun;

  @Override
  public Integer call() throws OperatorException {
    PrintWriter err = spec.commandLine().getErr();
    ConfigOption.Loaded loaded = file.load(err);
    loaded.printWarnings(err);
    Config config = loaded.config();
    if (!RedisUse.of(config).storage()) {
      throw new OperatorException(
          loaded.source() + ": keeps no events in Redis: set REDIS_URL or STORAGE");
    }
    try (RedisLink old = old(config)) {
      awaitUp(old, config);
      return dryRun ? look(PythonQueues.of(old)) : migrate(config, PythonQueues.of(old));
    } catch (IllegalStateException | RedisException e) {
      throw new OperatorException(String.valueOf(e.getMessage()));
    }
  }

  private void awaitUp(RedisLink link, Config config) {
    try (Progress progress = Progress.begin(spec, "Waiting for Redis")) {
      link.awaitUp(config.get(RedisSettings.REDIS_START_TIMEOUT), progress::say);
    }
  }

  private RedisLink old(Config config) throws OperatorException {
    if (from == null) {
      if (config.get(RedisSettings.REDIS_CLUSTER)) {
        throw new OperatorException(
            "a cluster has no such lists: say with --from which Redis holds them");
      }
      return RedisWiring.link(config, TIMEOUT);
    }
    try {
      return RedisWiring.link(RedisUrl.parse(from), TIMEOUT);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "Invalid value for option '--from': " + e.getMessage());
    }
  }

  private int look(PythonQueues queues) {
    MigrationCount count;
    try (Progress progress = Progress.begin(spec, "Reading").of(entries(queues), "entries")) {
      count = Migration.look(queues, progress::at);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s would be moved; entries that cannot be read: %d%n",
        events(count.movedEvents()), count.unreadableEntries());
    printReasons(count);
    return count.unreadableEntries() == 0 ? 0 : UNREADABLE;
  }

  private int migrate(Config config, PythonQueues queues) throws OperatorException {
    if (!queues.lock()) {
      throw new OperatorException(
          "another migrate-redis is running, or ended without a word less than a minute ago");
    }
    try (queues;
        RedisLink link = RedisWiring.link(config, TIMEOUT)) {
      awaitUp(link, config);
      return migrate(config, queues, link);
    }
  }

  private int migrate(Config config, PythonQueues queues, RedisLink link) throws OperatorException {
    Storage storage = RedisWiring.storage(config, link, QueueWiring.order(config));
    try (Intake intake = new Intake(storage, config.get(RequestSettings.MAX_EVENT_BYTES))) {
      Migration migration = run(queues, intake);
      return end(migration, queues);
    }
  }

  private int end(Migration migration, PythonQueues queues) throws OperatorException {
    long left = entries(queues);
    String stopped = migration.stopped();
    if (stopped != null) {
      throw new OperatorException(
          "ended early: %s. Entries left: %d. Run it again when there is room."
              .formatted(stopped, left));
    }
    if (left > 0) {
      throw new OperatorException(
          "entries that came meanwhile: %d. Run it again when no Cyclops of old runs any more."
              .formatted(left));
    }
    return migration.count().unreadableEntries() == 0 ? 0 : UNREADABLE;
  }

  private Migration run(PythonQueues queues, Intake intake) {
    Progress progress = Progress.begin(spec, "Moving").of(entries(queues), "entries");
    Migration migration = new Migration(queues, intake, progress::at);
    try (progress) {
      migration.run();
    } finally {
      tell(migration.count());
    }
    return migration;
  }

  private static long entries(PythonQueues queues) {
    return queues.projects().stream().mapToLong(queues::size).sum();
  }

  private void tell(MigrationCount count) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s moved; entries that cannot be read: %d%n",
        events(count.movedEvents()), count.unreadableEntries());
    printReasons(count);
    count
        .unreadableProjects()
        .forEach(project -> out.println("  kept in " + PythonQueues.unreadableKey(project)));
  }

  private void printReasons(MigrationCount count) {
    PrintWriter out = spec.commandLine().getOut();
    count.reasons().forEach(reason -> out.println("  " + reason));
  }

  private static String events(long count) {
    return count == 1 ? "1 event" : count + " events";
  }
}
