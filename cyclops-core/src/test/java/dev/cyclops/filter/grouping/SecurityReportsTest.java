/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Payload;
import dev.cyclops.filter.GroupKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityReportsTest {
  private static final String FIREFOX =
      """
      {"csp-report":{"document-uri":"https://shop.example/cart?id=1","referrer":"",
       "violated-directive":"img-src 'self' https://cdn.example","original-policy":"img-src 'self'",
       "blocked-uri":"https://evil.example/a.png?x=1"}}""";
  private static final String CHROME =
      """
      {"csp-report":{"blocked-uri":"https://EVIL.example/b/c.png","disposition":"enforce",
       "document-uri":"https://shop.example/","effective-directive":"img-src",
       "line-number":7,"status-code":200,"violated-directive":"img-src"}}""";
  private static final String REPORTING_API =
      """
      {"age":53531,"body":{"blockedURL":"https://evil.example:443/d.png","columnNumber":39,
       "disposition":"enforce","documentURL":"https://shop.example/","effectiveDirective":"img-src",
       "originalPolicy":"img-src 'self'","statusCode":200},"type":"csp-violation",
       "url":"https://shop.example/","user_agent":"Mozilla/5.0"}""";

  private static GroupKey group(String json) {
    byte[] bytes = json.getBytes(UTF_8);
    Payload payload =
        new Payload(Payload.Format.REPORTS, DataCategory.SECURITY, bytes, 0, bytes.length);
    return Grouping.FINGERPRINTER.fingerprint(payload).group();
  }

  private static String csp(String directive, String blocked) {
    return """
        {"csp-report":{"effective-directive":"%s","blocked-uri":"%s"}}"""
        .formatted(directive, blocked);
  }

  @Test
  void group_isDirectiveAndBlockedHostInEveryForm() {
    assertThat(group(CHROME)).isNotNull().isEqualTo(group(FIREFOX));
    assertThat(group(REPORTING_API)).isEqualTo(group(CHROME));
    assertThat(group("[" + REPORTING_API + "]")).isEqualTo(group(CHROME));
    assertThat(group(csp("img-src", "https://evil.example"))).isEqualTo(group(CHROME));
  }

  @Test
  void group_differsByDirectiveAndByHost() {
    List<GroupKey> groups =
        List.of(
            group(CHROME),
            group(csp("script-src", "https://evil.example")),
            group(csp("img-src", "https://other.example")),
            group(csp("img-src", "https://evil.example:8443")),
            group(csp("img-src", "wss://evil.example")),
            group(csp("img-src", "inline")),
            group(csp("img-src", "")));

    assertThat(groups).doesNotHaveDuplicates().doesNotContainNull();
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example/x, http://a.example:80/y?z#q",
    "https://a.example, HTTPS://A.EXAMPLE/",
    "data, data:image/png;base64,AAAA",
    "blob, blob:https://a.example/1-2-3",
    "self, ''",
    "self, '''self'''",
    "a.example/x, a.example/y",
    "chrome-extension://abc/x.js, chrome-extension://abc/y.js",
    "'https://a.example\\\\@b.example/', https://a.example/",
  })
  void group_takesTheHostOfWhatWasBlocked(String one, String other) {
    assertThat(group(csp("img-src", one))).isNotNull().isEqualTo(group(csp("img-src", other)));
  }

  @Test
  void group_takesNothingBlockedForTheSiteItself() {
    assertThat(group("{\"csp-report\":{\"effective-directive\":\"script-src\"}}"))
        .isNotNull()
        .isEqualTo(group(csp("script-src", "self")));
  }

  @Test
  void group_takesTheEffectiveDirectiveBeforeTheViolatedOne() {
    String both =
        """
        {"csp-report":{"violated-directive":"default-src 'self'",
         "effective-directive":"style-src-elem x","blocked-uri":"inline"}}""";
    String emptyEffective =
        """
        {"csp-report":{"violated-directive":"STYLE-SRC-ELEM","effective-directive":"",
         "blocked-uri":"inline"}}""";

    assertThat(group(both)).isEqualTo(group(csp("style-src-elem", "inline")));
    assertThat(group(emptyEffective)).isEqualTo(group(both));
  }

  @Test
  void group_readsEscapedNamesAndTexts() {
    String escaped =
        """
        {"csp\\u002dreport":{"effective-\\u0064irective":"img\\u002dsrc",
         "blocked-uri":"https:\\/\\/evil.example\\/x"}}""";

    assertThat(group(escaped)).isEqualTo(group(CHROME));
  }

  @Test
  void group_ofSeveralReportsIsThatOfTheDifferentOnes() {
    String a = csp("img-src", "https://a.example");
    String b = csp("img-src", "https://b.example");

    GroupKey both = group("[" + a + "," + b + "]");
    assertThat(both).isNotNull().isNotEqualTo(group(a)).isNotEqualTo(group(b));
    assertThat(group("[" + b + "," + a + "," + b + "]")).isEqualTo(both);
    assertThat(group("[" + a + "," + a + "]")).isEqualTo(group(a));
    assertThat(group("[1,\"x\",null,[]," + a + "]")).isEqualTo(group(a));
  }

  @Test
  void group_ofVeryManyReportsIsOneWhateverTheirOrder() {
    List<String> reports = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      reports.add(csp("img-src", "https://host" + i));
    }
    GroupKey inOrder = group("[" + String.join(",", reports) + "]");
    Collections.reverse(reports);

    assertThat(group("[" + String.join(",", reports) + "]")).isNotNull().isEqualTo(inOrder);
  }

  @Test
  void group_ofCertificateReportsIsTheirHost() {
    String one =
        "{\"expect-ct-report\":{\"date-time\":\"1\",\"hostname\":\"a.example\",\"port\":1}}";
    String later = one.replace("\"1\"", "\"2\"");
    String other = one.replace("a.example", "b.example");
    String staple = one.replace("expect-ct", "expect-staple");
    String pins = "{\"hostname\":\"A.example\",\"known-pins\":[]}";

    assertThat(group(later)).isNotNull().isEqualTo(group(one));
    assertThat(group(other)).isNotNull().isNotEqualTo(group(one));
    assertThat(group(staple)).isNotNull().isNotEqualTo(group(one));
    assertThat(group(pins)).isNotNull().isNotEqualTo(group(one)).isNotEqualTo(group(staple));
  }

  @Test
  void group_ofOtherReportsIsTypeAndSite() {
    String one = "{\"type\":\"deprecation\",\"url\":\"https://a.example/1\",\"body\":{\"id\":1}}";

    assertThat(group(one.replace("/1", "/2"))).isNotNull().isEqualTo(group(one));
    assertThat(group(one.replace("a.ex", "b.ex"))).isNotEqualTo(group(one));
    assertThat(group(one.replace("depr", "appr"))).isNotEqualTo(group(one));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1",
        "text",
        "{}",
        "[]",
        "[{}]",
        "{\"csp-report\":{}}",
        "{\"csp-report\":1}",
        "{\"csp-report\":{\"effective-directive\":1}}",
        "{\"csp-report\":{\"effective-directive\":\"img-src\"}",
        "{\"csp-report\":{\"effective-directive\":\"img-src\"}}}",
        "[{\"csp-report\":{\"effective-directive\":\"img-src\"}}",
        "{\"csp-report\":{\"effective-directive\":\"img-src",
      })
  void group_isNoneWhereThereIsNothingToGroupBy(String json) {
    assertThat(group(json)).isNull();
  }

  @Test
  void group_isNoneForEveryBeginningOfAReport() {
    String report = "[" + REPORTING_API + "]";
    for (int i = 0; i < report.length(); i++) {
      assertThat(group(report.substring(0, i))).isNull();
    }
  }

  @Test
  void group_survivesTextsWithoutAnEnd() {
    String blocked = "https://" + "h".repeat(100_000);

    assertThat(group(csp("img-src", blocked))).isEqualTo(group(csp("img-src", blocked + "x")));
  }
}
