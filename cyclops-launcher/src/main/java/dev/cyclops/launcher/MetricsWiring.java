/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.Cyclops;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.OperatorSettings;
import dev.cyclops.launcher.metrics.BackendMeters;
import dev.cyclops.launcher.metrics.HttpMeters;
import dev.cyclops.launcher.metrics.MetricsPage;
import dev.cyclops.launcher.metrics.PluginMeters;
import dev.cyclops.launcher.metrics.ProcessScrape;
import dev.cyclops.micrometer.CyclopsMeters;
import dev.cyclops.micrometer.CyclopsRecorder;
import dev.cyclops.undertow.CyclopsServer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds what {@code /metrics} shows. A class of its own, so that it is loaded with the first
 * scrape.
 */
final class MetricsWiring {
  private MetricsWiring() {}

  static MetricsPage.Scrape scrape(
      Config config,
      Cyclops cyclops,
      CyclopsRecorder recorder,
      CyclopsServer http,
      Backends backends) {
    List<MeterBinder> binders = new ArrayList<>();
    binders.add(
        CyclopsMeters.of(cyclops, recorder)
            .withProjects(config.get(OperatorSettings.METRICS_PROJECTS)));
    binders.add(new HttpMeters(http));
    backends
        .redis()
        .ifPresent(
            shared ->
                binders.add(
                    BackendMeters.redis(
                        () -> shared.stats().link(), () -> shared.stats().instances())));
    backends.spool().ifPresent(kept -> binders.add(BackendMeters.spool(kept::state)));
    binders.add(new PluginMeters(backends.plugins().used()));
    return new ProcessScrape(Version.current(), binders);
  }
}
