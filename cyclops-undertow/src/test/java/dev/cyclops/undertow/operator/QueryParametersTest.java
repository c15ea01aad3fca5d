/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class QueryParametersTest {
  private static final Set<String> KNOWN = Set.of("id", "max");

  @Test
  void parse_keepsOrderAndRepeats() throws Exception {
    QueryParameters parameters = QueryParameters.parse("id=2&max=7&id=a-1", KNOWN);
    assertThat(parameters.all("id")).containsExactly("2", "a-1");
    assertThat(parameters.number("max", 1, 10)).hasValue(7);
    assertThat(QueryParameters.parse("", KNOWN).one("id")).isEmpty();
    assertThat(QueryParameters.parse("", KNOWN).number("max", 1, 10)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x=1",
        "id",
        "id=",
        "=1",
        "&",
        "id=1&",
        "id=%31",
        "id=a+b",
        "id=../x",
        "id=a_b",
        "ID=1",
        "id=1;max=2",
        "id==1"
      })
  void parse_refusesWhatItDoesNotKnow(String query) {
    assertThatExceptionOfType(BadQueryException.class)
        .isThrownBy(() -> QueryParameters.parse(query, KNOWN));
  }

  @Test
  void parse_refusesLongValuesAndRepeatsNone() {
    assertThatExceptionOfType(BadQueryException.class)
        .isThrownBy(() -> QueryParameters.parse("id=" + "a".repeat(65), KNOWN))
        .withMessage("id is not 1 to 64 letters, digits and hyphens");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "11", "-1", "a", "9999999999999999999"})
  void number_isWithinItsBounds(String text) throws Exception {
    QueryParameters parameters = QueryParameters.parse("max=" + text, KNOWN);
    assertThatExceptionOfType(BadQueryException.class)
        .isThrownBy(() -> parameters.number("max", 1, 10))
        .withMessage("max is no number from 1 to 10");
  }

  @Test
  void one_refusesTwo() throws Exception {
    QueryParameters parameters = QueryParameters.parse("max=1&max=1", KNOWN);
    assertThatExceptionOfType(BadQueryException.class)
        .isThrownBy(() -> parameters.number("max", 1, 10))
        .withMessage("max stands in the query twice");
  }
}
