/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.auth.ProjectKey;
import dev.cyclops.filter.ProjectLimits;
import dev.cyclops.launcher.config.Literal.Bool;
import dev.cyclops.launcher.config.Literal.Decimal;
import dev.cyclops.launcher.config.Literal.Dict;
import dev.cyclops.launcher.config.Literal.None;
import dev.cyclops.launcher.config.Literal.Sequence;
import dev.cyclops.launcher.config.Literal.Text;
import dev.cyclops.launcher.config.Literal.Whole;
import dev.cyclops.redis.RedisUrl;
import dev.cyclops.send.SentryUrl;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a setting accepts, in words and in code. Immutable.
 *
 * @param <T> what it is read to
 * @param expected what is accepted, to follow "expected"
 * @param bareText whether a word without quotes is a value, where there is no file around it
 * @param secret whether the value must never be shown
 * @param reader makes the value, or throws {@link IllegalArgumentException}; its message, if it has
 *     one, says more than {@code expected} and repeats nothing
 */
record ValueType<T>(String expected, boolean bareText, boolean secret, Reader<T> reader) {
  /** A name, or an IPv4 or IPv6 address; a port behind a name is none. */
  private static final Pattern HOST =
      Pattern.compile(
          "[\\p{Alnum}_]([\\p{Alnum}._-]*)|\\p{XDigit}*:[\\p{XDigit}:.]*:[\\p{XDigit}:.]*");

  /** Makes a value of a literal. */
  interface Reader<T> {
    /** The value; null, or an exception, when the literal is not accepted. */
    @Nullable T read(Literal literal);
  }

  static ValueType<Boolean> bool() {
    return new ValueType<>(
        "True or False", false, false, literal -> literal instanceof Bool b ? b.value() : null);
  }

  static ValueType<String> text() {
    return new ValueType<>(
        "a string", true, false, literal -> literal instanceof Text t ? t.value() : null);
  }

  static ValueType<String> nonEmptyText() {
    return new ValueType<>(
        "a string that is not empty",
        true,
        false,
        literal -> literal instanceof Text t && !t.value().isBlank() ? t.value() : null);
  }

  /** A host, without its port. */
  static ValueType<String> host() {
    return new ValueType<>(
        "a host name or an IP address",
        true,
        false,
        literal ->
            literal instanceof Text t && HOST.matcher(t.value()).matches() ? t.value() : null);
  }

  /** Secret: a password may stand anywhere in it. */
  static ValueType<DatabaseUrl> databaseUrl() {
    return new ValueType<>(
        DatabaseUrl.EXPECTED,
        true,
        true,
        literal -> literal instanceof Text t ? DatabaseUrl.parse(t.value()) : null);
  }

  /** Secret: a password may stand in it. */
  static ValueType<RedisUrl> redisUrl() {
    return new ValueType<>(
        RedisUrl.EXPECTED,
        true,
        true,
        literal -> literal instanceof Text t ? RedisUrl.parse(t.value()) : null);
  }

  /** Secret: who knows such an address may post there. */
  static ValueType<URI> webhookUrl() {
    return new ValueType<>(
        "an address that begins with 'https://' or 'http://', without a user in it",
        true,
        true,
        literal -> literal instanceof Text t ? webhookUrl(t.value()) : null);
  }

  private static @Nullable URI webhookUrl(String text) {
    try {
      URI url = new URI(text);
      boolean http = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      boolean plain = url.getHost() != null && url.getUserInfo() == null;
      return http && plain && url.getFragment() == null && url.getPort() <= 65535 ? url : null;
    } catch (URISyntaxException e) {
      return null;
    }
  }

  /** What an operator proves to be one with. */
  static ValueType<String> token() {
    return new ValueType<>(
        "a string of 16 to 256 visible ASCII characters",
        true,
        true,
        literal ->
            literal instanceof Text t && t.value().matches("[!-~]{16,256}") ? t.value() : null);
  }

  /**
   * One of some strings.
   *
   * @param expected what is accepted; need not name everything that is understood
   * @param choices what is understood, and what it is read to
   */
  static <T> ValueType<T> oneOf(String expected, Map<String, T> choices) {
    return new ValueType<>(
        expected,
        true,
        false,
        literal -> literal instanceof Text t ? choices.get(t.value()) : null);
  }

