/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DataCategoryTest {
  private final Locale locale = Locale.getDefault();

  @AfterEach
  void restoreLocale() {
    Locale.setDefault(locale);
  }

  @Test
  void wireName_isThatOfSentrysRateLimits() {
    assertThat(Arrays.stream(DataCategory.values()).map(DataCategory::wireName))
        .containsExactly(
            "default",
            "error",
            "transaction",
            "security",
            "attachment",
            "session",
            "profile",
            "replay",
            "monitor",
            "feedback",
            "metric_bucket",
            "span",
            "log_item",
            "client_report");
  }

  @Test
  void wireName_isTheSameInTurkey() {
    Locale.setDefault(Locale.forLanguageTag("tr"));

    assertThat(DataCategory.TRANSACTION.wireName()).isEqualTo("transaction");
  }
}
