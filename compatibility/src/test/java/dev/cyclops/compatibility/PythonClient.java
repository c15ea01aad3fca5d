/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The SDK for Python as Debian packages it, with Debian's Python, whatever else is installed. */
enum PythonClient implements Client {
  SENTRY_SDK;

  private static final String PYTHON = "/usr/bin/python3";
  private static final String HINT =
      "the suite needs Debian's Python, with its SDK: apt-get install python3-sentry-sdk";

  @Override
  public String title() {
    return "sentry-sdk";
  }

  @Override
  public String version() throws IOException, InterruptedException {
    String script = "import sentry_sdk; print(sentry_sdk.VERSION)";
    return run(Map.of(), List.of(PYTHON, "-c", script)).strip();
  }

  @Override
  public boolean isPinned() {
    return false;
  }

  @Override
  public Report report(String dsn) throws IOException, InterruptedException {
    return Report.parse(run(Map.of("DSN", dsn), List.of(PYTHON, "clients/python/client.py")));
  }

  private static String run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    try {
      return ClientProcess.run(Path.of("."), environment, HINT, command);
    } catch (AssertionError e) {
      boolean absent = String.valueOf(e.getMessage()).contains("No module named 'sentry_sdk'");
      throw absent ? new AssertionError(HINT, e) : e;
    }
  }

  @Override
  public String toString() {
    return title();
  }
}
