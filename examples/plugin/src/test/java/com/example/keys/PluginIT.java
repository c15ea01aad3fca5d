package com.example.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.testkit.FakeSentry;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jar in the folder of plugins of a Cyclops in a process of its own. */
@Timeout(300)
class PluginIT {
  private static final Path BUILT = Path.of("target", "plugins").toAbsolutePath();

  /** The server and its libraries, without anything of this project: that comes as a plugin. */
  private static final String CYCLOPS =
      Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
          .filter(entry -> !Path.of(entry).startsWith(Path.of("target").toAbsolutePath()))
          .collect(Collectors.joining(File.pathSeparator));

  private static final Pattern LISTENS = Pattern.compile("listens on [^ ]*:([0-9]+): ");

  @TempDir private Path folder;
  private Path plugins;
  private final FakeSentry sentry = FakeSentry.start();
  private final List<Process> processes = new ArrayList<>();

  @BeforeEach
  void plugins() throws IOException {
    plugins = Files.createDirectories(folder.resolve("plugins"));
    Files.createDirectories(plugins.resolve("json-keys"));
    Files.copy(BUILT.resolve("json-keys.jar"), plugins.resolve("json-keys.jar"));
    try (var libraries = Files.list(BUILT.resolve("json-keys"))) {
      for (Path library : libraries.toList()) {
        Files.copy(library, plugins.resolve("json-keys").resolve(library.getFileName()));
      }
    }
    Files.writeString(
        folder.resolve("keys.json"), "[{\"project\": 7, \"publicKey\": \"public\"}]");
    Files.writeString(
        folder.resolve("cyclops.conf"),
        """
        SENTRY_BASE_URL = '%s'
        OPERATOR_PORT = None
        PLUGINS = '%s'
        KEY_SOURCE = 'json-keys'
        PLUGIN_SETTINGS = {'json-keys': {'file': '%s'}}
        """
            .formatted(sentry.url(), plugins, folder.resolve("keys.json")));
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (Process process : processes) {
      process.destroy();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
    sentry.close();
  }

  private Process cyclops(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", CYCLOPS, "dev.cyclops.launcher.Main"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    processes.add(process);
    return process;
  }

  /** All that it says, once it has ended. */
  private static List<String> lines(Process process) throws IOException {
    try (BufferedReader reader = process.inputReader()) {
      return reader.lines().toList();
    }
  }

  @Test
  void server_takesTheKeysOfThePlugin() throws Exception {
    Process process = cyclops("-b", "127.0.0.1", "-p", "0", "cyclops.conf");
    BufferedReader output = process.inputReader();
    String line;
    Matcher listens = null;
    List<String> said = new ArrayList<>();
    while ((line = output.readLine()) != null) {
      said.add(line);
      listens = LISTENS.matcher(line);
      if (listens.find()) {
        break;
      }
    }
    assertThat(line).as("of %s", said).isNotNull();
    assertThat(line).contains("1 key of 1 project from plugin 'json-keys'");
    assertThat(said).anyMatch(each -> each.contains("keys come from " + folder));

    URI server = URI.create("http://127.0.0.1:" + listens.group(1) + "/api/7/store/");
    assertThat(report(server, "public")).isEqualTo(200);
    assertThat(report(server, "unknown")).isEqualTo(403);
    assertThat(sentry.awaitAccepted(1)).hasSize(1);
  }

  private static int report(URI server, String key) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(server + "?sentry_key=" + key))
                .POST(BodyPublishers.ofString("{\"message\":\"a\"}"))
                .build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void check_tellsWhichPluginsThereAre() throws Exception {
    Files.writeString(plugins.resolve("broken.jar"), "no jar");

    Process process = cyclops("check", "cyclops.conf");
    List<String> lines = lines(process);

    assertThat(process.waitFor()).as("%s", lines).isZero();
    assertThat(lines)
        .contains(
            "  plugin 'json-keys' (%s, com.example.keys.JsonKeys) is KEY_SOURCE"
                .formatted(plugins.resolve("json-keys.jar")))
        .anyMatch(
            line ->
                line.startsWith(
                    "warning: plugin "
                        + plugins.resolve("broken.jar")
                        + ": is no jar that can be read: "));
  }

  @Test
  void start_namesThePluginThatHasNoKeys() throws Exception {
    Files.delete(folder.resolve("keys.json"));
    Files.writeString(
        folder.resolve("cyclops.conf"),
        Files.readString(folder.resolve("cyclops.conf")) + "DB_START_TIMEOUT = 1\n");

    Process process = cyclops("-b", "127.0.0.1", "-p", "0", "cyclops.conf");
    List<String> lines = lines(process);

    assertThat(process.waitFor()).as("%s", lines).isEqualTo(1);
    assertThat(lines)
        .anyMatch(
            line ->
                line.contains("the project keys cannot be loaded: plugin 'json-keys' (")
                    && line.contains("there is no file "));
    assertThat(lines).noneMatch(line -> line.startsWith("\tat ") && line.contains("Main"));
  }

  @Test
  void start_refusesANameThatNoPluginHas() throws Exception {
    Files.delete(plugins.resolve("json-keys.jar"));
    Files.writeString(plugins.resolve("json-keys.jar"), "half a downlo");

    Process process = cyclops("-b", "127.0.0.1", "-p", "0", "cyclops.conf");
    List<String> lines = lines(process);

    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith(
            "KEY_SOURCE = 'json-keys': no plugin in %s offers a KeySource of that name; set aside: plugin %s: is no jar that can be read: "
                .formatted(plugins, plugins.resolve("json-keys.jar")));
  }
}
