/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Setting.Section;
import java.util.Optional;

/** What the port for clients speaks and answers. */
public final class ListenerSettings {
  static final Topic TOPIC = new Topic(Section.SERVER);

  public static final Setting<String> HEALTHCHECK_TEXT =
      TOPIC.add("HEALTHCHECK_TEXT", TextTypes.text(), "'WORKING'", "What /healthcheck answers.");

  public static final Setting<Optional<String>> TLS_CERTIFICATE =
      TOPIC.add(
          "TLS_CERTIFICATE",
          TextTypes.text().orNone(),
          "None",
          "A PEM file with the certificate and those that lead to its issuer. With it the port"
              + " speaks HTTPS. Read again when it changes.");

  public static final Setting<Optional<String>> TLS_KEY =
      TOPIC.add(
          "TLS_KEY",
          TextTypes.text().orNone(),
          "None",
          "A PEM file with the private key of TLS_CERTIFICATE, without a password.");

  public static final Setting<Boolean> H2C =
      TOPIC.add(
          "H2C",
          ValueType.bool(),
          "False",
          "True: without TLS too, HTTP/2 is spoken with clients that begin with it.");

  private ListenerSettings() {}
}
