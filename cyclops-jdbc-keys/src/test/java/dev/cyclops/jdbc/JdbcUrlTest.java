/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          jdbc:postgresql://db:5433/sentry                     | PostgreSQL at db:5433/sentry
          jdbc:postgresql://db/sentry?user=me&password=hush    | PostgreSQL at db/sentry
          jdbc:postgresql://[::1]:5432/sentry                  | PostgreSQL at [::1]:5432/sentry
          jdbc:postgresql://a:1,b:2/sentry                     | PostgreSQL at a:1,b:2/sentry
          jdbc:postgresql:sentry?password=hush                 | PostgreSQL
          jdbc:mysql://me:hush@db:3306/sentry?useSSL=false     | MySQL at db:3306/sentry
          jdbc:mysql://me@db/sentry                            | MySQL at db/sentry
          jdbc:mysql://db                                      | MySQL at db
          jdbc:mysql://me:hu/sh@db/sentry                      | MySQL
          jdbc:mysql://me:hu?sh@db/sentry                      | MySQL
          jdbc:mysql://me:hu@sh@db/sentry                      | MySQL at db/sentry
          jdbc:mysql://address=(host=db)(password=hush)/sentry | MySQL
          jdbc:mysql://db/sentry?password=hu@sh                | MySQL
          jdbc:mariadb://db/sentry?password=hush               | jdbc:mariadb at db/sentry
          jdbc:sqlserver://db:1433;user=me;password=hush       | jdbc:sqlserver at db:1433
          jdbc:oracle:thin:me/hush@//db:1521/x                 | jdbc:oracle
          jdbc:oracle:thin:me/hush@db:1521:x                   | jdbc:oracle
          jdbc:h2:mem:x;PASSWORD=hush                          | jdbc:h2
          jdbc:sqlite:/var/lib/sentry.db?cache=shared          | SQLite in /var/lib/sentry.db
          """)
  void place_showsHostAndDatabaseButNoSecret(String url, String place) {
    assertThat(JdbcUrl.parse(url).place()).isEqualTo(place);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://me:hu/sh@db/sentry",
        "jdbc:mysql://me:hu/sh@db/sentry?password=hu/sh",
        "jdbc:postgresql://db/sentry?user=me&password=hu/sh&ssl=true",
        "jdbc:postgresql:sentry?PASSWORD=hu%2Fsh",
        "jdbc:sqlserver://db:1433;user=me;password=hu/sh",
      })
  void secrets_arePasswordsAsTheyAre(String url) {
    JdbcUrl parsed = JdbcUrl.parse(url);

    assertThat(new Redaction(parsed.secrets()).line("is hu/sh wrong?")).isEqualTo("is *** wrong?");
    assertThat(parsed.place()).doesNotContain("hu", "sh");
  }

  @Test
  void user_isTold() {
    assertThat(JdbcUrl.parse("jdbc:mysql://me:hush@db/x").user()).isEqualTo("me");
    assertThat(JdbcUrl.parse("jdbc:mysql://m%65@db/x").user()).isEqualTo("me");
    assertThat(JdbcUrl.parse("jdbc:postgresql://db/x?user=me").user()).isEqualTo("me");
    assertThat(JdbcUrl.parse("jdbc:postgresql://db/x").user()).isNull();
  }

  @Test
  void sets_knowsTheOptionsOfTheUrl() {
    JdbcUrl url = JdbcUrl.parse("jdbc:postgresql://db/x?sslMode=require&socketTimeout=5");

    assertThat(url.sets("sslmode")).isTrue();
    assertThat(url.sets("socketTimeout")).isTrue();
    assertThat(url.sets("connectTimeout")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "jdbc:",
        "jdbc:mysql",
        "postgres://me:hush@db/x",
        "mysql:hush",
        " jdbc:mysql://hush",
        "jdbc:sqlite:",
        "jdbc:sqlite::memory:",
        "jdbc:mysql://hush\n",
      })
  void parse_refusesOthersWithoutShowingThem(String url) {
    assertThatThrownBy(() -> JdbcUrl.parse(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hush");
  }
}
