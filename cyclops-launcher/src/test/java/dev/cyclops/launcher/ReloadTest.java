/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cyclops.Cyclops;
import dev.cyclops.CyclopsMetrics;
import dev.cyclops.Receipt.Outcome;
import dev.cyclops.event.Event;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.ConfigReader;
import dev.cyclops.launcher.config.ExampleFile;
import dev.cyclops.servers.SentryTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which settings a Cyclops that runs takes over, and which it does not. */
class ReloadTest {
  private static final String KEYS =
      "SENTRY_BASE_URL = '127.0.0.1:9'\nPROJECT_KEYS = [(1, 'public'), (2, 'public')]\n";
  private static final String START = KEYS + "MAX_CACHE_USES = 2\nURL_CACHE_EXPIRATION = 3600\n";

  private final Config started = config(START);
  private final Controls controls = new Controls(started, Backends.NONE);
  private final Cyclops cyclops =
      Wiring.cyclops(started, Backends.NONE, CyclopsMetrics.NOOP, controls).start();
  private final Reload reload = new Reload(cyclops, started, controls, null);
  @TempDir private Path folder;

  private static Config config(String text) {
    return ConfigReader.read("cyclops.conf", text, Map.of()).config().orElseThrow();
  }

  @AfterEach
  void close() {
    cyclops.close();
  }

  private Outcome accept(long project) {
    byte[] json = "{\"message\":\"m\",\"event_id\":\"%032x\"}".formatted(7).getBytes(UTF_8);
    return cyclops
        .accept(Event.store(project, "public", json))
        .toCompletableFuture()
        .join()
        .outcome();
  }

  private long passed(int events) {
    return IntStream.range(0, events).filter(i -> accept(1) == Outcome.PROCESSED).count();
  }

  @Test
  void apply_changesLimitAndWindow() throws Exception {
    assertThat(passed(10)).isEqualTo(2);

    assertThat(reload.apply(config(KEYS + "MAX_CACHE_USES = 5\nURL_CACHE_EXPIRATION = 7200\n")))
        .isEmpty();
    assertThat(passed(10)).isEqualTo(5);

    assertThat(reload.apply(config(KEYS + "URL_CACHE_EXPIRATION = 0\n"))).isEmpty();
    assertThat(passed(10)).isEqualTo(10);
  }

  @Test
  void apply_changesRulesAndPercentages() throws Exception {
    assertThat(reload.apply(config(START + "FLOOD_RULES = [{'message': 'm', 'drop': True}]")))
        .isEmpty();
    assertThat(passed(10)).isZero();

    assertThat(reload.apply(config(START + "IGNORE_PERCENTAGE = {2: 100}"))).isEmpty();
    assertThat(accept(2)).isEqualTo(Outcome.SAMPLED);
    assertThat(passed(10)).isEqualTo(2);
  }

  @Test
  void apply_changesTheSample() throws Exception {
    assertThat(reload.apply(config(START + "FLOOD_SAMPLE = 'spread'\nMAX_CACHE_USES = 10\n")))
        .isEmpty();
    // The first of five parts.
    assertThat(passed(10)).isEqualTo(2);
  }

  @Test
  void apply_ofTheSameGoesOnCounting() throws Exception {
    assertThat(passed(1)).isEqualTo(1);
    assertThat(reload.apply(config(START))).isEmpty();
    assertThat(passed(10)).isEqualTo(1);
  }

  @Test
  void apply_namesWhatNeedsARestart() throws Exception {
    String changed = START + "SENTRY_TIMEOUT = 31\nPROJECT_KEYS = [(1, 'public')]\nUPDATE_PERIOD=9";

    assertThat(reload.apply(config(changed)))
        .containsExactlyInAnyOrder("SENTRY_TIMEOUT", "UPDATE_PERIOD");
    assertThat(passed(10)).isEqualTo(2);
  }

  /** A value without equals would be reported at each reload. */
  @Test
  void apply_takesEqualValuesForUnchanged() throws Exception {
    String all =
        ExampleFile.conf()
            .replaceAll("(?m)^#(?!DB_|MYSQL_)([A-Z0-9_]+ = )", "$1")
            .replace("PROJECT_KEYS = None", "PROJECT_KEYS = [(1, 'key')]");

    assertThat(new Reload(cyclops, config(all), controls, null).apply(config(all))).isEmpty();
  }

  @Test
  void apply_changesTheListedKeys() throws Exception {
    assertThat(accept(1)).isEqualTo(Outcome.PROCESSED);
    assertThat(reload.apply(config(START.replace("(1, 'public')", "(1, 'other')")))).isEmpty();
    await().atMost(Duration.ofSeconds(30)).until(() -> accept(1) == Outcome.FORBIDDEN);
    assertThat(accept(2)).isEqualTo(Outcome.PROCESSED);
  }

  @Test
  void apply_changesTheBoundOnRequestsPerSecond() throws Exception {
    assertThat(controls.maxPerSecond()).isInfinite();
    assertThat(reload.apply(config(START + "MAX_REQUESTS_PER_SECOND = 3"))).isEmpty();
    assertThat(controls.maxPerSecond()).isEqualTo(3);
    assertThat(reload.apply(config(START))).isEmpty();
    assertThat(controls.maxPerSecond()).isInfinite();
  }

