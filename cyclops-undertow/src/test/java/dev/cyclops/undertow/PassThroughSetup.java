/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow;

import dev.cyclops.send.SentryUrl;
import dev.cyclops.undertow.forwarded.TrustedProxies;
import dev.cyclops.undertow.pass.PassThrough.Limits;
import dev.cyclops.undertow.pass.PassThroughPaths;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;

/** Servers with a way past the barrier. */
final class PassThroughSetup {
  static final String PAGE = "/api/embed/error-page/";
  static final PassThroughPaths PATHS =
      PassThroughPaths.parse(List.of(PAGE, "/api/{id}/crossdomain.xml", "/api/0/"));
  static final Duration LONG = Duration.ofMinutes(5);
  static final Limits LIMITS = new Limits(32, 1 << 20, LONG, LONG, LONG);

  private PassThroughSetup() {}

  static CyclopsServer serve(RecordingBarrier barrier, int upstreamPort, Limits limits)
      throws Exception {
    return serve(barrier, "http://127.0.0.1:" + upstreamPort + "/prefix", null, limits, List.of());
  }

  static CyclopsServer serve(
      RecordingBarrier barrier, String url, SSLContext tls, Limits limits, List<String> proxies)
      throws Exception {
    HttpOptions options =
        HttpOptions.builder().trustedProxies(TrustedProxies.parse(proxies)).build();
    return new CyclopsServer.Builder(barrier)
        .host("127.0.0.1")
        .port(0)
        .ioThreads(1)
        .options(options)
        .beside(new BesideTheBarrier(SentryUrl.parse(url), PATHS, tls, defaults -> limits))
        .build()
        .start();
  }
}
