/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.launcher.plugin.PluginJar;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check --plugins} says of plugins that can be made, and of others. */
class PluginCheckTest {
  private static final String KEYS = "dev.cyclops.auth.KeySource";
  private static final String FINGERPRINTER = "dev.cyclops.filter.Fingerprinter";
  private static final String PASSWORD = "hunter4711";

  @TempDir private Path folder;

  @BeforeEach
  void folder() throws Exception {
    Files.createDirectories(folder.resolve("plugins"));
  }

  private Path jar(String name) {
    return folder.resolve("plugins").resolve(name + ".jar");
  }

  private CommandLineRun check(String options, String... lines) throws Exception {
    Path conf =
        Files.writeString(
            folder.resolve("c.conf"),
            "PLUGINS = '%s'\n%s\n".formatted(folder.resolve("plugins"), String.join("\n", lines)));
    return CommandLineRun.of(("check " + options + " " + conf).strip().split(" +"));
  }

  /** Makes keys, and notes when they are closed. */
  private void writeKeys() throws Exception {
    new PluginJar()
        .source(
            "com.example.Closing",
            """
            package com.example;
            public class Closing implements dev.cyclops.auth.KeySource {
              private final java.nio.file.Path file;
              public Closing(java.nio.file.Path file) { this.file = file; }
              public java.util.Collection<dev.cyclops.auth.ProjectKey> load() {
                throw new IllegalStateException("nobody asked for keys");
              }
              public void close() {
                try {
                  java.nio.file.Files.writeString(file, "closed");
                } catch (java.io.IOException e) {
                  throw new java.io.UncheckedIOException("no place to note it", e);
                }
              }
            }
            """)
        .provider(
            "com.example.Keys",
            "keys",
            KEYS,
            """
            context.settings().text("password");
            return new Closing(java.nio.file.Path.of(context.settings().requiredText("note")));
            """)
        .write(jar("keys"));
  }

  private String keys(Path note) {
    return "PLUGIN_SETTINGS = {'keys': {'note': '%s', 'password': '%s'}}".formatted(note, PASSWORD);
  }

  @Test
  void check_makesNoneUnlessToldSo() throws Exception {
    new PluginJar()
        .provider("com.example.Keys", "keys", KEYS, "throw new Exception(\"it is made\");")
        .write(jar("keys"));

    assertThat(check("", "KEY_SOURCE = 'keys'").exitCode()).isZero();
    assertThat(check("--plugins", "KEY_SOURCE = 'keys'").err())
        .containsExactly(
            "KEY_SOURCE: plugin 'keys' (%s, com.example.Keys) cannot be made: it is made"
                .formatted(jar("keys")));
  }

  @Test
  void plugins_areMadeToldAndClosed() throws Exception {
    writeKeys();
    Path note = folder.resolve("note");

    CommandLineRun run = check("--plugins", "KEY_SOURCE = 'keys'", keys(note));

    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .contains(
            "  plugin 'keys' (%s, com.example.Keys) is KEY_SOURCE".formatted(jar("keys")),
            "  KEY_SOURCE: made, a com.example.Closing");
    assertThat(run.out()).doesNotContain(PASSWORD);
    assertThat(note).hasContent("closed");
  }

  @Test
  void plugins_areToldOneByOneWhenTheyCannotBeMade() throws Exception {
    writeKeys();
    new PluginJar()
        .provider(
            "com.example.Print",
            "print",
            FINGERPRINTER,
            "throw new Exception(\"no such login: \" + context.settings().requiredText(\"dsn\"));")
        .write(jar("print"));
    new PluginJar()
        .provider(
            "com.example.Pace",
            "pace",
            "dev.cyclops.send.RateController",
            "return dev.cyclops.send.RateController.adaptive(1);")
        .write(jar("pace"));
    Path note = folder.resolve("note");

    CommandLineRun run =
        check(
            "--plugins",
            "KEY_SOURCE = 'keys'",
            "FINGERPRINTER = 'print'",
            "RATE_CONTROLLER = 'pace'",
            "PLUGIN_SETTINGS = {'keys': {'note': '%s'}, 'print': {'dsn': 'u:%s@h'}, 'pace': {'slwo': '%s'}}"
                .formatted(note, PASSWORD, PASSWORD));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .containsExactly(
            "FINGERPRINTER: plugin 'print' (%s, com.example.Print) cannot be made: no such login: *** ('dsn')"
                .formatted(jar("print")),
            "PLUGIN_SETTINGS: plugin 'pace' (%s, com.example.Pace) knows no slwo"
                .formatted(jar("pace")));
    assertThat(note).hasContent("closed");
  }

  @Test
  void plugins_thatCannotBeClosedAreAWarning() throws Exception {
    writeKeys();
    Path note = folder.resolve("absent").resolve("note");

    CommandLineRun run = check("--plugins", "KEY_SOURCE = 'keys'", keys(note));

    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .containsExactly(
            "warning: plugin 'keys' (%s, com.example.Keys) cannot be closed: no place to note it"
                .formatted(jar("keys")));
  }

  @Test
  void plugins_thatAStartWouldNotMakeAreNotMade() throws Exception {
    writeKeys();
    Path note = folder.resolve("note");

    CommandLineRun run =
        check("--plugins", "KEY_SOURCE = 'keys'", "RESTRICT_API_ACCESS = False", keys(note));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines())
        .contains("  KEY_SOURCE: not made, since RESTRICT_API_ACCESS = False");
    assertThat(note).doesNotExist();
  }

  @Test
  void plugins_mustBeNamed() throws Exception {
    CommandLineRun run = check("--plugins", "PROJECT_KEYS = [(1, 'a', None)]");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).containsExactly("--plugins: the configuration names no plugin");
  }

  @Test
  void plugins_leaveJsonAlone() throws Exception {
    writeKeys();

    CommandLineRun run =
        check("--plugins --effective --json", "KEY_SOURCE = 'keys'", keys(folder.resolve("note")));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("{").doesNotContain("made, a").doesNotContain(PASSWORD);
  }
}
