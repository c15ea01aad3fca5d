/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The SDKs for browsers, in a page of another origin. */
enum BrowserClient implements Client {
  SENTRY_11("sentry-browser-11", null, "sentry.js", ""),
  SENTRY_11_OWN_HEADER("sentry-browser-11", null, "sentry.js", "with a header of its own"),
  SENTRY_7("sentry-browser-7", null, "sentry.js", ""),
  SENTRY_5("sentry-browser-5", "build/bundle.min.js", "sentry5.js", ""),
  RAVEN_JS_3("raven-js-3", "dist/raven.min.js", "raven.js", ""),
  RAVEN_JS_1("raven-js-1", "dist/raven.min.js", "raven.js", "");

  private static final long PATIENCE_SECONDS = 240;
  private static final Pages PAGES = Pages.start();
  private static final Path BUNDLES = Path.of("target", "bundles").toAbsolutePath();

  private final String alias;
  private final Optional<String> bundle;
  private final String script;
  private final String setApart;

  /** Without a bundle in the package one is made of package and script, as its users do it. */
  BrowserClient(String alias, String bundle, String script, String setApart) {
    this.alias = alias;
    this.bundle = Optional.ofNullable(bundle);
    this.script = script;
    this.setApart = setApart;
  }

  @Override
  public String title() {
    String name = alias.startsWith("raven") ? "raven-js" : "@sentry/browser";
    return setApart.isEmpty() ? name : name + ", " + setApart;
  }

  @Override
  public String version() throws IOException {
    return NpmPackages.version(alias);
  }

  @Override
  public Report report(String dsn) throws IOException, InterruptedException {
    Path source = NpmPackages.FOLDER.resolve("browser");
    Map<String, Path> files =
        Map.of(
            "/scenario.js", source.resolve("scenario.js"),
            "/sdk.js", bundle.isPresent() ? NpmPackages.file(alias, bundle.get()) : bundled(),
            "/client.js", bundle.isPresent() ? source.resolve(script) : empty());
    PAGES.show(dsn, !setApart.isEmpty(), files);
    try (Chromium browser = Chromium.open(PAGES.url())) {
      String report = PAGES.reports().poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (report == null) {
        throw new AssertionError("no report of the page; Chromium said:\n" + browser.output());
      }
      return Report.parse(report);
    }
  }

  private Path bundled() throws IOException, InterruptedException {
    Path file = BUNDLES.resolve(alias + ".js");
    List<String> arguments =
        List.of(
            "node_modules/esbuild/bin/esbuild",
            "browser/" + script,
            "--bundle",
            "--minify",
            "--log-level=error",
            "--alias:sdk=" + alias,
            "--outfile=" + file);
    NpmPackages.runNode(Map.of(), arguments);
    return file;
  }

  private static Path empty() throws IOException {
    Files.createDirectories(BUNDLES);
    return Files.writeString(BUNDLES.resolve("empty.js"), "");
  }

  @Override
  public String toString() {
    String major = alias.replaceAll("\\D", "");
    return title().replaceFirst("^[^,]+", "$0 " + major);
  }
}
