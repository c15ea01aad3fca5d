/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.operator;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code Host} header says when the client meant this machine. A page of any site can make a
 * browser ask here under a name of its own (DNS rebinding), but not under one of these.
 */
final class LoopbackHost {
  private static final Pattern FORM =
      Pattern.compile(
          "(?i:localhost|127(?:\\.(?:0|[1-9][0-9]{0,2})){3}|\\[::1\\])(?::[0-9]{1,5})?");

  private LoopbackHost() {}

  static boolean matches(@Nullable String host) {
    return host != null && FORM.matcher(host).matches();
  }
}
