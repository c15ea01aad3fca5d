/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.codec.ContentCodec;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.ConfigReader;
import dev.cyclops.launcher.config.ConfigResult;
import dev.cyclops.plugin.PluginProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers and codecs that hang while a start finds out what they are. */
class HangingServiceTest {
  private static final String FOREVER =
      "try { new java.util.concurrent.CountDownLatch(1).await(); } catch (InterruptedException e) { }";

  /** Whatever hangs, hangs longer. */
  private static final Duration SHORT = Duration.ofMillis(1);

  @TempDir private Path folder;

  /** Interrupted, each still says that it was closed, in a file of the folder that goes now. */
  @AfterEach
  void awaitTheirEnd() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(
                        thread -> thread.getName().startsWith("cyclops-plugin-com.example")));
  }

  private Path jar(String name) {
    return folder.resolve("plugins").resolve(name + ".jar");
  }

  /** A provider of keys with these members besides, whose name takes these statements. */
  private PluginJar slow(String members, String name) {
    return new PluginJar()
        .source(
            "com.example.Slow",
            """
            package com.example;
            import dev.cyclops.auth.KeySource;
            import dev.cyclops.plugin.*;
            public class Slow implements PluginProvider<KeySource>, AutoCloseable {
              %s
              public int api() { return API; }
              public String name() { %s return "slow"; }
              public Class<KeySource> type() { return KeySource.class; }
              public KeySource create(PluginContext context) { return KeySource.of(); }
              public void close() throws java.io.IOException {
                java.nio.file.Files.writeString(
                    java.nio.file.Path.of("%s"), Thread.currentThread().getName());
              }
            }
            """
                .formatted(members, name, closed()));
  }

  private Path closed() {
    return folder.resolve("closed");
  }

  /** The thread that closed it; empty until then. */
  private String said() throws IOException {
    return Files.exists(closed()) ? Files.readString(closed()) : "";
  }

  private PluginJar registered(String members, String name) {
    return slow(members, name).service(PluginProvider.class.getName(), "com.example.Slow");
  }

  private Config config(String... lines) {
    ConfigResult result =
        ConfigReader.read(
            "c.conf",
            "PLUGINS = '%s'\nPROJECT_KEYS = [(1, 'a', None)]\n%s\n"
                .formatted(folder.resolve("plugins"), String.join("\n", lines)),
            Map.of());
    assertThat(result.errors()).isEmpty();
    return result.config().orElseThrow();
  }

  private static String overdue(Path jar, String type) {
    return "plugin %s: %s was not done within 0 s".formatted(jar, type);
  }

  @Test
  void open_setsAsideInTheOrderOfTheirJarsWhatHangs() throws Exception {
    registered("static { " + FOREVER + " }", "").write(jar("c-static"));
    registered("public Slow() { " + FOREVER + " }", "").write(jar("a-constructor"));
    registered("", FOREVER).write(jar("b-name"));
    codec("Constructor", "public Constructor() { " + FOREVER + " }", "").write(jar("e-codec"));
    codec("Name", "", FOREVER).write(jar("d-codec"));

    try (Plugins plugins = Plugins.open(config(), SHORT, PluginMaker.PATIENCE)) {
      assertThat(plugins.warnings())
          .containsExactly(
              overdue(jar("a-constructor"), "com.example.Slow"),
              overdue(jar("b-name"), "com.example.Slow"),
              overdue(jar("c-static"), "com.example.Slow"),
              overdue(jar("d-codec"), "com.example.Name"),
              overdue(jar("e-codec"), "com.example.Constructor"));
      assertThat(plugins.describe()).isEmpty();
      assertThat(plugins.codecs()).isEmpty();
    }
  }

  private static PluginJar codec(String simpleName, String members, String name) {
    String className = "com.example." + simpleName;
    return new PluginJar()
        .source(
            className,
            """
            package com.example;
            import java.io.*;
            public class %s implements dev.cyclops.codec.ContentCodec {
              %s
              public String name() { %s return "slow"; }
              public InputStream decode(InputStream in) { return in; }
              public OutputStream encode(OutputStream out) { return out; }
            }
            """
                .formatted(simpleName, members, name))
        .service(ContentCodec.class.getName(), className);
  }

  @Test
  void open_ofOneThatIsNamedEndsAsIfItHadThrown() throws Exception {
    registered("public Slow() { " + FOREVER + " }", "").write(jar("slow"));
    assertThatThrownBy(
            () -> Plugins.open(config("KEY_SOURCE = 'slow'"), SHORT, PluginMaker.PATIENCE))
        .isInstanceOf(PluginException.class)
        .hasMessage(
            "KEY_SOURCE = 'slow': no plugin in %s offers a KeySource of that name; set aside: %s"
                .formatted(folder.resolve("plugins"), overdue(jar("slow"), "com.example.Slow")));
  }

  @Test
  void open_ofAProviderThatIsNamedByItsClassEndsAsIfItHadThrown() throws Exception {
    slow("public Slow() { " + FOREVER + " }", "").write(jar("slow"));
    assertThatThrownBy(
            () ->
                Plugins.open(
                    config("KEY_SOURCE = 'com.example.Slow'"), SHORT, PluginMaker.PATIENCE))
        .isInstanceOf(PluginException.class)
        .hasMessage(
            "KEY_SOURCE = 'com.example.Slow': in %s: was not done within 0 s"
                .formatted(jar("slow")));
  }

  @Test
  void open_interruptsTheOneThatHangsAndClosesWhatComesTooLate() throws Exception {
    registered("public Slow() { " + FOREVER + " }", "").write(jar("slow"));
    try (Plugins plugins = Plugins.open(config(), SHORT, PluginMaker.PATIENCE)) {
      assertThat(plugins.warnings()).hasSize(1);
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !said().isEmpty());
      assertThat(said()).isEqualTo("cyclops-plugin-com.example.Slow");
      assertThat(plugins.describe()).isEmpty();
    }
  }

  @Test
  void open_makesAProviderByADaemonWithThePluginsClassLoader() throws Exception {
    registered(
            """
            public Slow() {
              Thread thread = Thread.currentThread();
              boolean own = thread.getContextClassLoader() == Slow.class.getClassLoader();
              throw new IllegalStateException(
                  thread.getName() + " daemon " + thread.isDaemon() + " own " + own);
            }
            """,
            "")
        .write(jar("slow"));
    try (Plugins plugins = Plugins.open(config())) {
      assertThat(plugins.warnings())
          .singleElement()
          .asString()
          .endsWith(": com.example.Slow cyclops-plugin-com.example.Slow daemon true own true");
    }
  }

  @Test
  void open_thatIsInterruptedInterruptsThePlugin() throws Exception {
    registered("public Slow() { " + FOREVER + " }", "").write(jar("slow"));
    Config config = config();
    Thread.currentThread().interrupt();
    try (Plugins plugins = Plugins.open(config, Duration.ofDays(1), PluginMaker.PATIENCE)) {
      assertThat(Thread.interrupted()).isTrue();
      assertThat(plugins.warnings()).hasSize(1);
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !said().isEmpty());
    }
  }

  @Test
  void open_looksForNothingWhereNoPluginIsConfigured() {
    Config config =
        ConfigReader.read("c.conf", "PROJECT_KEYS = [(1, 'a', None)]\n", Map.of())
            .config()
            .orElseThrow();
    assertThat(Plugins.open(config)).isSameAs(Plugins.NONE);
  }
}
