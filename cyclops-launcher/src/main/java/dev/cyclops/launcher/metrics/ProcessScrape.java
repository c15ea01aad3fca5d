/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.List;

/** The metrics of this process, its JVM among them. Thread-safe. */
public final class ProcessScrape implements MetricsPage.Scrape {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** It listens to the collector for as long as the process lives. */
  @SuppressWarnings("resource")
  private final JvmGcMetrics collector = new JvmGcMetrics();

  /**
   * The JVM, and what there is beside it.
   *
   * @param version of this Cyclops
   * @param binders of the meters of the rest
   */
  public ProcessScrape(String version, List<MeterBinder> binders) {
    registry
        .config()
        // Named against the custom of Prometheus: there is one by the usual name below.
        .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
        .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"))
        // Only some collectors have these, and the pauses say what matters.
        .meterFilter(MeterFilter.denyNameStartsWith("jvm.gc.concurrent"));
    processor();
    Gauge.builder("cyclops.version", () -> 1)
        .description("Always 1; the label says which version runs")
        .tag("version", version)
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    collector.bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    binders.forEach(binder -> binder.bindTo(registry));
  }

  private void processor() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      FunctionCounter.builder("process.cpu", system, bean -> bean.getProcessCpuTime() / 1e9)
          .baseUnit("seconds")
          .description("The time that all processors have spent on this process")
          .register(registry);
    }
    Gauge.builder("system.cpus", () -> Runtime.getRuntime().availableProcessors())
        .description("Processors that this process may use")
        .register(registry);
  }

  @Override
  public String text(String contentType) {
    return registry.scrape(contentType);
  }
}
