/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PluginSettingsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final PluginSettings settings =
      PluginContext.builder("x")
          .settings(
              Map.of(
                  "text",
                  "4711",
                  "whole",
                  5L,
                  "half",
                  0.5,
                  "flag",
                  true,
                  "list",
                  List.of("a", "b")))
          .build()
          .settings();

  @Test
  void values_areReadAsWhatIsAskedFor() {
    assertThat(settings.text("text")).hasValue("4711");
    assertThat(settings.requiredText("text")).isEqualTo("4711");
    assertThat(settings.whole("whole", 1, 5, 1)).isEqualTo(5);
    assertThat(settings.seconds("half", HOUR, HOUR)).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.seconds("whole", HOUR, HOUR)).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.flag("flag", false)).isTrue();
    assertThat(settings.texts("list")).containsExactly("a", "b");
    assertThat(settings.unused()).isEmpty();
  }

  @Test
  void values_thatAreMissingAreTheDefault() {
    assertThat(settings.text("no")).isEmpty();
    assertThat(settings.whole("no", 1, 5, 3)).isEqualTo(3);
    assertThat(settings.seconds("no", HOUR, HOUR)).isEqualTo(HOUR);
    assertThat(settings.flag("no", true)).isTrue();
    assertThat(settings.texts("no")).isEmpty();
    assertThatThrownBy(() -> settings.requiredText("no"))
        .hasMessage("'no' is missing: a string is needed");
  }

  @Test
  void values_ofAnotherKindAreRefusedUnseen() {
    assertThatThrownBy(() -> settings.whole("text", 1, 5, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'text': expected a whole number from 1 to 5");
    assertThatThrownBy(() -> settings.whole("whole", 6, 9, 6))
        .hasMessage("'whole': expected a whole number from 6 to 9");
    assertThatThrownBy(() -> settings.text("whole"))
        .hasMessage("'whole': expected a string that is not empty");
    assertThatThrownBy(() -> settings.flag("text", true))
        .hasMessage("'text': expected True or False");
    assertThatThrownBy(() -> settings.texts("text"))
        .hasMessage("'text': expected a list of strings");
    assertThatThrownBy(() -> settings.seconds("text", HOUR, HOUR))
        .hasMessage("'text': expected a number of seconds above 0, up to 3600");
    assertThat(settings.toString()).contains("text").doesNotContain("4711");
  }

  @Test
  void unused_areThoseThatNobodyAskedFor() {
    settings.text("text");
    assertThat(settings.unused()).containsExactly("flag", "half", "list", "whole");
  }
}
