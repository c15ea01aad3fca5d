/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.spool;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cyclops.launcher.LauncherProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A packaged launcher over a spool, and who reports to it and asks it. */
final class SpoolProcess implements AutoCloseable {
  private static final Map<String, String> ENVIRONMENT = Map.of("CYCLOPS_OPERATOR_PORT", "0");

  private static final Pattern LISTENS =
      Pattern.compile(
          "listens on 127\\.0\\.0\\.1:(\\d+): (.*), operator on 127\\.0\\.0\\.1:(\\d+)");

  private final HttpClient client = HttpClient.newHttpClient();
  private final LauncherProcess process;
  private final Matcher listens;

  private SpoolProcess(LauncherProcess process, Matcher listens) {
    this.process = process;
    this.listens = listens;
  }

  /** A configuration with a spool beside it. */
  static void writeConf(Path folder, String sentry, String more) throws IOException {
    writeConf(folder, "SpoolStorage", sentry, more);
  }

  /** One with a spool beside it, for a storage. */
  static void writeConf(Path folder, String storage, String sentry, String more)
      throws IOException {
    Files.writeString(
        folder.resolve("cyclops.conf"),
        """
        SENTRY_BASE_URL = '%s'
        PROJECT_KEYS = [(1, 'public')]
        SEND_CLIENT_REPORTS = False
        URL_CACHE_EXPIRATION = 0
        STORAGE = 'cyclops.storage.%s'
        SPOOL_PATH = 'spool'
        %s
        """
            .formatted(sentry, storage, more));
  }

  /** Starts one that may end at once. */
  static LauncherProcess begin(Path folder) throws IOException {
    return LauncherProcess.start(folder, ENVIRONMENT, "-b", "127.0.0.1", "-p", "0", "cyclops.conf");
  }

  /** Starts one, and waits until it listens. */
  static SpoolProcess start(Path folder) throws IOException {
    LauncherProcess process = begin(folder);
    Matcher listens =
        patiently()
            .until(
                () -> {
                  assertThat(process.process().isAlive()).as("%s", process.err()).isTrue();
                  return LISTENS.matcher(String.join("\n", process.out()));
                },
                Matcher::find);
    return new SpoolProcess(process, listens);
  }

  static ConditionFactory patiently() {
    return Awaitility.await().atMost(Duration.ofSeconds(60));
  }

  LauncherProcess process() {
    return process;
  }

  /** What the line of the start says of it. */
  String description() {
    return listens.group(2);
  }

  /** Reports an event of that number, and answers the status. */
  int report(int number) throws Exception {
    String json = "{\"event_id\":\"%032x\",\"message\":\"error %d\"}".formatted(number, number);
    URI uri =
        URI.create(
            "http://127.0.0.1:%s/api/1/store/?sentry_key=public".formatted(listens.group(1)));
    HttpRequest request = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(json)).build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  /** What the operator's port says of a part of it. */
  JsonObject stats(String part) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + listens.group(3) + "/stats");
    HttpResponse<String> answer =
        client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    return JsonParser.parseString(answer.body()).getAsJsonObject().getAsJsonObject(part);
  }

  /** SIGTERM; answers the last line. */
  String stop() throws Exception {
    process.process().destroy();
    assertThat(process.exitCode()).isEqualTo(143);
    return process.out().get(process.out().size() - 1);
  }

  void kill() throws Exception {
    process.process().destroyForcibly();
    assertThat(process.exitCode()).isEqualTo(137);
  }

  @Override
  public void close() {
    process.close();
  }
}
