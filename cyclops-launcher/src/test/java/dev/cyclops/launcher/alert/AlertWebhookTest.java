/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.cyclops.event.DataCategory;
import dev.cyclops.event.FloodGroup;
import dev.cyclops.launcher.HeldPort;
import dev.cyclops.watch.StateChange;
import dev.cyclops.watch.StateChange.Kind;
import dev.cyclops.watch.StateChange.Phase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Against a real HTTP server, in real time: pauses are a few milliseconds, and an answer may take
 * so long that one on a busy machine is not given up.
 */
class AlertWebhookTest {
  private static final Instant TIME = Instant.parse("2020-02-03T12:00:00Z");
  private static final String SECRET_PATH = "/hooks/T0PSECRETPATH";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** As docs/operations.md shows it. */
  private static final String DOCUMENTED =
      """
      {
        "version": 1,
        "id": "0b4f6c0e-6f5f-4c3f-8a55-0f9f6c1d2e3f",
        "kind": "flood",
        "phase": "begin",
        "time": "2020-02-03T12:00:00Z",
        "seconds": 0.0,
        "instance": "host:9999",
        "count": 1234,
        "perSecond": 205.5,
        "project": 7,
        "group": "00112233",
        "title": "TypeError: basket is undefined",
        "level": "error",
        "missed": 0,
        "text": "[begin] flood in project 7: group 00112233, 205.5 repeats a second are dropped `TypeError: basket is undefined` (host:9999)"
      }
      """;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(AlertWebhook.class);
  private final Turns turns = new Turns();
  private final WebhookReceiver receiver = new WebhookReceiver();
  private final AlertWebhook webhook =
      new AlertWebhook(turns, () -> "host:9999", new AlertPatience(60_000, 1, 20, 1_000_000));

  AlertWebhookTest() throws IOException {}

  @BeforeEach
  void listen() {
    logger.setLevel(Level.DEBUG);
    // Read while others write to it.
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    logger.addAppender(log);
    webhook.target(Optional.of(target(Optional.empty())));
  }

  @AfterEach
  void close() {
    webhook.close(Duration.ofSeconds(5));
    receiver.close();
    logger.detachAppender(log);
    // Whatever happened: who reads the log cannot post.
    assertThat(log.list)
        .noneMatch(line -> line.getFormattedMessage().contains("T0PSECRETPATH"))
        .noneMatch(line -> line.getThrowableProxy() != null);
  }

  private AlertTarget target(Optional<String> secret) {
    return new AlertTarget(URI.create(receiver.url() + SECRET_PATH), secret);
  }

  @Test
  void accept_postsWhatIsDocumented() throws Exception {
    webhook.accept(flood(Phase.BEGIN, "TypeError: basket is undefined"));
    awaitReceived(1);

    JsonObject json = receiver.received().get(0).json();
    assertThat(receiver.received().get(0).path()).isEqualTo(SECRET_PATH);
    assertThat(receiver.received().get(0).signature()).isEmpty();
    assertThat(json.get("id").getAsString()).hasSize(36);
    JsonObject documented = JsonParser.parseString(DOCUMENTED).getAsJsonObject();
    documented.add("id", json.get("id"));
    assertThat(json).isEqualTo(documented);
    assertThat(json.keySet()).containsExactlyElementsOf(documented.keySet());
  }

  @Test
  void accept_keepsTheOrder() {
    for (Phase phase : List.of(Phase.BEGIN, Phase.END, Phase.BEGIN, Phase.END)) {
      webhook.accept(away(phase));
    }
    awaitReceived(4);
    assertThat(receiver.told())
        .containsExactly(
            "sentry_away begin", "sentry_away end", "sentry_away begin", "sentry_away end");
  }

