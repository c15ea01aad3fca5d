/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.launcher.config.Setting.Section;
import dev.cyclops.undertow.forwarded.TrustedProxies;
import dev.cyclops.undertow.pass.PassThroughPaths;

/** Who stands in front of Cyclops, and what goes past its queue. */
public final class ProxySettings {
  static final Topic TOPIC = new Topic(Section.SERVER);

  public static final Setting<TrustedProxies> TRUSTED_PROXIES =
      TOPIC.add(
          "TRUSTED_PROXIES",
          TextTypes.texts(
              "a list of addresses and networks, such as ['10.0.0.0/8', '::1', 'fd00::/8']",
              TrustedProxies::parse),
          "[]",
          "Proxies in front of Cyclops that are believed when they tell a client's address in"
              + " X-Forwarded-For, Forwarded or X-Real-IP. What others say there is thrown away.");

  public static final Setting<PassThroughPaths> PASS_THROUGH =
      TOPIC.add(
          "PASS_THROUGH",
          TextTypes.texts(
              "a list of paths, such as ['/api/{id}/crossdomain.xml', '/api/0/']",
              PassThroughPaths::parse),
          "['/api/embed/error-page/', '/api/{id}/crossdomain.xml']",
          "Paths that go straight to Sentry, beside the queue. {id} is a project's id; with a slash"
              + " at its end a path stands for all below it as well. Routes that take events never"
              + " pass.");

  private ProxySettings() {}
}
