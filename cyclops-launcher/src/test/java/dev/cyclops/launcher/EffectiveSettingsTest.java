/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cyclops.launcher.config.ConfigReader;
import dev.cyclops.launcher.config.ConfigResult;
import dev.cyclops.launcher.config.Settings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectiveSettingsTest {
  private static final String CONF =
      """
      SENTRY_BASE_URL = 'https://sentry.internal/prefix'
      PROJECT_KEYS = [(1, 'S3CR3Tpublic', 'S3CR3Tsecret')]
      MYSQL_HOST = 'db.internal'
      MYSQL_PASS = 'S3CR3Tpassword'
      REDIS_URL = 'redis://user:S3CR3Tredis@redis.internal'
      OPERATOR_TOKEN = 'S3CR3TS3CR3TS3CR3T'
      ALERT_WEBHOOK = 'https://hooks.example/S3CR3Tpath'
      ALERT_WEBHOOK_SECRET = 'S3CR3TS3CR3TS3CR3T'
      FLOOD_RULES = [
          {'message': "it's\\n", 'drop': True},  # a comment
          {'level': ['debug'], 'one_in': 10},
      ]
      IGNORE_PERCENTAGE = {7: 50}
      """;

  @TempDir private Path folder;

  private static ConfigResult read(Map<String, String> environment) {
    ConfigResult result = ConfigReader.read("cyclops.conf", CONF, environment);
    assertThat(result.errors()).isEmpty();
    return result;
  }

  private static List<String> lines(ConfigResult result) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    new EffectiveSettings(result.config().orElseThrow(), result.values()).print(out);
    out.flush();
    return text.toString().lines().map(line -> line.replaceAll(" +#", " #")).toList();
  }

  @Test
  void print_namesWhereEachWasSaid() {
    List<String> lines =
        lines(read(Map.of("CYCLOPS_MAX_CACHE_USES", "7", "CYCLOPS_DB_NAME", "from the air")));

    assertThat(lines)
        .contains(
            "SENTRY_BASE_URL = 'https://sentry.internal/prefix' # cyclops.conf:1",
            "DB_HOST = 'db.internal' # cyclops.conf:3 as MYSQL_HOST",
            "MAX_CACHE_USES = 7 # environment CYCLOPS_MAX_CACHE_USES",
            "DB_NAME = 'from the air' # environment CYCLOPS_DB_NAME",
            "URL_CACHE_EXPIRATION = 1 # default",
            "IGNORE_PERCENTAGE = {7: 50} # cyclops.conf:13",
            "FLOOD_RULES = [{'message': 'it\\'s\\n', 'drop': True}, {'level': ['debug'],"
                + " 'one_in': 10}] # cyclops.conf:9");
    assertThat(lines)
        .hasSize(
            (int)
                Settings.ALL.stream()
                    .filter(s -> !s.section().title().startsWith("Old keys"))
                    .count());
  }

  @Test
  void print_saysWhatNoneComesTo() {
    assertThat(lines(read(Map.of())))
        .contains(
            "DB_PORT = None # default: 3306",
            "DB_USER = None # default: root",
            "IO_THREADS = None # default: "
                + Runtime.getRuntime().availableProcessors()
                + " threads",
            "STORAGE_MAX_BYTES = None # default: 1073741824 bytes",
            "MAX_REQUESTS_PER_SECOND = None # default");
  }

  @Test
  void print_showsNoSecret() {
    String all = String.join("\n", lines(read(Map.of("CYCLOPS_DB_PASS", "S3CR3Tenvironment"))));

    assertThat(all)
        .doesNotContain("S3CR3T")
        .contains("PROJECT_KEYS = ***", "DB_PASS = ***")
        .contains("OPERATOR_TOKEN = ***", "ALERT_WEBHOOK = ***", "REDIS_URL = ***");
  }

  @Test
  void check_printsItOnRequest() throws Exception {
    Path file = Files.writeString(folder.resolve("cyclops.conf"), "PROJECT_KEYS = [(1, 'k')]\n");
    assertThat(CommandLineRun.of("check", file.toString()).out()).doesNotContain("# default");

    CommandLineRun run = CommandLineRun.of("check", "--effective", file.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("OK: " + file).contains("PROJECT_KEYS = ***");

    CommandLineRun json = CommandLineRun.of("check", "--effective", "--json", file.toString());
    JsonObject all = JsonParser.parseString(json.out()).getAsJsonObject();
    assertThat(all.getAsJsonObject("MAX_CACHE_USES"))
        .hasToString("{\"value\":\"10\",\"origin\":\"default\"}");
    assertThat(all.getAsJsonObject("PROJECT_KEYS").get("origin").getAsString())
        .isEqualTo(file + ":1");

    CommandLineRun wrong = CommandLineRun.of("check", "--json", file.toString());
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err())
        .containsExactly("--json goes with --effective (see cyclops check --help)");
  }
}
