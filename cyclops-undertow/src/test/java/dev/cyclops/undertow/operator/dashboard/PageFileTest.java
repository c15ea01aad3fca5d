/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageFileTest {
  /** Of dist/uPlot.iife.min.js, dist/uPlot.min.css and LICENSE in uplot 1.6.32. */
  private static final Map<String, String> UPLOT =
      Map.of(
          "uplot.js", "19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f",
          "uplot.css", "df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04",
          "uplot-LICENSE.txt", "8f989229699b4fe2f1a0432d0e9edc338a8a911e250e2d1b01ecd770a5f5b1bd");

  private static byte[] bytes(String name) throws Exception {
    try (InputStream in = PageFile.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return in.readAllBytes();
    }
  }

  @Test
  void uPlot_isWhatItsMakersGave() throws Exception {
    for (Map.Entry<String, String> file : UPLOT.entrySet()) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes(file.getKey()));
      assertThat(HexFormat.of().formatHex(digest)).as(file.getKey()).isEqualTo(file.getValue());
    }
  }

  @Test
  void page_saysWhetherATokenIsWanted() {
    PageFile open = PageFile.page("index.html", false);
    PageFile closed = PageFile.page("index.html", true);

    assertThat(new String(open.bytes(), UTF_8)).contains("<html lang=\"en\" data-access=\"open\">");
    assertThat(new String(closed.bytes(), UTF_8)).contains("data-access=\"token\"");
    assertThat(open.tag()).isNotEqualTo(closed.tag()).matches("\"[0-9a-f]{24}\"");
  }

  /** What the policy would stop anyway. */
  @Test
  void page_hasNothingInlineAndNothingFromElsewhere() throws Exception {
    String html = new String(bytes("index.html"), UTF_8);
    assertThat(html)
        .doesNotContain("<style", " style=", "http:", "https:", "//")
        .doesNotContainPattern(" on[a-z]+=");
    assertThat(html).doesNotContainPattern("<script(?![^>]* src=)");
  }

  @Test
  void page_namesOnlyFilesThatAreThere() throws Exception {
    String html = new String(bytes("index.html"), UTF_8);
    Matcher named = Pattern.compile("(?:src|href)=\"(dashboard/[^\"]+)\"").matcher(html);
    int count = 0;
    while (named.find()) {
      assertThat(Dashboard.isFile("/" + named.group(1))).as(named.group(1)).isTrue();
      count++;
    }
    assertThat(count).isGreaterThan(5);
    Matcher imported =
        Pattern.compile("from '\\./([a-z]+\\.js)'").matcher(new String(bytes("app.js"), UTF_8));
    while (imported.find()) {
      assertThat(Dashboard.isFile("/dashboard/" + imported.group(1))).isTrue();
    }
  }

  /** Strangers' words become text and nothing else. */
  @Test
  void scripts_makeNoMarkupOfTexts() throws Exception {
    for (String name :
        new String[] {"app.js", "charts.js", "format.js", "summary.js", "tables.js", "theme.js"}) {
      assertThat(new String(bytes(name), UTF_8))
          .as(name)
          .doesNotContain(
              "innerHTML",
              "outerHTML",
              "insertAdjacentHTML",
              "document.write",
              "eval(",
              "new Function",
              "DOMParser");
    }
  }
}
