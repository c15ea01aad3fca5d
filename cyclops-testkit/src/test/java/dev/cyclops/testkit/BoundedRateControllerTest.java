/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import dev.cyclops.send.RateController;
import java.time.Duration;

class BoundedRateControllerTest extends RateControllerContract {
  @Override
  protected RateController create() {
    return RateController.atMost(50, RateController.percentile(100, Duration.ofSeconds(1)));
  }
}
