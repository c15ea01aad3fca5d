/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.deploy.StartScriptIT;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Every exit code that a help names is one that the command ends with: 1 and 2 here, and where the
 * others are.
 */
class ExitCodesTest {
  /** Where each code but 1 and 2 is run. */
  private static final Map<String, Class<?>> ELSEWHERE =
      Map.ofEntries(
          Map.entry("cyclops 130", TerminalIT.class),
          Map.entry("cyclops 143", LauncherIT.class),
          Map.entry("count 0", CountCommandTest.class),
          Map.entry("count 130", TerminalIT.class),
          Map.entry("dead 0", DeadCommandTest.class),
          Map.entry("stats 0", DeadCommandTest.class),
          Map.entry("groups 0", GroupsCommandTest.class),
          Map.entry("spool 0", SpoolCommandTest.class),
          Map.entry("migrate-redis 0", MigrateCommandIT.class),
          Map.entry("migrate-redis 3", MigrateCommandIT.class),
          Map.entry("send-test 0", SendTestCommandTest.class),
          Map.entry("send-test 3", SendTestCommandTest.class),
          Map.entry("demo 0", TerminalIT.class),
          Map.entry("archive 0", StartScriptIT.class));

  @TempDir private Path folder;

  /** What each of them ends with, by command and code; filled by running them. */
  private final Map<String, Integer> ended = new TreeMap<>();

  private void run(int code, String... args) {
    ended.put(name(args) + " " + code, CommandLineRun.of(args).exitCode());
  }

  private static String name(String... args) {
    boolean sub = Main.commandLine().getSubcommands().containsKey(args[0]);
    return sub ? args[0] : "cyclops";
  }

  @Test
  void codes_areThoseThatTheHelpNames() throws Exception {
    String good =
        Files.writeString(folder.resolve("good.conf"), "PROJECT_KEYS = [(1, 'a', None)]\n")
            .toString();
    String bad = Files.writeString(folder.resolve("bad.conf"), "NOPE = 1\n").toString();
    String absent = folder.resolve("absent.conf").toString();
    try (Socket taken = new Socket()) {
      // Bound and never listening: it refuses everyone.
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      String port = "" + taken.getLocalPort();
      run(1, absent);
      run(1, "count", "-b", "127.0.0.1", "-p", port);
      run(1, "stats", "-c", good, "-p", port);
      run(1, "groups", "-c", good, "-p", port);
      run(1, "dead", "--list", "-c", good, "-p", port);
      run(1, "send-test", "-c", good, "-p", port);
      run(1, "demo", "-p", port, "--seconds", "3");
    }
    run(1, "init", good);
    run(1, "check", bad);
    run(1, "spool", "--stat", "--path", absent);
    run(1, "migrate-redis", good);
    run(0, "init", "-");
    run(0, "check", good);
    run(0, "completion", "bash");
    for (String command : Main.commandLine().getSubcommands().keySet()) {
      run(2, command, "--bogus");
    }
    run(2, "--bogus");

    ended.forEach((name, code) -> assertThat(name).endsWith(" " + code));
    Set<String> shown = new TreeSet<>(ended.keySet());
    shown.addAll(ELSEWHERE.keySet());
    assertThat(shown).containsExactlyInAnyOrderElementsOf(documented());
  }

  private static Set<String> documented() {
    CommandLine root = Main.commandLine();
    Set<String> codes = new TreeSet<>();
    root.getCommandSpec()
        .usageMessage()
        .exitCodeList()
        .keySet()
        .forEach(code -> codes.add("cyclops " + code));
    root.getSubcommands()
        .forEach(
            (name, sub) ->
                sub.getCommandSpec()
                    .usageMessage()
                    .exitCodeList()
                    .keySet()
                    .forEach(code -> codes.add(name + " " + code)));
    return codes;
  }
}
