/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the driver that answers to a URL, wherever the program keeps its jars. */
final class Drivers {
  private static final Logger LOG = LoggerFactory.getLogger(Drivers.class);

  private Drivers() {}

  /**
   * Finds a driver.
   *
   * @throws IllegalStateException when there is none; says which jar is missing
   */
  static Driver find(String url, Dialect dialect) {
    Set<@Nullable ClassLoader> loaders = new LinkedHashSet<>();
    loaders.add(Drivers.class.getClassLoader());
    loaders.add(Thread.currentThread().getContextClassLoader());
    return loaders.stream()
        .flatMap(loader -> offered(ServiceLoader.load(Driver.class, loader), url))
        .findFirst()
        .or(() -> DriverManager.drivers().filter(driver -> accepts(driver, url)).findFirst())
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no driver for "
                        + dialect.label()
                        + ": put "
                        + dialect.driverJar()
                        + " on the class path"));
  }

  private static Stream<Driver> offered(ServiceLoader<Driver> offers, String url) {
    Iterator<Driver> iterator = offers.iterator();
    while (true) {
      try {
        if (!iterator.hasNext()) {
          return Stream.empty();
        }
        Driver driver = iterator.next();
        if (accepts(driver, url)) {
          return Stream.of(driver);
        }
      } catch (ServiceConfigurationError e) {
        LOG.debug("a JDBC driver that cannot be loaded: {}", e.getMessage());
      }
    }
  }

  private static boolean accepts(Driver driver, String url) {
    try {
      return driver.acceptsURL(url);
    } catch (SQLException e) {
      return false;
    }
  }
}