  /** One of some strings, or the name of a plugin. */
  static <E extends Enum<E>> ValueType<Choice<E>> oneOfOrPlugin(
      String expected, Map<String, E> choices) {
    return new ValueType<>(
        expected + ", or " + PluginName.EXPECTED,
        true,
        false,
        literal -> {
          if (!(literal instanceof Text text)) {
            return null;
          }
          E own = choices.get(text.value());
          if (own != null) {
            return Choice.of(own);
          }
          PluginName name = PluginName.parse(text.value());
          return name == null ? null : Choice.of(name);
        });
  }

  /** A third party's implementation. */
  static ValueType<PluginName> pluginName() {
    return new ValueType<>(
        PluginName.EXPECTED,
        true,
        false,
        literal -> literal instanceof Text t ? PluginName.parse(t.value()) : null);
  }

  /** Secret: passwords may stand in it. */
  static ValueType<Map<String, Map<String, Object>>> pluginSettings() {
    return new ValueType<>(PluginSettingsReader.EXPECTED, false, true, PluginSettingsReader::read);
  }

  static ValueType<SentryUrl> sentryUrl() {
    return new ValueType<>(
        "'host', 'host:port' or 'http(s)://host:port/prefix'",
        true,
        false,
        literal -> literal instanceof Text t ? SentryUrl.parse(t.value()) : null);
  }

  static ValueType<Integer> whole(int min, int max) {
    return new ValueType<>(
        "a whole number from " + min + " to " + max,
        false,
        false,
        literal ->
            literal instanceof Whole w && w.value() >= min && w.value() <= max
                ? (Integer) (int) w.value()
                : null);
  }

  /** The port of a server. */
  static ValueType<Integer> port() {
    return whole(1, 65535);
  }

  static ValueType<Double> number(double min, double max) {
    return new ValueType<>(
        "a number from %s to %s"
            .formatted(BigDecimal.valueOf(min), BigDecimal.valueOf(max).toBigInteger()),
        false,
        false,
        literal -> {
          double value =
              literal instanceof Whole whole
                  ? whole.value()
                  : literal instanceof Decimal decimal ? decimal.value() : Double.NaN;
          return value >= min && value <= max ? value : null;
        });
  }

  static ValueType<Long> bytes(long min, long max) {
    return new ValueType<>(
        "a number of bytes from " + min + (max == Long.MAX_VALUE ? " up" : " to " + max),
        false,
        false,
        literal ->
            literal instanceof Whole w && w.value() >= min && w.value() <= max
                ? (Long) w.value()
                : null);
  }

  /**
   * A length of time.
   *
   * @param unit the unit of the number, its plural being the name
   * @param min the least, 0 for one that may be switched off
   */
  static ValueType<Duration> duration(Duration unit, Duration min, Duration max) {
    String name = unit.toMillis() == 1 ? "milliseconds" : "seconds";
    String expected =
        "a number of "
            + name
            + (min.isZero() ? " from 0 to " : " above 0, up to ")
            + max.dividedBy(unit);
    return new ValueType<>(
        expected,
        false,
        false,
        literal -> {
          Duration value = length(literal, unit, max);
          return value == null || value.compareTo(min) < 0 || value.compareTo(max) > 0
              ? null
              : value;
        });
  }

  /** A length of time above nothing, in seconds. */
  static ValueType<Duration> seconds(Duration max) {
    return duration(Duration.ofSeconds(1), Duration.ofMillis(1), max);
  }

  private static @Nullable Duration length(Literal literal, Duration unit, Duration max) {
    double number;
    if (literal instanceof Whole whole) {
      number = whole.value();
    } else if (literal instanceof Decimal decimal) {
      number = decimal.value();
    } else {
      return null;
    }
    if (!(number >= 0 && number <= max.dividedBy(unit))) {
      return null;
    }
    BigDecimal nanos = BigDecimal.valueOf(number).multiply(BigDecimal.valueOf(unit.toNanos()));
    return Duration.ofNanos(nanos.longValue());
  }

  /** Percent by project. */
  static ValueType<Map<Long, Integer>> percentages() {
    return new ValueType<>(
        "a dict {project id: percent from 0 to 100}",
        false,
        false,
        literal -> literal instanceof Dict dict ? percentages(dict) : null);
  }

