/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.compatibility;

import java.util.Optional;

/** The SDKs whose events make the corpus of grouping, each with the program that fails with it. */
enum RecordedSdk {
  SENTRY_NODE_11("sentry-node-11.12.0", Language.NODE, "sentry.js", "sentry-node-11"),
  SENTRY_NODE_8("sentry-node-8.55.2", Language.NODE, "sentry.js", "sentry-node-8"),
  SENTRY_NODE_7("sentry-node-7.120.4", Language.NODE, "sentry.js", "sentry-node-7"),
  SENTRY_NODE_5("sentry-node-5.30.0", Language.NODE, "sentry.js", "sentry-node-5"),
  RAVEN_NODE_2("raven-node-2.6.4", Language.NODE, "raven.js", "raven-node-2"),
  RAVEN_NODE_0("raven-node-0.12.3", Language.NODE, "raven0.js", "raven-node-0"),
  SENTRY_BROWSER_11("sentry-browser-11.12.0", Language.BROWSER, "sentry.js", "sentry-browser-11"),
  SENTRY_BROWSER_7("sentry-browser-7.120.4", Language.BROWSER, "sentry.js", "sentry-browser-7"),
  SENTRY_BROWSER_5("sentry-browser-5.30.0", Language.BROWSER, "sentry.js", "sentry-browser-5"),
  RAVEN_JS_3("raven-js-3.27.2", Language.BROWSER, "raven.js", "raven-js-3"),
  CHROMIUM("chromium-csp", Language.BROWSER, "policy.js", ""),
  SENTRY_JAVA_8("sentry-java-8.62.0", Language.JAVA, "Sentry8.java", "sentry8"),
  SENTRY_JAVA_6("sentry-java-6.34.0", Language.JAVA, "Sentry8.java", "sentry6"),
  SENTRY_JAVA_1("sentry-java-1.7.30", Language.JAVA, "Sentry1.java", "sentry1"),
  RAVEN_JAVA_8("raven-java-8.0.3", Language.JAVA, "Raven8.java", "raven8"),
  SENTRY_PYTHON_1("sentry-python-1.9.10", Language.PYTHON, "shop.py", ""),
  SENTRY_RUBY_5("sentry-ruby-5.3.0", Language.RUBY, "sentry.rb", ""),
  RAVEN_RUBY_3("raven-ruby-3.1.2", Language.RUBY, "raven.rb", ""),
  SENTRY_GO_0("sentry-go-0.11.0", Language.GO, "sentry", ""),
  RAVEN_GO_0("raven-go-0.2.0", Language.GO, "raven", "");

  /** Where its program is, and what runs it. */
  enum Language {
    NODE,
    BROWSER,
    JAVA,
    PYTHON,
    RUBY,
    GO
  }

  private final String title;
  private final Language language;
  private final String program;
  private final String library;

  RecordedSdk(String title, Language language, String program, String library) {
    this.title = title;
    this.language = language;
    this.program = program;
    this.library = library;
  }

  /** Its name in the corpus, with the version that was recorded. */
  String title() {
    return title;
  }

  Language language() {
    return language;
  }

  /** The file or package that is run. */
  String program() {
    return program;
  }

  /** What holds the SDK, where the machine has more than one of the language. */
  String library() {
    return library;
  }

  static Optional<RecordedSdk> of(String title) {
    for (RecordedSdk sdk : values()) {
      if (sdk.title.equals(title)) {
        return Optional.of(sdk);
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return title;
  }
}
