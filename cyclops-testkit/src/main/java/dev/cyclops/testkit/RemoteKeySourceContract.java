/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.auth.KeySource;
import org.junit.jupiter.api.Test;

/**
 * What a {@link KeySource} keeps to that asks something which can be away, beside all that every
 * source does. Extended as {@link KeySourceContract} is.
 */
public abstract class RemoteKeySourceContract extends KeySourceContract {
  /** For JUnit. */
  protected RemoteKeySourceContract() {}

  /**
   * Makes a source that cannot be asked now, as if what it asks were away.
   *
   * @return the source
   * @throws Exception fails the test
   */
  protected abstract KeySource createFailing() throws Exception;

  @Test
  void load_thatFailsSaysWhyInALine() throws Exception {
    KeySource failing = createFailing();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> oneByOne(failing))
          .isInstanceOf(Exception.class)
          .message()
          .isNotBlank()
          .doesNotContain("\n", "\r");
    }
    failing.close();
  }
}
