/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Which Redis a test gets. Both of them speak TLS. */
public enum RedisVersion {
  /** 6.2, the oldest that is supported: an artifact holds it. */
  BUNDLED("6.2"),

  /** Debian's, there when {@code apt-get install redis-server} has been done. */
  DEBIAN("7.0");

  private static final String RESOURCE = "redis-server-6.2.6-v5-linux-amd64";
  private static final Path INSTALLED = Path.of("/usr/bin/redis-server");

  private final String number;

  RedisVersion(String number) {
    this.number = number;
  }

  /**
   * What its version begins with.
   *
   * @return major and minor
   */
  public String number() {
    return number;
  }

  /**
   * Whether it is there.
   *
   * @return always true for {@link #BUNDLED}
   */
  public boolean isInstalled() {
    return this == BUNDLED || Files.isExecutable(INSTALLED);
  }

  Path program() {
    if (!isInstalled()) {
      throw new IllegalStateException(
          INSTALLED + " is missing: as root, apt-get install redis-server");
    }
    return this == DEBIAN
        ? INSTALLED
        : Programs.folder("redis-6.2", RedisVersion::unpack).resolve("redis-server");
  }

  private static void unpack(Path folder) throws IOException {
    Path program = folder.resolve("redis-server");
    try (InputStream in = Programs.open(RESOURCE)) {
      Files.copy(in, program);
    }
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
