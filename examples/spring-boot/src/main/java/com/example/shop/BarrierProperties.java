package com.example.shop;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What {@code application.properties} says of the barrier.
 *
 * @param sentry where Sentry is
 * @param service the project that this service reports to
 * @param browsers the projects that its customers' browsers may report to
 */
@ConfigurationProperties("barrier")
public record BarrierProperties(String sentry, Project service, List<Project> browsers) {
  /** A project and its public key, as in its DSN. */
  public record Project(long id, String key) {}
}