  @Test
  void apply_changesTheBoundOnWhatIsInFlight() throws Exception {
    assertThat(controls.maxInFlight()).isEqualTo(256);
    assertThat(reload.apply(config(START + "MAX_IN_FLIGHT = 3"))).isEmpty();
    assertThat(controls.maxInFlight()).isEqualTo(3);
    assertThat(reload.apply(config(START))).isEmpty();
    assertThat(controls.maxInFlight()).isEqualTo(256);
  }

  /** No waiting: what comes after it is held against the new keys. */
  @Test
  void apply_opensAndRestrictsAccessFromTheNextEventOn() throws Exception {
    assertThat(accept(3)).isEqualTo(Outcome.FORBIDDEN);

    assertThat(reload.apply(config(START + "RESTRICT_API_ACCESS = False"))).isEmpty();
    assertThat(accept(3)).isEqualTo(Outcome.PROCESSED);

    assertThat(reload.apply(config(START))).isEmpty();
    assertThat(accept(3)).isEqualTo(Outcome.FORBIDDEN);
    assertThat(accept(1)).isEqualTo(Outcome.PROCESSED);
  }

  @Test
  void apply_takesTheKeysFromADatabaseAndBack() throws Exception {
    Path file = folder.resolve("sentry.db");
    SentryTable.in(file).create();
    SentryTable.in(file).insert(3, "public", null);
    String database = START + "DB_BACKEND = 'sqlite'\nDB_NAME = '" + file + "'\n";

    assertThat(reload.apply(config(database))).isEmpty();
    assertThat(accept(3)).isEqualTo(Outcome.PROCESSED);
    assertThat(accept(1)).isEqualTo(Outcome.FORBIDDEN);
    assertThat(cyclops.stats().keys().keys()).isEqualTo(1);

    Path other = folder.resolve("other.db");
    SentryTable.in(other).create();
    SentryTable.in(other).insert(4, "public", null);
    assertThat(reload.apply(config(database.replace("sentry.db", "other.db")))).isEmpty();
    assertThat(accept(4)).isEqualTo(Outcome.PROCESSED);
    assertThat(accept(3)).isEqualTo(Outcome.FORBIDDEN);

    assertThat(reload.apply(config(START.replace("(2, ", "(5, ")))).isEmpty();
    assertThat(accept(5)).isEqualTo(Outcome.PROCESSED);
    assertThat(accept(2)).isEqualTo(Outcome.FORBIDDEN);
    assertThat(accept(4)).isEqualTo(Outcome.FORBIDDEN);
  }

  @Test
  void apply_ofADatabaseThatDoesNotAnswerChangesNothing() throws Exception {
    String database =
        "SENTRY_BASE_URL = '127.0.0.1:9'\nMAX_CACHE_USES = 9\nMAX_IN_FLIGHT = 3\n"
            + "URL_CACHE_EXPIRATION = 3600\nDB_START_TIMEOUT = 1\nDB_BACKEND = 'sqlite'\n"
            + "DB_NAME = '"
            + folder.resolve("nowhere.db")
            + "'\n";

    assertThatThrownBy(() -> reload.apply(config(database)))
        .isInstanceOf(OperatorException.class)
        .hasMessageStartingWith("the project keys cannot be loaded: ")
        .hasMessageContaining("nowhere.db");

    assertThat(passed(10)).isEqualTo(2);
    assertThat(accept(3)).isEqualTo(Outcome.FORBIDDEN);
    assertThat(controls.maxInFlight()).isEqualTo(256);
    assertThat(reload.apply(config(START))).isEmpty();
  }

  /** A plugin makes its keys at the start; the ones that hold go on to. */
  @Test
  void apply_toTheKeysOfAPluginNeedsARestart() throws Exception {
    assertThat(reload.apply(config(START + "KEY_SOURCE = 'mine'\nPLUGINS = 'plugins'")))
        .containsExactlyInAnyOrder("KEY_SOURCE", "PLUGINS");
    assertThat(accept(1)).isEqualTo(Outcome.PROCESSED);
    assertThat(accept(3)).isEqualTo(Outcome.FORBIDDEN);
  }

  @Test
  void apply_ofACertificateThatCannotBeUsedChangesNothing() {
    Config tls = config(START + "TLS_CERTIFICATE = '/nowhere/c.pem'\nTLS_KEY = '/nowhere/k.pem'");
    Reload reload = new Reload(cyclops, tls, controls, null);
    Config changed =
        config(
            KEYS
                + "MAX_CACHE_USES = 9\nMAX_REQUESTS_PER_SECOND = 3\n"
                + "TLS_CERTIFICATE = '/nowhere/new.pem'\nTLS_KEY = '/nowhere/new-key.pem'\n");

    assertThatThrownBy(() -> reload.apply(changed))
        .isInstanceOf(OperatorException.class)
        .hasMessageContaining("/nowhere/new.pem");
    assertThat(passed(10)).isEqualTo(2);
    assertThat(controls.maxPerSecond()).isInfinite();
  }
}
