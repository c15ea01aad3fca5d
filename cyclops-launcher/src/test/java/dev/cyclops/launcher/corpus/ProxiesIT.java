/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The corpus through real reverse proxies: where a request ends is never in dispute. */
@Tag("attacks")
class ProxiesIT {
  @TempDir private Path folder;

  /** Starts the proxy under test. */
  private interface Starter {
    ReverseProxy start(int upstream) throws IOException;
  }

  @Test
  void nginx_andCyclopsAgree() throws Exception {
    check(upstream -> ReverseProxy.nginx(folder, upstream, true));
  }

  @Test
  void nginxThatStreams_andCyclopsAgree() throws Exception {
    check(upstream -> ReverseProxy.nginx(folder, upstream, false));
  }

  @Test
  void haproxy_andCyclopsAgree() throws Exception {
    check(upstream -> ReverseProxy.haproxy(folder, upstream));
  }

  private static void check(Starter starter) throws Exception {
    List<String> failures = new ArrayList<>();
    try (Door door = new Door();
        ByteTap tap = new ByteTap(door.port());
        ReverseProxy proxy = starter.start(tap.port())) {
      ProxiedRun run = new ProxiedRun(proxy.port(), door.sentry);
      for (CorpusCase test : Corpus.cases()) {
        try {
          run.run(test);
        } catch (IOException | AssertionError e) {
          failures.add(test + ": " + e.getMessage());
        }
      }
      door.drain();
      run.check(tap.connections());
    }
    assertThat(failures).isEmpty();
  }
}
