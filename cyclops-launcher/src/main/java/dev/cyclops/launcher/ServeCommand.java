/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.Cyclops;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.ConfigLookup;
import dev.cyclops.launcher.config.KeyOrigin;
import dev.cyclops.launcher.config.OperatorSettings;
import dev.cyclops.launcher.config.PluginConsistency;
import dev.cyclops.launcher.config.PluginsSettings;
import dev.cyclops.launcher.config.RedisUse;
import dev.cyclops.launcher.config.SpoolUse;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Runs the server until it is told to stop. */
@Command(
    name = "cyclops",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    description = "A barrier in front of Sentry: drops the repeats of a flood, keeps the rest.",
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {
      "1:It could not start; the error stream says why.",
      ExitCodes.USAGE_TEXT,
      "130:Ctrl-C: a clean stop.",
      "143:SIGTERM: a clean stop."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cyclops init cyclops.conf",
      "  cyclops check cyclops.conf",
      "  cyclops cyclops.conf",
      "  cyclops -c /etc/cyclops.conf -b 127.0.0.1 -p 9000 -vv"
    })
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @SuppressWarnings("NullAway.Init") // as all of these: picocli fills it in
  @Spec
  private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description =
          "The configuration; cyclops.conf in ., the home folder or /etc if none is given.")
  private @Nullable String file;

  @Option(
      names = {"-c", "--conf"},
      paramLabel = "FILE",
      description = "The same as an option.")
  private @Nullable String conf;

  @Option(
      names = {"-p", "--port"},
      paramLabel = "PORT",
      defaultValue = "9999",
      description = "The port to listen on, 0 for a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @SuppressWarnings("NullAway.Init")
  @Option(
      names = {"-b", "--bind"},
      paramLabel = "HOST",
      defaultValue = "0.0.0.0",
      description = "The address to listen on (default: ${DEFAULT-VALUE}).")
  private String bind;

  @Option(
      names = {"-v", "--verbose"},
      description =
          "Log warnings too; -vv what happens, -vvv everything. Errors are always logged.")
  private boolean[] verbose = {};

  @Option(
      names = {"-d", "--debug"},
      description = "Log everything that Cyclops itself does.")
  private boolean debug;

  @Mixin private TerminalOptions terminal = new TerminalOptions();

  /** How each command shows what it does. */
  TerminalOptions terminal() {
    return terminal;
  }

  @Override
  public Integer call() throws Exception {
    if (port < 0 || port > 65535) {
      throw wrong("Invalid value for option '-p': " + port + " is not within 0 to 65535");
    }
    if (file != null && conf != null) {
      throw wrong("Two configurations are given: '" + conf + "' and '" + file + "'");
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    ConfigOption.Loaded loaded = load(err);
    Logging.configure(verbose.length, debug);
    Logging.format(loaded.config().get(OperatorSettings.LOG_FORMAT));
    Logging.tellOfUncaught();
    loaded.warnings().forEach(warning -> tell(err, "warning: " + warning));

    if (loaded.config().get(PluginsSettings.PLUGINS).isPresent()
        || !PluginConsistency.named(loaded.config()).isEmpty()) {
      Logging.tellOfPlugins();
    }
    KeyOrigin keys = KeyOrigin.of(loaded.config());
    if (keys == KeyOrigin.DATABASE || keys == KeyOrigin.PLUGIN) {
      Logging.tellOfKeys();
    }
    if (RedisUse.of(loaded.config()).any()) {
      Logging.tellOfRedis();
    }
    if (SpoolUse.of(loaded.config()) != SpoolUse.NONE) {
      Logging.tellOfSpool();
    }
    // Before the start, which may wait for Sentry's database: the signal would end that.
    AtomicReference<@Nullable Server> running = new AtomicReference<>();
    boolean reloads = HangUp.handle(() -> reload(running.get(), out, err));
    Server server = start(loaded.config());
    running.set(server);
    Thread stop = new Thread(() -> out.println(stop(server)), "cyclops-stop");
    Runtime.getRuntime().addShutdownHook(stop);
    server.warnings().forEach(warning -> tell(err, "warning: " + warning));
    server.operator().warning().ifPresent(warning -> tell(err, "warning: " + warning));
    out.printf(
        "Cyclops %s listens on %s: %s%s%n",
        Version.current(),
        server.address(),
        Wiring.describe(
                loaded.config(),
                KeyWiring.describe(loaded.config(), server.stats().keys(), Instant.now()))
            + server.describeBackends(),
        server.operator().address().map(address -> ", operator on " + address).orElse(""));
    if (!reloads) {
      // Meant so by who says nohup, and no fault.
      out.println("SIGHUP is ignored here; changes of the configuration need a restart");
    }
    new CountDownLatch(1).await();
    return 0;
  }

  /** It may wait for Redis, for a database, and for what a spool has to mend. */
  private Server start(Config config) throws OperatorException {
    PrintStream log = System.err;
    try (Progress progress = Progress.begin(spec, "Starting")) {
      System.setErr(progress.beside(log));
      return Server.start(config, bind, port);
    } finally {
      System.setErr(log);
    }
  }

  /** Goes on sending for a while what would be lost. */
  private String stop(Server server) {
    PrintStream log = System.err;
    try (Progress progress =
        Progress.begin(spec, "Stopping").of(server.stats().storage().held(), "events")) {
      System.setErr(progress.beside(log));
      return server.stop(
          Cyclops.DRAIN_TIMEOUT, left -> progress.at(Math.max(0, progress.total() - left)));
    } finally {
      System.setErr(log);
    }
  }

  private ConfigOption.Loaded load(PrintWriter err) throws OperatorException {
    return ConfigOption.load(
        file == null ? conf : file, ConfigLookup.standard(), System.getenv(), err);
  }

  /** A line for the operator, in any case: as it is, or as a line of a log for programs. */
  private static void tell(PrintWriter err, String line) {
    if (Logging.isForPrograms()) {
      LOG.warn("{}", line);
    } else {
      err.println(line);
    }
  }

  /** Reads the configuration again; one with mistakes changes nothing. */
  private void reload(@Nullable Server server, PrintWriter out, PrintWriter err) {
    if (server == null) {
      tell(err, "not reloaded: it is still starting");
      return;
    }
    try {
      ConfigOption.Loaded loaded = load(err);
      loaded.warnings().forEach(warning -> tell(err, "warning: " + warning));
      List<String> fixed = server.reload().apply(loaded.config());
      if (!fixed.isEmpty()) {
        tell(err, "warning: changed, but only a restart applies it: " + String.join(", ", fixed));
      }
      out.println(
          "Cyclops reloaded: " + loaded.source() + ": " + FloodWiring.describe(loaded.config()));
    } catch (OperatorException e) {
      e.lines().forEach(line -> tell(err, line));
      tell(err, "not reloaded: everything stays as it was");
    } catch (RuntimeException e) {
      tell(err, "not reloaded: unexpected: " + e);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
