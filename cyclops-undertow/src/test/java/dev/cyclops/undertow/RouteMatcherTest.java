/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.undertow.RouteMatch.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouteMatcherTest {
  @ParameterizedTest
  @CsvSource({
    "/api/1/store/, STORE, 1",
    "/api/1/store, STORE, 1",
    "/api/007/store/, STORE, 7",
    "//api//1///store//, STORE, 1",
    "/api/store/, STORE, 0",
    "/api/store, STORE, 0",
    "/api/9223372036854775807/envelope/, ENVELOPE, 9223372036854775807",
    "/api/42/envelope, ENVELOPE, 42",
    "/count, COUNT, 0",
    "/count/, COUNT, 0",
    "/healthcheck, HEALTHCHECK, 0",
    "/healthcheck/, HEALTHCHECK, 0",
    "/healthcheck.html, HEALTHCHECK, 0",
    "/api/0/store/, MALFORMED_PROJECT, 0",
    "/api/-1/store/, MALFORMED_PROJECT, 0",
    "/api/1a/envelope/, MALFORMED_PROJECT, 0",
    "/api/%31/store/, MALFORMED_PROJECT, 0",
    "/api/١/store/, MALFORMED_PROJECT, 0",
    "/api/9223372036854775808/store/, MALFORMED_PROJECT, 0",
    "/api/9999999999999999999/store/, MALFORMED_PROJECT, 0",
    "/api/00000000000000000001/store/, MALFORMED_PROJECT, 0",
    "/api/../store/, MALFORMED_PROJECT, 0",
    "/, UNKNOWN, 0",
    "/api, UNKNOWN, 0",
    "/api/, UNKNOWN, 0",
    "/api/1/, UNKNOWN, 0",
    "/api/envelope/, UNKNOWN, 0",
    "/api/1/stores/, UNKNOWN, 0",
    "/api/1/store/x, UNKNOWN, 0",
    "/api/1/store;a=b, UNKNOWN, 0",
    "/API/1/store/, UNKNOWN, 0",
    "/count/x, UNKNOWN, 0",
    "/x/count, UNKNOWN, 0"
  })
  void match_findsRouteAndProject(String path, Target target, long project) {
    assertThat(RouteMatcher.match(path)).isEqualTo(new RouteMatch(target, project));
  }
}
