/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EnvelopeTest {
  @Test
  void parse_readsItemsWithLengthAndWithout() {
    Envelope envelope =
        parse("{}\n{\"type\":\"attachment\",\"length\":3}\na\nb\n{\"type\":\"session\"}\n{}\n");

    assertThat(envelope.items()).hasSize(2);
    assertThat(new String(envelope.items().get(0).payload(), UTF_8)).isEqualTo("a\nb");
    assertThat(new String(envelope.items().get(1).payload(), UTF_8)).isEqualTo("{}");
  }

  @Test
  void parse_failsWhenALengthIsWrong() {
    assertThatThrownBy(() -> parse("{}\n{\"type\":\"event\",\"length\":4}\n{}\n"))
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> parse("{}\n{\"type\":\"event\",\"length\":1}\n{}\n"))
        .isInstanceOf(AssertionError.class);
  }

  private static Envelope parse(String text) {
    return Envelope.parse(text.getBytes(UTF_8));
  }
}
