/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cyclops.launcher.RunningLauncher;
import dev.cyclops.testkit.FakeSentry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A farm without Redis: each instance asks those that are named. */
class DashboardPeersIT {
  private static final String TOKEN = "a-token-that-nobody-guesses";
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private Path folder;

  private RunningLauncher start(String name, FakeSentry sentry, String more) throws Exception {
    String conf =
        "SENTRY_BASE_URL = '%s'\nPROJECT_KEYS = [(7, 'public')]\nOPERATOR_TOKEN = '%s'\n%s\n"
            .formatted(sentry.url(), TOKEN, more);
    return RunningLauncher.start(Files.createDirectory(folder.resolve(name)), conf);
  }

  private static JsonObject data(RunningLauncher launcher) {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + launcher.operatorPort() + "/dashboard/data"))
            .header("Authorization", "Bearer " + TOKEN)
            .build();
    var answer = CLIENT.sendAsync(request, BodyHandlers.ofString()).join();
    assertThat(answer.statusCode()).isEqualTo(200);
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  private static boolean shows(JsonObject data, int instances, int silent, long in) {
    if (!data.has("farm")) {
      return false;
    }
    JsonObject farm = data.getAsJsonObject("farm");
    return farm.getAsJsonArray("instances").size() == instances
        && farm.getAsJsonArray("silent").size() == silent
        && data.getAsJsonObject("totals").get("in").getAsLong() == in;
  }

  @Test
  void peers_areSummedUp_andMissedWhenTheyAreGone() throws Exception {
    try (FakeSentry sentry = FakeSentry.start();
        RunningLauncher one = start("one", sentry, "")) {
      String peers = "OPERATOR_PEERS = ['127.0.0.1:%d', 'localhost:1']";
      try (RunningLauncher other = start("other", sentry, peers.formatted(one.operatorPort()))) {
        assertThat(one.report(7, "public")).isEqualTo(200);
        assertThat(other.report(7, "public")).isEqualTo(200);

        RunningLauncher.patiently().until(() -> data(other), data -> shows(data, 2, 1, 2));
        assertThat(data(other).getAsJsonObject("farm").get("silent"))
            .hasToString("[\"localhost:1\"]");
        one.close();
        RunningLauncher.patiently().until(() -> data(other), data -> shows(data, 1, 2, 1));
        assertThat(other.told(TOKEN)).isEmpty();
      }
    }
  }
}
