/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Envelopes put together of whole headers and items, the same each time: a fuzzer, which changes
 * single bytes, takes long to come upon most pairs of items.
 */
class ComposedEnvelopesTest {
  private static final int ENVELOPES = 2_000;

  private static final String[] HEADERS = {
    "{}",
    "{\"event_id\":\"9ec79c33ec9942ab8353589fcb2e04dc\"}",
    "{\"sent_at\":\"2026-11-22T09:18:19.164Z\"}",
    "{ \"sent_at\" : \"2026-11-22T09:18:19Z\" , \"dsn\":\"http://a@b/1\"}",
    "{\"sent_at\":1,\"sent_at\":\"2026-11-22T09:18:19.164Z\"}",
    "{\"event_id\":null}",
    "{",
    "",
  };

  private static final String[] TYPES = {
    "event",
    "raw_security",
    "transaction",
    "attachment",
    "profile",
    "security",
    "client_report",
    "session",
    "unheard_of",
  };

  private static final String[] PAYLOADS = {
    "{}",
    " {}",
    "\t{ }",
    "{\"event_id\":\"1\"}",
    "{\"event_id\":\"9ec79c33ec9942ab8353589fcb2e04dc\",\"event_id\":7}",
    "{\"contexts\":3}",
    "{\"csp-report\":{\"a\":\"b\"}}",
    "[{\"type\":\"csp-violation\"}]",
    "[]",
    "{",
    "x",
    "",
  };

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void rewriter_holdsItsPropertiesForAnyItemsSideBySide(int seed) {
    Random random = new Random(seed);
    for (int i = 0; i < ENVELOPES; i++) {
      String input = (char) random.nextInt(Layer.values().length) + envelope(random);
      assertThatCode(() -> RewriteFuzzer.run(input.getBytes(ISO_8859_1)))
          .as(input)
          .doesNotThrowAnyException();
    }
  }

  private static String envelope(Random random) {
    StringBuilder envelope = new StringBuilder(any(HEADERS, random));
    for (int items = random.nextInt(4); items > 0; items--) {
      envelope.append('\n').append(item(random));
    }
    return envelope.append("\n".repeat(random.nextInt(3))).toString();
  }

  private static String item(Random random) {
    String payload = any(PAYLOADS, random);
    // Now and then it is wrong by one.
    int wrong = random.nextInt(16) == 0 ? 1 : 0;
    String length = random.nextBoolean() ? "" : ",\"length\":" + (payload.length() + wrong);
    return "{\"type\":\"" + any(TYPES, random) + '"' + length + "}\n" + payload;
  }

  private static String any(String[] texts, Random random) {
    return texts[random.nextInt(texts.length)];
  }
}
