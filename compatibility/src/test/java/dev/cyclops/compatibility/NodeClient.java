/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The SDKs for Node.js. */
enum NodeClient implements Client {
  SENTRY_11("@sentry/node", "sentry-node-11", "sentry.js"),
  SENTRY_8("@sentry/node", "sentry-node-8", "sentry.js"),
  SENTRY_7("@sentry/node", "sentry-node-7", "sentry.js"),
  SENTRY_5("@sentry/node", "sentry-node-5", "sentry5.js"),
  RAVEN_2("raven", "raven-node-2", "raven.js"),
  RAVEN_1("raven", "raven-node-1", "raven.js"),
  RAVEN_0_12("raven", "raven-node-0", "raven0.js");

  private final String title;
  private final String alias;
  private final String script;

  NodeClient(String title, String alias, String script) {
    this.title = title;
    this.alias = alias;
    this.script = script;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public String version() throws IOException {
    return NpmPackages.version(alias);
  }

  @Override
  public boolean needsSecretKey() {
    return compareTo(SENTRY_5) > 0;
  }

  @Override
  public Report report(String dsn) throws IOException, InterruptedException {
    List<String> arguments = List.of("node/" + script, alias);
    return Report.parse(NpmPackages.runNode(Map.of("DSN", dsn), arguments));
  }

  @Override
  public String toString() {
    return title + " " + alias.replaceAll("\\D", "");
  }
}
