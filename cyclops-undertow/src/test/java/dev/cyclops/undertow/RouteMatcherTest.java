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
    "/health/live, LIVE, 0",
    "//health//live//, LIVE, 0",
    "/health/ready, READY, 0",
    "/health/ready/, READY, 0",
    "/health, UNKNOWN, 0",
    "/health/, UNKNOWN, 0",
    "/health/live/x, UNKNOWN, 0",
    "/health/other, UNKNOWN, 0",
    "/api/1/security/, SECURITY, 1",
    "/api/1/csp-report, SECURITY, 1",
    "/api/1/nel/, NEL, 1",
    "//api//1//minidump//, MINIDUMP, 1",
    "/api/1/minidump, MINIDUMP, 1",
    "/api/1/unreal/abc/, UNREAL, 1",
    "/api/1/unreal//abc, UNREAL, 1",
    "/api/1/unreal/, UNKNOWN, 0",
    "/api/1/unreal/abc/d, UNKNOWN, 0",
    "/api/1/unreal/a%62c/, MALFORMED_SEGMENT, 1",
    "/api/1/events/fc6d8c0c43fc4630ad850ee518f1b9d0/attachments/, ATTACHMENTS, 1",
    "/api/1/events/FC6D8C0C-43fc-4630-ad85-0ee518f1b9d0/attachments, ATTACHMENTS, 1",
    "/api/1/events/fc6d8c0c43fc4630ad850ee518f1b9d/attachments/, MALFORMED_EVENT_ID, 1",
    "/api/1/events/fc6d8c0c43fc4630ad850ee518f1b9dg/attachments/, MALFORMED_EVENT_ID, 1",
    "/api/1/events/../attachments/, MALFORMED_EVENT_ID, 1",
    "/api/1/events/attachments/, UNKNOWN, 0",
    "/api/1/events/fc6d8c0c43fc4630ad850ee518f1b9d0/other/, UNKNOWN, 0",
    "/api/1/cron/my-job_1.2~:@!$&()*+=/, CRON, 1",
    "/api/1/cron/slug, CRON, 1",
    "/api/1//cron//slug//abc//, CRON, 1",
    "/api/1/cron/slug/abc, CRON, 1",
    "/api/1/cron/, UNKNOWN, 0",
    "/api/1/cron/slug/abc/d, UNKNOWN, 0",
    "/api/1/cron/sl%75g/, MALFORMED_SEGMENT, 1",
    "/api/1/cron/%2e%2e%2f/abc/, MALFORMED_SEGMENT, 1",
    "/api/1/cron/slug/%61bc/, MALFORMED_SEGMENT, 1",
    "/api/1/cron/../abc/, MALFORMED_SEGMENT, 1",
    "/api/1/cron/./, MALFORMED_SEGMENT, 1",
    "/api/1/cron/slug/../, MALFORMED_SEGMENT, 1",
    "/api/1/cron/a;b/, MALFORMED_SEGMENT, 1",
    "'/api/1/cron/a\\b/', MALFORMED_SEGMENT, 1",
    "/api/1/cron/ä/, MALFORMED_SEGMENT, 1",
    "/api/1/otlp/v1/traces/, OTLP, 1",
    "/api/1/otlp/v1/traces, OTLP, 1",
    "/api/1/otlp/v1/logs/, UNKNOWN, 0",
    "/api/1/otlp/v2/traces/, UNKNOWN, 0",
    "/api/1/integration/otlp/v1/traces/, OTLP, 1",
    "/api/1/integration/otlp/v1/logs, OTLP, 1",
    "/api/1/integration/otlp/v1/metrics, UNKNOWN, 0",
    "/api/1/integration/otlp/v1/logs/x, UNKNOWN, 0",
    "/api/security/, UNKNOWN, 0",
    "/api/cron/slug/, UNKNOWN, 0",
    "/api/x/nel/, MALFORMED_PROJECT, 0",
    "/api/0/cron/slug/abc/, MALFORMED_PROJECT, 0",
    "/api/0/organizations/x/events/, UNKNOWN, 0",
    "/api/1/crossdomain.xml, UNKNOWN, 0",
    "/api/embed/error-page/, UNKNOWN, 0",
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
