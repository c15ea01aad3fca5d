/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.auth.KeySource;
import dev.cyclops.launcher.config.AccessSettings;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.ConfigReader;
import dev.cyclops.launcher.config.ConfigResult;
import dev.cyclops.launcher.config.PluginsSettings;
import dev.cyclops.plugin.PluginContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that hang, or say too much, while they are made and ended. */
class PluginMakerTest {
  private static final String KEYS = "dev.cyclops.auth.KeySource";
  private static final String FOREVER = "new java.util.concurrent.CountDownLatch(1).await();";

  @TempDir private Path folder;
  private Config config;

  private Path write(String create) throws Exception {
    return new PluginJar()
        .provider("com.example.Keys", "keys", KEYS, create)
        .write(folder.resolve("plugins").resolve("keys.jar"));
  }

  private Plugins open(Duration patience, String... settings) {
    ConfigResult result =
        ConfigReader.read(
            "c.conf",
            "PLUGINS = '%s'\nKEY_SOURCE = 'keys'\nPLUGIN_SETTINGS = {'keys': {%s}}\n"
                .formatted(folder.resolve("plugins"), String.join(", ", settings)),
            Map.of());
    assertThat(result.errors()).isEmpty();
    config = result.config().orElseThrow();
    return Plugins.open(config, PluginMaker.PATIENCE, patience);
  }

  private KeySource make(Plugins plugins) {
    PluginContext context =
        PluginContext.builder("keys")
            .settings(config.get(PluginsSettings.PLUGIN_SETTINGS).get("keys"))
            .build();
    return plugins.make(AccessSettings.KEY_SOURCE, KeySource.class, context);
  }

  @Test
  void make_givesUpOneThatHangs() throws Exception {
    Path jar = write(FOREVER + " return null;");
    try (Plugins plugins = open(Duration.ofSeconds(1))) {
      assertThatThrownBy(() -> make(plugins))
          .isInstanceOf(PluginException.class)
          .hasMessage(
              "KEY_SOURCE: plugin 'keys' (%s, com.example.Keys) cannot be made: was not done within 1 s"
                  .formatted(jar));
      assertThat(plugins.stats().used()).isEmpty();
      assertThat(plugins.abandon()).isEmpty();
    }
  }

  @Test
  void make_repeatsATimeoutOfThePluginsOwn() throws Exception {
    write("throw new java.util.concurrent.TimeoutException(\"the vault said nothing\");");
    try (Plugins plugins = open(PluginMaker.PATIENCE)) {
      assertThatThrownBy(() -> make(plugins))
          .hasMessageEndingWith(" cannot be made: the vault said nothing");
    }
  }

  @Test
  void make_isPatientForHalfAMinute() {
    assertThat(PluginMaker.PATIENCE).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void make_interruptsTheOneThatHangsAndClosesWhatComesTooLate() throws Exception {
    Path closed = folder.resolve("closed");
    write(
        """
        try { %s } catch (InterruptedException e) { /* and goes on */ }
        java.nio.file.Path closed = java.nio.file.Path.of(context.settings().requiredText("to"));
        return new dev.cyclops.auth.KeySource() {
          public java.util.Collection<dev.cyclops.auth.ProjectKey> load() { return null; }
          public void close() {
            try {
              java.nio.file.Files.writeString(closed, Thread.currentThread().getName());
            } catch (java.io.IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          }
        };
        """
            .formatted(FOREVER));
    try (Plugins plugins = open(Duration.ofMillis(1), "'to': '" + closed + "'")) {
      assertThatThrownBy(() -> make(plugins)).hasMessageContaining("was not done within");
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.exists(closed) && !Files.readString(closed).isEmpty());
      assertThat(closed).hasContent("cyclops-plugin-keys");
    }
  }

  @Test
  void make_isDoneByADaemonWithThePluginsClassLoader() throws Exception {
    write(
        """
        Thread thread = Thread.currentThread();
        boolean own = thread.getContextClassLoader() == getClass().getClassLoader();
        throw new Exception(thread.getName() + " daemon " + thread.isDaemon() + " own " + own);
        """);
    try (Plugins plugins = open(PluginMaker.PATIENCE)) {
      assertThatThrownBy(() -> make(plugins))
          .hasMessageEndingWith(" cannot be made: cyclops-plugin-keys daemon true own true");
    }
  }

  @Test
  void make_thatIsInterruptedInterruptsThePlugin() throws Exception {
    Path interrupted = folder.resolve("interrupted");
    write(
        """
        java.nio.file.Path file = java.nio.file.Path.of(context.settings().requiredText("to"));
        try { %s } catch (InterruptedException e) {
          java.nio.file.Files.writeString(file, "yes");
        }
        return null;
        """
            .formatted(FOREVER));
    try (Plugins plugins = open(Duration.ofDays(1), "'to': '" + interrupted + "'")) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> make(plugins)).hasMessageContaining(" cannot be made: ");
      assertThat(Thread.interrupted()).isTrue();
      Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(interrupted));
    }
  }

  @Test
  void make_repeatsNoSettingInWhatItTells() throws Exception {
    write(
        """
        String password = context.settings().requiredText("password");
        java.util.List<String> hosts = context.settings().texts("hosts");
        throw new Exception("cannot log in at " + hosts.get(1) + " as 'u' with " + password
            + " and " + context.settings().value("pin").get() + ", port 443\\n" + password);
        """);
    try (Plugins plugins =
        open(
            PluginMaker.PATIENCE,
            "'password': 'hunter4711'",
            "'hosts': ['db-one', 'db-two']",
            "'pin': 271828",
            "'port': 443",
            "'user': 'u'",
            "'tls': True")) {
      assertThatThrownBy(() -> make(plugins))
          .hasMessageEndingWith(
              " cannot be made: cannot log in at *** ('hosts') as 'u' with *** ('password') and *** ('pin'), port 443");
    }
  }

  @Test
  void make_cutsNoSettingInHalf() throws Exception {
    // What is cut off after 300 characters is no value any more, and would not be found.
    write(
        "throw new Exception(\"x \".repeat(147) + context.settings().requiredText(\"password\"));");
    try (Plugins plugins = open(PluginMaker.PATIENCE, "'password': 'hunter4711'")) {
      assertThatThrownBy(() -> make(plugins)).hasMessageNotContaining("hunt");
    }
  }

  @Test
  void abandon_tellsWhoCannotBeClosedAndWaitsForNobody() throws Exception {
    String source =
        """
        return new dev.cyclops.auth.KeySource() {
          public java.util.Collection<dev.cyclops.auth.ProjectKey> load() { return null; }
          public void close() { %s }
        };
        """;
    Path jar = write(source.formatted("throw new LinkageError(\"old\");"));
    try (Plugins plugins = open(PluginMaker.PATIENCE)) {
      make(plugins);
      assertThat(plugins.abandon())
          .containsExactly(
              "plugin 'keys' (%s, com.example.Keys) cannot be closed: does not fit this version of Cyclops, or of a library: LinkageError: old"
                  .formatted(jar));
    }
    write(source.formatted("try { " + FOREVER + " } catch (InterruptedException e) { }"));
    // Long enough for create, which returns at once.
    try (Plugins plugins = open(Duration.ofSeconds(10))) {
      make(plugins);
      assertThat(plugins.abandon())
          .containsExactly(
              "plugin 'keys' (%s, com.example.Keys) was not closed within 10 s".formatted(jar));
    }
  }
}
