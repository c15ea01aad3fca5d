/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.auth.KeySource;
import dev.cyclops.filter.Fingerprinter;
import dev.cyclops.launcher.config.AccessSettings;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.ConfigReader;
import dev.cyclops.launcher.config.ConfigResult;
import dev.cyclops.launcher.config.FloodSettings;
import dev.cyclops.launcher.config.QueueSettings;
import dev.cyclops.plugin.PluginContext;
import dev.cyclops.storage.Storage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsTest {
  private static final String KEYS = "dev.cyclops.auth.KeySource";
  private static final String NOBODY = "return dev.cyclops.auth.KeySource.of();";

  @TempDir private Path folder;

  private Path jar(String name) {
    return folder.resolve("plugins").resolve(name + ".jar");
  }

  private PluginJar keys(String name, String create) {
    return new PluginJar().provider("com.example.Keys", name, KEYS, create);
  }

  private Config config(String... lines) throws Exception {
    Files.createDirectories(folder.resolve("plugins"));
    ConfigResult result =
        ConfigReader.read(
            "c.conf",
            "PLUGINS = '%s'\nPROJECT_KEYS = [(1, 'a', None)]\n%s\n"
                .formatted(folder.resolve("plugins"), String.join("\n", lines)),
            Map.of());
    assertThat(result.errors()).isEmpty();
    return result.config().orElseThrow();
  }

  private static KeySource make(Plugins plugins, Map<String, ?> settings) {
    return plugins.make(
        AccessSettings.KEY_SOURCE,
        KeySource.class,
        PluginContext.builder("keys").settings(settings).build());
  }

  @Test
  void open_findsWhatASettingNames() throws Exception {
    keys("keys", NOBODY).write(jar("keys"));
    keys("others", NOBODY).write(jar("others"));

    try (Plugins plugins = Plugins.open(config("KEY_SOURCE = 'keys'"))) {
      assertThat(plugins.warnings()).isEmpty();
      assertThat(plugins.describe())
          .containsExactly(
              "plugin 'keys' (" + jar("keys") + ", com.example.Keys) is KEY_SOURCE",
              "plugin 'others' ("
                  + jar("others")
                  + ", com.example.Keys), a KeySource, is not used");
      assertThat(plugins.used()).isEmpty();
      assertThat(make(plugins, Map.of()).load()).isEmpty();
      assertThat(plugins.stats().used())
          .singleElement()
          .matches(each -> each.setting().equals("KEY_SOURCE") && each.failures() == 0);
      assertThat(plugins.used())
          .singleElement()
          .matches(each -> each.kind().equals("key_source") && each.name().equals("keys"))
          .matches(each -> each.failures().getAsLong() == 0 && each.loopCallNanos().isEmpty());
    }
  }

  @Test
  void open_takesTheNameOfAClass() throws Exception {
    new PluginJar()
        .source(
            "com.example.Told",
            """
            package com.example;
            public class Told implements dev.cyclops.filter.Fingerprinter {
              final dev.cyclops.plugin.PluginContext context;
              public Told(dev.cyclops.plugin.PluginContext context) { this.context = context; }
              public dev.cyclops.filter.Fingerprint fingerprint(dev.cyclops.event.Payload p) {
                return dev.cyclops.filter.Fingerprint.NONE;
              }
              public boolean blocks() { return context.settings().flag("blocks", true); }
            }
            """)
        .write(jar("told"));

    try (Plugins plugins = Plugins.open(config("FINGERPRINTER = 'com.example.Told'"))) {
      Fingerprinter made =
          plugins.make(
              FloodSettings.FINGERPRINTER, Fingerprinter.class, PluginContext.builder("x").build());
      assertThat(made.blocks()).isTrue();
      assertThat(made).hasToString("plugin 'com.example.Told' (" + jar("told") + ")");
    }
  }

  @Test
  void open_namesWhatThereIsWhereANameIsUnknown() throws Exception {
    keys("keys", NOBODY).write(jar("keys"));
    Files.writeString(jar("text"), "no zip");

    assertThatThrownBy(() -> Plugins.open(config("KEY_SOURCE = 'kees'")))
        .isInstanceOf(PluginException.class)
        .hasMessageStartingWith(
            "KEY_SOURCE = 'kees': no plugin in "
                + folder.resolve("plugins")
                + " offers a KeySource of that name; there is 'keys'; set aside: plugin "
                + jar("text")
                + ": is no jar that can be read: ")
        .hasMessageNotContaining("\n");
    assertThatThrownBy(() -> Plugins.open(config("FINGERPRINTER = 'com.example.Gone'")))
        .hasMessageStartingWith("FINGERPRINTER = 'com.example.Gone': there is no such class in ");
  }

  @Test
  void open_warnsOfWhatIsThereAndCannotBeUsed() throws Exception {
    keys("good", NOBODY).write(jar("a-good"));
    Files.writeString(jar("b-text"), "no zip");
    int next = Runtime.version().feature() + 1;
    // The class files of Java 1 have version 45.
    keys("new", NOBODY).classFileVersion(44 + next).write(jar("c-new"));
    new PluginJar()
        .source("com.example.Base", "package com.example; public class Base {}")
        .source(
            "com.example.Sub",
            """
            package com.example;
            public class Sub extends Base {}
            """)
        .service("dev.cyclops.plugin.PluginProvider", "com.example.Sub")
        .without("com.example.Base")
        .write(jar("d-lacks"));
    new PluginJar().service("dev.cyclops.plugin.PluginProvider", "com.x.No").write(jar("e-none"));
    keys("Bad Name", NOBODY).write(jar("f-name"));
    new PluginJar()
        .provider("com.example.P", "text", "String", "return \"\";")
        .write(jar("g-type"));
    new PluginJar()
        .source("com.example.Other", "package com.example; public class Other {}")
        .service("dev.cyclops.plugin.PluginProvider", "com.example.Other")
        .write(jar("h-other"));

    try (Plugins plugins = Plugins.open(config("KEY_SOURCE = 'good'"))) {
      List<String> warnings = plugins.warnings();
      assertThat(warnings).hasSize(7);
      assertThat(warnings.get(0)).startsWith("plugin " + jar("b-text") + ": is no jar");
      assertThat(warnings.get(1))
          .isEqualTo(
              "plugin %s: com.example.Keys was compiled for Java %d, and this is Java %d: compile it for that one, or run a newer Java"
                  .formatted(jar("c-new"), next, next - 1));
      assertThat(warnings.get(2))
          .isEqualTo(
              "plugin %s: com.example.Sub needs the class com.example.Base, which nobody brings: put its libraries into %s/"
                  .formatted(jar("d-lacks"), folder.resolve("plugins").resolve("d-lacks")));
      assertThat(warnings.get(3)).endsWith("com.x.No is named in META-INF/services, and not there");
      assertThat(warnings.get(4)).contains("its name is not one to 64 lower-case letters");
      assertThat(warnings.get(5)).contains("makes a java.lang.String, which has no setting");
      assertThat(warnings.get(6)).contains("is no dev.cyclops.plugin.PluginProvider");
    }
  }

  @Test
  void open_refusesTwoOfOneName() throws Exception {
    keys("keys", NOBODY).write(jar("one"));
    keys("keys", NOBODY).write(jar("two"));

    assertThatThrownBy(() -> Plugins.open(config("KEY_SOURCE = 'keys'")))
        .hasMessage(
            "KEY_SOURCE = 'keys': more than one has that name: plugin 'keys' (%s, com.example.Keys), plugin 'keys' (%s, com.example.Keys): remove one, or name its class"
                .formatted(jar("one"), jar("two")));
  }

  @Test
  void open_refusesAFolderThatIsNotThere() throws Exception {
    Config config = config("KEY_SOURCE = 'keys'");
    Files.delete(folder.resolve("plugins"));

    assertThatThrownBy(() -> Plugins.open(config))
        .hasMessage("PLUGINS = '" + folder.resolve("plugins") + "': there is no such folder");
  }

  @Test
  void open_refusesAPluginOfANewerInterface() throws Exception {
    new PluginJar()
        .source(
            "com.example.Future",
            """
            package com.example;
            import dev.cyclops.auth.KeySource;
            public class Future implements dev.cyclops.plugin.PluginProvider<KeySource> {
              public int api() { return 7; }
              public String name() { return "future"; }
              public Class<KeySource> type() { return KeySource.class; }
              public KeySource create(dev.cyclops.plugin.PluginContext c) { return null; }
            }
            """)
        .service("dev.cyclops.plugin.PluginProvider", "com.example.Future")
        .write(jar("future"));

    assertThatThrownBy(() -> Plugins.open(config("KEY_SOURCE = 'future'")))
        .hasMessageContaining(
            "com.example.Future was made for version 7 of the plugins' interface, and this Cyclops has 1");
  }

  @Test
  void make_tellsWhyOneCannotBeMade() throws Exception {
    keys("keys", "throw new java.io.IOException(\"there is no file /x\");").write(jar("keys"));
    try (Plugins plugins = Plugins.open(config("KEY_SOURCE = 'keys'"))) {
      assertThatThrownBy(() -> make(plugins, Map.of()))
          .hasMessage(
              "KEY_SOURCE: plugin 'keys' (%s, com.example.Keys) cannot be made: there is no file /x"
                  .formatted(jar("keys")));
    }
    keys("keys", "throw new NoSuchMethodError(\"x\");").write(jar("keys"));
    try (Plugins plugins = Plugins.open(config("KEY_SOURCE = 'keys'"))) {
      assertThatThrownBy(() -> make(plugins, Map.of()))
          .hasMessageEndingWith(
              "cannot be made: does not fit this version of Cyclops, or of a library: NoSuchMethodError: x");
    }
    keys("keys", "return null;").write(jar("keys"));
    try (Plugins plugins = Plugins.open(config("KEY_SOURCE = 'keys'"))) {
      assertThatThrownBy(() -> make(plugins, Map.of()))
          .hasMessageEndingWith("cannot be made: made no dev.cyclops.auth.KeySource");
    }
  }

  @Test
  void make_refusesASettingThatThePluginDoesNotKnow() throws Exception {
    keys("keys", "context.settings().text(\"file\"); " + NOBODY).write(jar("keys"));
    try (Plugins plugins = Plugins.open(config("KEY_SOURCE = 'keys'"))) {
      assertThatThrownBy(() -> make(plugins, Map.of("file", "x", "flie", "hunter2")))
          .hasMessageStartingWith("PLUGIN_SETTINGS: plugin 'keys' (")
          .hasMessageEndingWith(" knows no flie")
          .hasMessageNotContaining("hunter2");
      assertThatThrownBy(() -> make(plugins, Map.of("file", 471_147_114_711L)))
          .hasMessageEndingWith("'file': expected a string that is not empty")
          .hasMessageNotContaining("471147114711");
    }
  }

  @Test
  void guard_turnsWhateverComesOutIntoAnExceptionThatNamesThePlugin() throws Exception {
    keys(
            "keys",
            """
            return () -> { throw new NoClassDefFoundError("com/example/Missing"); };
            """)
        .write(jar("keys"));
    try (Plugins plugins = Plugins.open(config("KEY_SOURCE = 'keys'"))) {
      KeySource keys = make(plugins, Map.of());
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(keys::load)
            .isInstanceOf(PluginException.class)
            .hasMessage(
                "plugin 'keys' (%s, com.example.Keys): load: needs the class com.example.Missing, which nobody brings: put its libraries into %s/"
                    .formatted(jar("keys"), folder.resolve("plugins").resolve("keys")));
      }
      assertThat(plugins.stats().used().get(0).failures()).isEqualTo(3);
    }
  }

  @Test
  void guard_turnsAStackOverflowAndANullIntoOneToo() throws Exception {
    keys(
            "keys",
            """
            return new dev.cyclops.auth.KeySource() {
              int deep(int n) { return deep(n + 1) + 1; }
              public java.util.Collection<dev.cyclops.auth.ProjectKey> load() {
                deep(0);
                return null;
              }
              public boolean changes() { return true; }
              public void close() { Thread.currentThread().getContextClassLoader(); }
            };
            """)
        .write(jar("keys"));
    try (Plugins plugins = Plugins.open(config("KEY_SOURCE = 'keys'"))) {
      KeySource keys = make(plugins, Map.of());
      assertThatThrownBy(keys::load).hasMessageContaining(": load: StackOverflowError");
      assertThat(keys.changes()).isTrue();
      assertThat(keys.equals(keys)).isTrue();
      assertThat(keys.hashCode()).isEqualTo(keys.hashCode());
    }
    keys("keys", "return () -> null;").write(jar("keys"));
    try (Plugins plugins = Plugins.open(config("KEY_SOURCE = 'keys'"))) {
      KeySource keys = make(plugins, Map.of());
      assertThatThrownBy(keys::load).hasMessageContaining("load answered null");
    }
  }

  @Test
  void guard_namesThePluginOfAStageThatFails() throws Exception {
    new PluginJar()
        .provider(
            "com.example.Store",
            "store",
            "dev.cyclops.storage.Storage",
            """
            return (dev.cyclops.storage.Storage) java.lang.reflect.Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {dev.cyclops.storage.Storage.class},
                (proxy, method, arguments) -> java.util.concurrent.CompletableFuture.failedFuture(
                    new java.io.IOException("disk full")));
            """)
        .write(jar("store"));
    try (Plugins plugins = Plugins.open(config("STORAGE = 'store'"))) {
      Storage storage =
          plugins.make(
              QueueSettings.STORAGE, Storage.class, PluginContext.builder("store").build());
      assertThat(storage.put(null))
          .isCompletedExceptionally()
          .satisfies(
              stage ->
                  assertThatThrownBy(() -> stage.toCompletableFuture().join())
                      .hasRootCauseMessage("disk full")
                      .cause()
                      .hasMessageStartingWith("plugin 'store' (" + jar("store")));
      assertThat(plugins.stats().used().get(0).failures()).isEqualTo(1);
      assertThat(plugins.used())
          .singleElement()
          .matches(each -> each.kind().equals("storage") && each.failures().getAsLong() == 1)
          .matches(each -> each.loopCallNanos().orElseThrow().getAsLong() == 0);
    }
  }

  @Test
  void plugins_seeTheirOwnLibrariesAndNotEachOthers() throws Exception {
    // Both bring a class of the same name, in their own form.
    for (String name : List.of("one", "two")) {
      new PluginJar()
          .source(
              "com.example.lib.Version",
              "package com.example.lib; public class Version { public static String of() { return \""
                  + name
                  + "\"; } }")
          .write(folder.resolve("plugins").resolve(name).resolve("lib.jar"));
      new PluginJar()
          .source(
              "com.example.lib.Version",
              "package com.example.lib; public class Version { public static String of() { return null; } }")
          .without("com.example.lib.Version")
          .provider(
              "com.example.Keys",
              name,
              KEYS,
              "throw new Exception(\"this is \" + com.example.lib.Version.of());")
          .write(jar(name));
    }
    for (String name : List.of("one", "two")) {
      try (Plugins plugins = Plugins.open(config("KEY_SOURCE = '" + name + "'"))) {
        assertThatThrownBy(() -> make(plugins, Map.of()))
            .hasMessageEndingWith("cannot be made: this is " + name);
      }
    }
  }
}
