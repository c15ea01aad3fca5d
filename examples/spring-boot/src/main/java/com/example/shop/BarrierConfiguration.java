package com.example.shop;

import com.example.shop.BarrierProperties.Project;
import dev.cyclops.Cyclops;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import io.sentry.Sentry;
import java.util.stream.Stream;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The barrier, and who reports to it: started and closed with the service. */
@Configuration(proxyBeanMethods = false)
class BarrierConfiguration {
  // tag::beans[]
  /** Closed after all that uses it, which is when it sends what it still holds. */
  @Bean(initMethod = "start", destroyMethod = "close")
  Cyclops barrier(BarrierProperties properties) {
    return Cyclops.builder()
        .sentry(properties.sentry())
        .keys(
            KeySource.of(
                Stream.concat(Stream.of(properties.service()), properties.browsers().stream())
                    .map(project -> new ProjectKey(project.id(), project.key(), null))
                    .toList()))
        .build();
  }

  /** The service's own errors go to the barrier as well; the host of the DSN is never asked. */
  @Bean
  DisposableBean sentrySdk(Cyclops barrier, BarrierProperties properties) {
    Project own = properties.service();
    Sentry.init(
        options -> {
          options.setDsn("http://" + own.key() + "@in-process/" + own.id());
          options.setTransportFactory(
              (all, request) -> new BarrierTransport(barrier, own.id(), own.key(), options));
        });
    return Sentry::close;
  }

  /** Up while Sentry is away, too: nothing is lost, and a restart would help nobody. */
  @Bean
  HealthIndicator barrierHealthIndicator(Cyclops barrier) {
    return () ->
        Health.up()
            .withDetail("sentryAway", barrier.isSentryAway())
            .withDetail("waiting", barrier.stats().storage().held())
            .withDetail("ignored", barrier.stats().ignored())
            .build();
  }
  // end::beans[]
}
