/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.compatibility.FaultyRelay.Fault;
import dev.cyclops.testkit.FakeSentry;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The comparison fails when something between a client and Sentry is at fault, and only then. */
class ComparisonIT {
  private static final Client CLIENT = PythonClient.SENTRY_SDK;

  private static Run direct;

  @BeforeAll
  static void report() throws Exception {
    direct = Run.direct(CLIENT);
  }

  @Test
  void compare_holdsWithoutFault() throws Exception {
    Run relayed = relayed(Fault.NONE);

    Comparison.assertDelivered(relayed);
    Comparison.assertSame(direct, relayed);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
  void compare_findsEachFaultWithinOneRunAndBetweenTwo(Fault fault) throws Exception {
    Run relayed = relayed(fault);

    assertThatThrownBy(() -> Comparison.assertDelivered(relayed))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("byte for byte");
    assertThatThrownBy(() -> Comparison.assertSame(direct, relayed))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("what arrived through");
  }

  private static Run relayed(Fault fault) throws IOException, InterruptedException {
    try (FakeSentry sentry = FakeSentry.start();
        FaultyRelay relay = FaultyRelay.before(sentry.url(), fault)) {
      return Run.through(CLIENT, sentry, relay.port());
    }
  }
}
