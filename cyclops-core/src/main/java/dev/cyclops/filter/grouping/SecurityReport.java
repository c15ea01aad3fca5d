/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.filter.grouping;

import dev.cyclops.payload.JsonScanner;

/**
 * The group of one report. A violation of a content security policy comes as {@code
 * {"csp-report":{…}}} or, from newer browsers, as {@code {"type":"csp-violation","body":{…}}} with
 * other names for the same members; a report about certificates names its host; of any other only
 * the type and the site count. Belongs to one {@link SecurityReports} and is used again. Not
 * thread-safe.
 */
final class SecurityReport {
  private static final long POLICY = 0xC5;
  private static final long PINS = 0xCE;
  private static final long TRANSPARENCY = 0xCF;
  private static final long STAPLE = 0xD0;
  private static final long OTHER = 0x07;

  private final ReportText text;
  private final Lanes effective;
  private final Lanes violated;
  private final Lanes blocked;
  private final Lanes hostname;
  private final Lanes type;
  private final Lanes site;
  private final Lanes result;
  private boolean anyBlocked;

  /** Which kind of report about certificates it is, if it is one. */
  private long certificate;

  SecurityReport(KeyedMix mix) {
    text = new ReportText(mix);
    effective = new Lanes(mix);
    violated = new Lanes(mix);
    blocked = new Lanes(mix);
    hostname = new Lanes(mix);
    type = new Lanes(mix);
    site = new Lanes(mix);
    result = new Lanes(mix);
  }

  /** Reads the next value; answers a hash that is clear when there is nothing to group by. */
  Lanes read(JsonScanner json) {
    clear();
    if (!json.enterObject()) {
      json.skip();
      return result;
    }
    while (json.nextMember()) {
      if (json.tokenIs("csp-report") || json.tokenIs("body")) {
        readBody(json);
      } else if (json.tokenIs("expect-ct-report")) {
        certificate = TRANSPARENCY;
        readBody(json);
      } else if (json.tokenIs("expect-staple-report")) {
        certificate = STAPLE;
        readBody(json);
      } else if (json.tokenIs("type")) {
        text.hashWord(json, type);
      } else if (json.tokenIs("url")) {
        text.hashHost(json, site);
      } else if (json.tokenIs("hostname")) {
        text.hashWord(json, hostname);
      } else {
        json.skip();
      }
    }
    return group();
  }

  private void clear() {
    effective.clear();
    violated.clear();
    blocked.clear();
    hostname.clear();
    type.clear();
    site.clear();
    result.clear();
    anyBlocked = false;
    certificate = PINS;
  }

  private void readBody(JsonScanner json) {
    if (!json.enterObject()) {
      json.skip();
      return;
    }
    while (json.nextMember()) {
      if (json.tokenIs("effective-directive")
          || json.tokenIs("effectiveDirective")
          || json.tokenIs("effective_directive")) {
        text.hashWord(json, effective);
      } else if (json.tokenIs("violated-directive")
          || json.tokenIs("violatedDirective")
          || json.tokenIs("violated_directive")) {
        text.hashWord(json, violated);
      } else if (json.tokenIs("blocked-uri")
          || json.tokenIs("blockedURL")
          || json.tokenIs("blocked_uri")) {
        anyBlocked = true;
        text.hashHost(json, blocked);
      } else if (json.tokenIs("hostname")) {
        text.hashWord(json, hostname);
      } else {
        json.skip();
      }
    }
  }

  private Lanes group() {
    // Old Firefox names no effective directive, but one that was violated.
    Lanes directive = effective.present() ? effective : violated;
    if (directive.present() || anyBlocked) {
      result.begin(POLICY);
      result.appendOrGap(directive);
      result.appendOrGap(blocked);
    } else if (hostname.present()) {
      result.begin(certificate);
      result.append(hostname);
    } else if (type.present()) {
      result.begin(OTHER);
      result.append(type);
      result.appendOrGap(site);
    }
    return result;
  }
}
