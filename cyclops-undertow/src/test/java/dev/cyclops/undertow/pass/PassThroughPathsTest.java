/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PassThroughPathsTest {
  @ParameterizedTest
  @CsvSource({
    "/api/{id}/crossdomain.xml, /api/12/crossdomain.xml, true",
    "/api/{id}/crossdomain.xml, /api/12/crossdomain.xml/, true",
    "/api/{id}/crossdomain.xml, /api/12/crossdomain.xml/x, false",
    "/api/{id}/crossdomain.xml, /api/x/crossdomain.xml, false",
    "/api/{id}/crossdomain.xml, /api/12345678901234567890/crossdomain.xml, false",
    "/api/{id}/crossdomain.xml, /api//crossdomain.xml, false",
    "/api/{id}/crossdomain.xml, /api/1/Crossdomain.xml, false",
    "/api/embed/error-page/, /api/embed/error-page, true",
    "/api/embed/error-page/, /api/embed/error-page/, true",
    "/api/embed/error-page/, /api/embed/error-page/x, true",
    "/api/embed/error-page/, /api/embed/error-pages, false",
    "/api/0/, /api/0, true",
    "/api/0/, /api/0/projects/a/b/, true",
    "/api/0/, /api/1/projects/, false",
    "/api/0/, /api/0//projects, false",
    "/api/0/, /api/0/projects//, false",
    "/api/0/, /api/0/./x, false",
    "/api/0/, /api/0/../3/x, false",
    "/api/0/, /api/0/.., false",
    "/api/0/, /api/0/..;/3, false",
    "/api/0/, /api/0/%2e%2e/3, false",
    "/api/0/, /api/0/%2E./3, false",
    "/api/0/, /api/0/a%2fb, false",
    "/api/0/, /api/0/a%5cb, false",
    "/api/0/, /api/0/a\\b, false",
    "/api/0/, /api/0/a%252fb, false",
    "/api/0/, /api/0/%00, false",
    "/api/0/, /api/0/%0d%0a, false",
    "/api/0/, /api/0/%61, false",
    "/api/0/, /api/0/a%2, false",
    "/api/0/, /api/0/a%zz, false",
    "/api/0/, /api/0/a#b, false",
    "/api/0/, /api/0/a%20b%C3%A9, true",
    "/api/0/, //api/0/a, false",
    "/api/0/, /, false",
    "/api/0/, *, false"
  })
  void contain_comparesThePathAsItCame(String pattern, String path, boolean contained) {
    assertThat(PassThroughPaths.parse(List.of("/other", pattern)).contain(path))
        .isEqualTo(contained);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "api",
        "/",
        "//",
        "/a//b",
        "/a/../b",
        "/.",
        "/a*",
        "/a/*",
        "/a?b",
        "/a#b",
        "/a%20b",
        "/a b",
        "/a\\b",
        "/{project}/",
        "/a;b",
        "/é",
        "/api/",
        "/api/{id}/",
        "/api/7/",
        "/api/store",
        "/api/store/",
        "/api/{id}/store/",
        "/api/7/envelope",
        "/api/{id}/minidump/x",
        "/count",
        "/health/",
        "/health/live",
        "/health/ready/",
        "/healthcheck/",
        "/healthcheck.html"
      })
  void parse_refusesWhatIsNoPathOrTheBarriers(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PassThroughPaths.parse(List.of("/fine", text)))
        .withMessageStartingWith("'" + text.replace('é', '?') + "'")
        .withMessageContaining("accepted is a path such as '/api/{id}/crossdomain.xml'");
  }
}
