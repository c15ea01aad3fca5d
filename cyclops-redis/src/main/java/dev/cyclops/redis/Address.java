/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

/**
 * Where a Redis or a Sentinel listens.
 *
 * @param host a name, or an address without brackets
 * @param port 1 to 65535
 */
record Address(String host, int port) {
  @Override
  public String toString() {
    return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }
}
