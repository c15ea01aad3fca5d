/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.filter.FloodRule;
import dev.cyclops.filter.FloodRules;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.ConfigLookup;
import dev.cyclops.launcher.plugin.Plugins;
import dev.cyclops.undertow.tls.PemFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Validates a configuration without starting anything, and without asking anybody unless told so.
 */
@Command(
    name = "check",
    description = "Validates a configuration; names every mistake in it.",
    exitCodeListHeading = ExitCodes.HEADING,
    exitCodeList = {
      "0:The configuration can be used.",
      "1:There is a mistake in it, or what was to be asked does not answer.",
      ExitCodes.USAGE_TEXT
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  cyclops check",
      "  cyclops check /etc/cyclops.conf",
      "  cyclops check --database --redis --plugins /etc/cyclops.conf"
    })
final class CheckCommand implements Callable<Integer> {
  @SuppressWarnings("NullAway.Init") // as all of these: picocli fills it in
  @Spec
  private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The file; cyclops.conf in ., the home folder or /etc if none is given.")
  private @Nullable String file;

  @Option(
      names = "--database",
      description =
          "Ask Sentry's database for the keys as well, and say how many there are. Starts nothing.")
  private boolean database;

  @Option(
      names = "--redis",
      description = "Ask Redis whether it can be used as well. Starts nothing, changes nothing.")
  private boolean redis;

  @Option(
      names = "--plugins",
      description =
          "Make the plugins that are named as well, as a start would, and close them. Starts nothing else.")
  private boolean make;

  @Option(
      names = "--effective",
      description =
          "Print every setting as it holds as well, and where that was said. Secrets are ***.")
  private boolean effective;

  @Option(names = "--json", description = "With --effective: print only that, as JSON.")
  private boolean json;

  @Override
  public Integer call() throws OperatorException {
    if (json && !effective) {
      throw new ParameterException(spec.commandLine(), "--json goes with --effective");
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    ConfigOption.Loaded loaded =
        ConfigOption.load(file, ConfigLookup.standard(), System.getenv(), err);
    loaded.printWarnings(err);
    String certificate = certificate(loaded.config());
    List<String> plugins = new ArrayList<>(plugins(loaded.config(), err));
    String access = access(loaded.config());
    String keys =
        database ? asked("Asking the database", () -> KeyCheck.load(loaded.config())) : "";
    String shared = redis ? asked("Asking Redis", () -> RedisCheck.ask(loaded.config())) : "";
    if (make) {
      plugins.addAll(asked("Making the plugins", () -> PluginCheck.make(loaded.config(), err)));
    }
    Optional<String> spool = SpoolCheck.look(loaded.config(), err);
    String runs = describe(loaded.config(), access);
    EffectiveSettings settings = new EffectiveSettings(loaded.config(), loaded.values());
    if (json) {
      settings.printJson(out);
      return 0;
    }
    out.println("OK: " + loaded.source());
    out.println("  " + runs);
    spool.ifPresent(line -> out.println("  " + line));
    if (!shared.isEmpty()) {
      out.println("  " + shared);
    }
    if (!keys.isEmpty()) {
      out.println("  " + keys);
    }
    printRules(FloodWiring.rules(loaded.config()), out);
    FloodWiring.describeLimits(loaded.config()).forEach(line -> out.println("  limit, " + line));
    if (!certificate.isEmpty()) {
      out.println("  certificate " + certificate);
    }
    plugins.forEach(line -> out.println("  " + line));
    loaded.notes().forEach(note -> out.println("  note: " + note));
    if (effective) {
      settings.print(out);
    }
    return 0;
  }

  private interface Question<T> {
    T ask() throws OperatorException;
  }

  /** It may take some seconds. */
  private <T> T asked(String what, Question<T> question) throws OperatorException {
    Progress progress = Progress.begin(spec, what);
    try (progress) {
      return question.ask();
    }
  }

  private static void printRules(FloodRules rules, PrintWriter out) {
    if (!rules.rules().isEmpty()) {
      out.println("  flood rules, the first that is for an event decides:");
      int number = 0;
      for (FloodRule rule : rules.rules()) {
        out.println("    " + ++number + ". " + rule);
      }
      out.println("    otherwise: " + rules);
    }
  }

  private static String describe(Config config, String access) throws OperatorException {
    try {
      return Wiring.describe(config, access);
    } catch (IllegalStateException e) {
      throw new OperatorException(String.valueOf(e.getMessage()));
    }
  }

  private static String access(Config config) throws OperatorException {
    try {
      return KeyWiring.describe(config);
    } catch (IllegalStateException e) {
      throw new OperatorException(String.valueOf(e.getMessage()));
    }
  }

  /** Finds them, and makes none. */
  private static List<String> plugins(Config config, PrintWriter err) throws OperatorException {
    try (Plugins plugins = Plugins.open(config)) {
      plugins.warnings().forEach(line -> err.println("warning: " + line));
      var unused = SentryWiring.trust(config);
      return plugins.describe();
    } catch (IllegalStateException e) {
      throw new OperatorException(String.valueOf(e.getMessage()));
    }
  }

  private static String certificate(Config config) throws OperatorException {
    Optional<PemFiles> files = HttpWiring.tlsFiles(config);
    try {
      return files.isEmpty() ? "" : files.get().load().toString();
    } catch (IOException e) {
      throw new OperatorException(String.valueOf(e.getMessage()));
    }
  }
}