  private static Map<Long, Integer> percentages(Dict dict) {
    Map<Long, Integer> percentages = new LinkedHashMap<>();
    for (Map.Entry<Literal, Literal> entry : dict.entries()) {
      if (entry.getKey() instanceof Whole project
          && project.value() > 0
          && entry.getValue() instanceof Whole percent
          && percent.value() >= 0
          && percent.value() <= 100) {
        percentages.put(project.value(), (int) percent.value());
      } else {
        throw new IllegalArgumentException("entry " + (percentages.size() + 1) + " is not that");
      }
    }
    return Map.copyOf(percentages);
  }

  /** How much each project may send. */
  static ValueType<ProjectLimits> projectLimits() {
    return new ValueType<>(
        LimitsReader.EXPECTED,
        false,
        false,
        literal -> literal instanceof Dict dict ? LimitsReader.read(dict) : null);
  }

  /**
   * A list of strings.
   *
   * @param reader makes a value of them, or throws with the string in question
   */
  static <T> ValueType<T> texts(String expected, Function<List<String>, T> reader) {
    return new ValueType<>(
        expected,
        false,
        false,
        literal -> literal instanceof Sequence sequence ? reader.apply(texts(sequence)) : null);
  }

  private static List<String> texts(Sequence sequence) {
    List<String> texts = new ArrayList<>();
    for (Literal item : sequence.items()) {
      if (!(item instanceof Text text)) {
        throw new IllegalArgumentException("entry " + (texts.size() + 1) + " is no string");
      }
      texts.add(text.value());
    }
    return texts;
  }

  /** Rules for floods. */
  static ValueType<List<FloodRuleEntry>> floodRules() {
    return new ValueType<>(FloodRuleReader.EXPECTED, false, false, FloodRuleReader::read);
  }

  /** Who may report. */
  static ValueType<List<ProjectKey>> projectKeys() {
    return new ValueType<>(
        "a list of tuples (project id, 'public key', 'secret key' or None)",
        false,
        true,
        literal -> literal instanceof Sequence sequence ? projectKeys(sequence) : null);
  }

  private static List<ProjectKey> projectKeys(Sequence sequence) {
    List<ProjectKey> keys = new ArrayList<>();
    for (Literal item : sequence.items()) {
      ProjectKey key = item instanceof Sequence tuple ? projectKey(tuple.items()) : null;
      if (key == null) {
        throw new IllegalArgumentException("entry " + (keys.size() + 1) + " is not that");
      }
      keys.add(key);
    }
    return List.copyOf(keys);
  }

  private static @Nullable ProjectKey projectKey(List<Literal> tuple) {
    boolean secretGiven = tuple.size() == 3 && tuple.get(2) instanceof Text;
    boolean noSecret = tuple.size() == 2 || (tuple.size() == 3 && tuple.get(2) instanceof None);
    if ((secretGiven || noSecret)
        && tuple.get(0) instanceof Whole project
        && project.value() > 0
        && tuple.get(1) instanceof Text publicKey
        && !publicKey.value().isEmpty()) {
      String secret = secretGiven && tuple.get(2) instanceof Text t ? t.value() : null;
      return new ProjectKey(project.value(), publicKey.value(), secret);
    }
    return null;
  }

  /** Accepts {@code None} as well, which reads to nothing. */
  ValueType<Optional<T>> orNone() {
    return new ValueType<>(
        expected + " or None",
        bareText,
        secret,
        literal -> {
          if (literal instanceof None) {
            return Optional.empty();
          }
          T value = reader.read(literal);
          return value == null ? null : Optional.of(value);
        });
  }

  /** Never to be shown. */
  ValueType<T> asSecret() {
    return new ValueType<>(expected, bareText, true, reader);
  }

  /**
   * Reads a literal.
   *
   * @throws IllegalArgumentException with what is accepted
   */
  T read(Literal literal) {
    T value;
    try {
      value = reader.read(literal);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("expected " + expected + "; " + e.getMessage(), e);
    }
    if (value == null) {
      throw new IllegalArgumentException("expected " + expected);
    }
    return value;
  }
}
