/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import dev.cyclops.send.RateController;
import java.time.Duration;

class PercentileRateControllerTest extends RateControllerContract {
  @Override
  protected RateController create() {
    return RateController.percentile(100, Duration.ofSeconds(1));
  }
}
