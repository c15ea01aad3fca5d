/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {
  private static final String PLAIN = "fc6d8c0c43fc4630ad850ee518f1b9d0";
  private static final EventId ID = new EventId(0xfc6d8c0c43fc4630L, 0xad850ee518f1b9d0L);

  @ParameterizedTest
  @ValueSource(
      strings = {
        PLAIN,
        "FC6D8C0C43FC4630AD850EE518F1B9D0",
        "fC6d8C0c43fc4630ad850ee518f1b9D0",
        "fc6d8c0c-43fc-4630-ad85-0ee518f1b9d0",
        "FC6D8C0C-43FC-4630-AD85-0EE518F1B9D0"
      })
  void parse_takesEverySpelling(String text) {
    assertThat(EventId.parse(text)).isEqualTo(ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fc6d8c0c43fc4630ad850ee518f1b9d",
        "fc6d8c0c43fc4630ad850ee518f1b9d00",
        "fc6d8c0c43fc4630ad850ee518f1b9dg",
        " c6d8c0c43fc4630ad850ee518f1b9d0",
        "-c6d8c0c43fc4630ad850ee518f1b9d0",
        "fc6d8c0c43-fc-4630-ad85-0ee518f1b9d0",
        "fc6d8c0c-43fc-4630-ad850-ee518f1b9d0",
        "fc6d8c0c-43fc-4630-ad85-0ee518f1b9d-",
        "fc6d8c0c+43fc+4630+ad85+0ee518f1b9d0",
        "\u0660c6d8c0c43fc4630ad850ee518f1b9d0",
        "\uff10c6d8c0c43fc4630ad850ee518f1b9d0",
        "\u00b2c6d8c0c43fc4630ad850ee518f1b9d0",
        "\u0000c6d8c0c43fc4630ad850ee518f1b9d0",
        "\ud83d\ude00c6d8c0c43fc4630ad850ee518f1b9d0"
      })
  void parse_answersNullForAnythingElse(String text) {
    assertThat(EventId.parse(text)).isNull();
  }

  @Test
  void parse_ofBytesReadsOnlyItsRange() {
    byte[] bytes = ("\"" + PLAIN + "\"").getBytes(US_ASCII);

    assertThat(EventId.parse(bytes, 1, 32)).isEqualTo(ID);
    assertThat(EventId.parse(bytes, 0, 32)).isNull();
    assertThat(EventId.parse(bytes, 1, 31)).isNull();
  }

  @Test
  void parse_ofBytesRefusesEveryByteThatIsNoHexDigit() {
    for (int b = 0; b < 256; b++) {
      byte[] bytes = PLAIN.getBytes(US_ASCII);
      bytes[7] = (byte) b;
      boolean hex = "0123456789abcdefABCDEF".indexOf(b) >= 0;

      assertThat(EventId.parse(bytes, 0, 32) != null).as("byte %d", b).isEqualTo(hex);
    }
  }

  @Test
  void toString_isLowerCaseWithoutHyphensAndReadsBack() {
    assertThat(ID).hasToString(PLAIN);
    EventId zeros = new EventId(1, 0xF);
    assertThat(zeros).hasToString("0000000000000001000000000000000f");
    assertThat(EventId.parse(zeros.toString())).isEqualTo(zeros);
    assertThat(EventId.parse(zeros.toString().toUpperCase(Locale.ROOT))).isEqualTo(zeros);
  }

  @Test
  void random_isAnotherVersion4IdEachTime() {
    Set<EventId> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      EventId id = EventId.random();

      assertThat(id.toString().charAt(12)).isEqualTo('4');
      assertThat(id.toString().charAt(16)).isIn('8', '9', 'a', 'b');
      assertThat(EventId.parse(id.toString())).isEqualTo(id);
      assertThat(seen.add(id)).isTrue();
    }
  }
}