  @Test
  void accept_signsWithTheSecret() throws Exception {
    webhook.target(Optional.of(target(Optional.of("a secret of sixteen"))));
    webhook.accept(away(Phase.BEGIN));
    awaitReceived(1);

    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("a secret of sixteen".getBytes(UTF_8), "HmacSHA256"));
    String expected = HexFormat.of().formatHex(mac.doFinal(receiver.received().get(0).body()));
    assertThat(receiver.received().get(0).signature()).isEqualTo("sha256=" + expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 429, 408})
  void accept_triesAgainWhatMayPass(int status) {
    receiver.status(status);
    webhook.accept(away(Phase.BEGIN));
    awaitReceived(2);
    receiver.status(204);
    await().atMost(PATIENCE).until(() -> told("takes alerts again") == 1);

    assertThat(receiver.received().stream().map(r -> r.json().get("id").getAsString()).distinct())
        .hasSize(1);
    assertThat(warnings()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308, 400, 404, 410})
  void accept_givesUpWhatIsRefusedAndFollowsNoRedirect(int status) {
    receiver.status(status);
    webhook.accept(away(Phase.BEGIN));
    webhook.accept(away(Phase.END));
    awaitReceived(2);
    await().atMost(PATIENCE).until(() -> told("takes no alerts") == 2);
    receiver.status(200);
    webhook.accept(away(Phase.BEGIN));
    awaitReceived(3);

    assertThat(receiver.received()).hasSize(3).allMatch(r -> r.path().equals(SECRET_PATH));
    assertThat(receiver.received().get(2).json().get("missed").getAsLong()).isEqualTo(2);
    assertThat(warnings()).isEqualTo(1);
  }

  @Test
  void accept_ofThousandsWhileItIsDownNeverBlocksAndKeepsTheNewest() throws Exception {
    AlertWebhook patient =
        new AlertWebhook(
            AlertTurns.ALONE, () -> "host", new AlertPatience(60_000, 5, 20, 1_000_000));
    HeldPort place = new HeldPort();
    patient.target(Optional.of(new AlertTarget(URI.create(place.url() + "/"), Optional.empty())));
    for (int i = 0; i < 5000; i++) {
      patient.accept(flood(Phase.BEGIN, "n" + i));
    }
    await().atMost(PATIENCE).until(() -> warnings() == 1);
    try (WebhookReceiver back = new WebhookReceiver(place.port())) {
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  !back.received().isEmpty()
                      && title(back.received().get(back.received().size() - 1)).equals("n4999"));
      assertThat(back.received()).hasSizeLessThanOrEqualTo(AlertWebhook.MAX_WAITING + 1);
      long missed = 0;
      for (WebhookReceiver.Received each : back.received()) {
        missed += each.json().get("missed").getAsLong();
      }
      assertThat(missed + back.received().size()).isEqualTo(5000);
    } finally {
      patient.close();
      place.close();
    }
    assertThat(warnings()).isEqualTo(1);
  }

  @Test
  void accept_givesUpAReceiverThatNeverEndsItsAnswer() {
    receiver.hangs(true);
    AlertWebhook hasty =
        new AlertWebhook(AlertTurns.ALONE, () -> "host", new AlertPatience(1000, 1, 1, 2));
    hasty.target(Optional.of(target(Optional.empty())));
    hasty.accept(away(Phase.BEGIN));
    // On a busy machine one of the two may not have got through.
    awaitReceived(1);
    await().atMost(PATIENCE).until(() -> told("takes no alerts") == 2);
    assertThat(told("no answer within 1000 ms")).isPositive();
    receiver.hangs(false);
    hasty.accept(away(Phase.END));
    await().atMost(PATIENCE).until(() -> receiver.told().contains("sentry_away end"));
    hasty.close();
    int end = receiver.told().indexOf("sentry_away end");
    assertThat(receiver.received().get(end).json().get("missed").getAsLong()).isEqualTo(1);
  }

  @Test
  void close_waitsForNobody() throws Exception {
    // Connections are taken by the system, and nobody reads them.
    try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      webhook.target(
          Optional.of(
              new AlertTarget(
                  URI.create("http://127.0.0.1:" + deaf.getLocalPort() + SECRET_PATH),
                  Optional.empty())));
      webhook.accept(away(Phase.BEGIN));
      webhook.close(Duration.ofMillis(50));
      webhook.accept(away(Phase.END));
    }
    assertThat(receiver.received()).isEmpty();
  }

  @Test
  void accept_leavesToOthersWhatTheyTell() {
    turns.ours = false;
    webhook.accept(flood(Phase.BEGIN, "t"));
    webhook.accept(away(Phase.BEGIN));
    webhook.accept(change(Kind.SHEDDING, Phase.BEGIN, "3 at the door"));
    awaitReceived(1);
    assertThat(receiver.told()).containsExactly("shedding begin");
  }

  @Test
  void accept_waitsForNoAnswerOfOthers() {
    CompletableFuture<Boolean> late = new CompletableFuture<>();
    turns.answer = late;
    webhook.accept(away(Phase.BEGIN));
    webhook.accept(change(Kind.SHEDDING, Phase.BEGIN, "3 at the door"));
    awaitReceived(1);
    assertThat(receiver.told()).containsExactly("shedding begin");
    late.complete(true);
    awaitReceived(2);
    assertThat(receiver.told()).containsExactly("shedding begin", "sentry_away begin");
  }

  @Test
  void accept_withoutATargetBeginsNothingForOthers_butEndsIt() {
    webhook.target(Optional.empty());
    webhook.accept(away(Phase.BEGIN));
    webhook.accept(away(Phase.END));
    assertThat(turns.asked).containsExactly(away(Phase.END));
    assertThat(receiver.received()).isEmpty();
  }

  @Test
  void left_isPostedThoughThisOneHasSeenNothing() {
    turns.left.add(flood(Phase.END, "of another one"));
    awaitReceived(1);
    assertThat(receiver.told()).containsExactly("flood end");
    assertThat(title(receiver.received().get(0))).isEqualTo("of another one");
  }

  @Test
  void left_isNotTakenByWhoCannotPostIt() {
    webhook.target(Optional.empty());
    int before = turns.looks.get();
    turns.left.add(flood(Phase.END, "of another one"));
    // Each look may have had its turn by then.
    await().atMost(PATIENCE).until(() -> turns.looks.get() >= before + 3);
    assertThat(turns.left).hasSize(1);

    webhook.target(Optional.of(target(Optional.empty())));
    awaitReceived(1);
    assertThat(receiver.told()).containsExactly("flood end");
    assertThat(turns.left).isEmpty();
  }

  @Test
  void accept_postsNothingWithoutATarget() {
    webhook.target(Optional.empty());
    webhook.accept(away(Phase.BEGIN));
    webhook.target(Optional.of(target(Optional.empty())));
    webhook.accept(away(Phase.END));
    awaitReceived(1);
    assertThat(receiver.told()).containsExactly("sentry_away end");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!channel> <https://evil.example|click>",
        "@channel ![x](https://evil.example/x.png)",
        "` @here `",
        "\"}, \"kind\": \"forged\"",
        "\u202egnp.exe \u200b \u2028 \ud800 \n",
      })
  void accept_ofHostileTitlesShowsThemAsCode(String title) {
    webhook.accept(flood(Phase.BEGIN, title));
    awaitReceived(1);
    JsonObject json = receiver.received().get(0).json();
    String text = json.get("text").getAsString();

    assertThat(json.get("kind").getAsString()).isEqualTo("flood");
    assertThat(text).doesNotContain("<").doesNotContain(">");
    // All of it between the two marks that are ours.
    assertThat(text.chars().filter(c -> c == '`')).hasSize(2);
    assertThat(text).matches("[^`]*`[^`]*` \\(host:9999\\)");
    assertThat(text.codePoints())
        .noneMatch(
            c ->
                Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT
                    || Character.getType(c) == Character.LINE_SEPARATOR);
  }

  @Test
  void toString_ofATargetHidesWhatMustBeKnown() {
    AlertTarget target =
        new AlertTarget(
            URI.create("https://hooks.example:8443/T0PSECRETPATH?key=k"),
            Optional.of("s".repeat(16)));
    assertThat(target).hasToString("https://hooks.example:8443");
  }

  /** Others of a farm, as a test has them. */
  private static final class Turns implements AlertTurns {
    private final List<StateChange> asked = new CopyOnWriteArrayList<>();
    private final Queue<StateChange> left = new ConcurrentLinkedQueue<>();
    private final AtomicInteger looks = new AtomicInteger();
    private volatile boolean ours = true;
    private volatile @Nullable CompletionStage<Boolean> answer;

    @Override
    public CompletionStage<Boolean> isOurs(StateChange change) {
      asked.add(change);
      CompletionStage<Boolean> late = answer;
      return late == null ? CompletableFuture.completedFuture(ours) : late;
    }

    @Override
    public boolean isShared() {
      looks.incrementAndGet();
      return true;
    }

    @Override
    public CompletionStage<List<StateChange>> left() {
      StateChange one = left.poll();
      return CompletableFuture.completedFuture(one == null ? List.of() : List.of(one));
    }
  }

  private static String title(WebhookReceiver.Received received) {
    return received.json().get("title").getAsString();
  }

  private void awaitReceived(int messages) {
    await().atMost(PATIENCE).until(() -> receiver.received().size() >= messages);
  }

  private long told(String words) {
    return List.copyOf(log.list).stream()
        .filter(line -> line.getFormattedMessage().contains(words))
        .count();
  }

  private long warnings() {
    return List.copyOf(log.list).stream().filter(line -> line.getLevel() == Level.WARN).count();
  }

  private static StateChange away(Phase phase) {
    return change(Kind.SENTRY_AWAY, phase, "Connection refused");
  }

  private static StateChange change(Kind kind, Phase phase, String detail) {
    return new StateChange(kind, phase, TIME, Duration.ZERO, 0, null, 0, 0, detail);
  }

  private static StateChange flood(Phase phase, String title) {
    FloodGroup group =
        new FloodGroup(
            7, "00112233", title, "error", DataCategory.ERROR, 2000, 1234, 210.0, TIME, TIME);
    return new StateChange(Kind.FLOOD, phase, TIME, Duration.ZERO, 7, group, 1234, 205.5, "");
  }
}
