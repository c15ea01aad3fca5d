/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class LineFormatTest {
  private static final String FORGED =
      "2020-02-03 12:00:00,000 - dev.cyclops.Cyclops - ERROR - all";

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger logger = context.getLogger("dev.cyclops.delivery");

  @ParameterizedTest
  @ValueSource(strings = {"TRACE", "DEBUG", "INFO", "WARN", "ERROR"})
  void text_isTheOriginalsByteForByte(String level) {
    Throwable thrown = nested();
    for (Throwable with : new Throwable[] {null, thrown}) {
      LoggingEvent event = event(Level.toLevel(level), "events wait: 5 % – größer 😀 \\n", with);
      assertThat(new TextLine(false).line(event)).isEqualTo(asBefore(event));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r", "\u0085", "\u2028", "\u2029", "\u000b", "\f", "\0"})
  void text_ofAStrangerBeginsNoLine(String end) {
    String words = "evil" + end + FORGED;
    LoggingEvent event = event(Level.WARN, words, new IllegalStateException(words, thrown(words)));
    event.setMDCPropertyMap(Map.of(LineFormat.REQUEST, "a" + end + FORGED));

    String line = new TextLine(false).line(event);

    assertThat(line.split("\n|\r|\u0085|\u2028|\u2029|\u000b|\f"))
        .filteredOn(each -> each.startsWith("2020"))
        .hasSize(1);
    String[] lines = line.split("\n", -1);
    assertThat(lines[0]).contains(" - WARNING - evil\\").contains(FORGED);
    assertThat(lines[1]).startsWith("java.lang.IllegalStateException: evil\\");
    assertThat(line).contains("\nCaused by: java.io.IOException: evil\\");
    assertThat(line.chars().filter(Character::isISOControl)).containsOnly((int) '\n', (int) '\t');
  }

  @Test
  void text_leavesATerminalAlone() {
    String line =
        new TextLine(true)
            .line(event(Level.INFO, "\u001b[2Jgone \u009b31m \u202edrow \ud800", null));
    assertThat(line)
        .contains("\\u001b[2Jgone \\u009b31m \\u202edrow \\ud800")
        .contains("\u001b[32mINFO\u001b[0m");
    assertThat(new TextLine(false).line(event(Level.INFO, "m", null))).doesNotContain("\u001b");
  }

  @Test
  void text_isBounded() {
    LoggingEvent event = event(Level.INFO, "x".repeat(1 << 20), deep(400));
    assertThat(new TextLine(false).line(event)).hasSizeLessThan(64_000);
    assertThat(new JsonLine().line(event)).hasSizeLessThan(80_000);
  }

  @Test
  void json_isOneObjectALine() {
    LoggingEvent event = event(Level.WARN, "evil\n\u2028\u0085\u001b[2J\"}{", nested());
    event.setMDCPropertyMap(Map.of(LineFormat.REQUEST, "abc"));

    String line = new JsonLine().line(event);

    assertThat(line).endsWith("}\n");
    String whole = line.substring(0, line.length() - 1);
    assertThat(whole.chars().filter(c -> Character.isISOControl(c) || c == 0x2028)).isEmpty();
    JsonObject json = JsonParser.parseString(whole).getAsJsonObject();
    assertThat(json.keySet())
        .containsExactly("time", "level", "logger", "thread", "message", "request", "exception");
    assertThat(json.get("time").getAsString()).isEqualTo("2020-02-03T12:00:00.005Z");
    assertThat(json.get("level").getAsString()).isEqualTo("WARNING");
    assertThat(json.get("logger").getAsString()).isEqualTo("dev.cyclops.delivery");
    assertThat(json.get("message").getAsString()).isEqualTo("evil\n\u2028\u0085\u001b[2J\"}{");
    assertThat(json.get("request").getAsString()).isEqualTo("abc");
    JsonObject exception = json.getAsJsonObject("exception");
    assertThat(exception.get("class").getAsString()).isEqualTo("java.lang.IllegalStateException");
    assertThat(exception.get("message").getAsString()).isEqualTo("outer");
    assertThat(exception.get("stack").getAsString()).contains("Caused by: java.io.IOException: in");
  }

  private LoggingEvent event(Level level, String message, @Nullable Throwable thrown) {
    LoggingEvent event = new LoggingEvent("", logger, level, "{}", thrown, new Object[] {message});
    event.setInstant(Instant.parse("2020-02-03T12:00:00.005Z"));
    return event;
  }

  private static Throwable nested() {
    Throwable thrown = new IllegalStateException("outer", thrown("in"));
    thrown.addSuppressed(new RuntimeException("beside", new Error()));
    return thrown;
  }

  private static Throwable thrown(String message) {
    return new IOException(message);
  }

  private static Throwable deep(int causes) {
    Throwable thrown = new Error("x".repeat(100_000));
    for (int i = 0; i < causes; i++) {
      thrown = new RuntimeException("y".repeat(10_000), thrown);
    }
    return thrown;
  }

  /** As Logback wrote it by the pattern that stood here. */
  private String asBefore(LoggingEvent event) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(
        "%d{\"yyyy-MM-dd HH:mm:ss,SSS\"} - %logger -"
            + " %replace(%level){'^WARN$','WARNING'} - %msg%n");
    encoder.start();
    return new String(encoder.encode(event), StandardCharsets.UTF_8);
  }
}
