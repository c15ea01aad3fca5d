/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.alert;

import java.net.URI;
import java.util.Optional;

/**
 * Where alerts go. Immutable; {@code toString} shows the host only, since the rest of such an
 * address is what one has to know to use it.
 *
 * @param url http or https, with a host
 * @param secret what they are signed with; empty for no signature
 */
public record AlertTarget(URI url, Optional<String> secret) {
  @Override
  public String toString() {
    return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
  }
}
