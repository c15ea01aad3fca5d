/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.Cyclops;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.ListenerSettings;
import dev.cyclops.launcher.config.ProxySettings;
import dev.cyclops.launcher.config.RedisUse;
import dev.cyclops.launcher.config.RequestSettings;
import dev.cyclops.launcher.config.SentrySettings;
import dev.cyclops.launcher.config.ServerSettings;
import dev.cyclops.send.SentryUrl;
import dev.cyclops.undertow.CyclopsServer;
import dev.cyclops.undertow.HttpOptions;
import dev.cyclops.undertow.health.Health;
import dev.cyclops.undertow.pass.PassThroughPaths;
import dev.cyclops.undertow.tls.PemFiles;
import java.nio.file.Path;
import java.util.Optional;

/** Builds the server that clients speak to. */
final class HttpWiring {
  private HttpWiring() {}

  /**
   * The server in front of a barrier, not yet started.
   *
   * @throws IllegalStateException as {@link SentryWiring#trust}
   */
  static CyclopsServer server(
      Config config, Cyclops cyclops, Health health, String host, int port) {
    CyclopsServer.Builder server =
        CyclopsServer.builder(cyclops)
            .host(host)
            .port(port)
            .options(options(config))
            .health(health);
    SentryUrl sentry = config.get(SentrySettings.SENTRY_BASE_URL);
    PassThroughPaths passThrough = config.get(ProxySettings.PASS_THROUGH);
    SentryWiring.trust(config)
        .ifPresentOrElse(
            trust -> server.passThrough(sentry, passThrough, trust),
            () -> server.passThrough(sentry, passThrough));
    config.get(ServerSettings.IO_THREADS).ifPresent(server::ioThreads);
    tlsFiles(config).ifPresent(server::tls);
    return server.h2c(config.get(ListenerSettings.H2C)).build();
  }

  /** The certificate to serve with; both settings are there or none. */
  static Optional<PemFiles> tlsFiles(Config config) {
    return config
        .get(ListenerSettings.TLS_CERTIFICATE)
        .flatMap(
            certificate ->
                config
                    .get(ListenerSettings.TLS_KEY)
                    .map(key -> new PemFiles(Path.of(certificate), Path.of(key))));
  }

  /** What a request may be and take. */
  static HttpOptions options(Config config) {
    int maxBody = config.get(RequestSettings.MAX_BODY_BYTES);
    long anEighth = Math.max(maxBody, Runtime.getRuntime().maxMemory() / 8);
    HttpOptions defaults = HttpOptions.defaults();
    int workers = config.get(ServerSettings.WORKER_THREADS).orElse(defaults.workerThreads());
    return HttpOptions.builder()
        .healthcheckText(config.get(ListenerSettings.HEALTHCHECK_TEXT))
        .sharedQueue(RedisUse.of(config).storage())
        .maxBodyBytes(maxBody)
        .maxReadingBytes(config.get(RequestSettings.MAX_READING_BYTES).orElse(anEighth))
        .maxUriBytes(config.get(RequestSettings.MAX_URI_BYTES))
        .maxDataUriBytes(config.get(RequestSettings.MAX_DATA_URI_BYTES))
        .maxHeaderBytes(config.get(RequestSettings.MAX_HEADER_BYTES))
        .maxHeaderLines(config.get(RequestSettings.MAX_HEADER_LINES))
        .headerTimeout(config.get(RequestSettings.HEADER_TIMEOUT))
        .bodyTimeout(config.get(RequestSettings.BODY_TIMEOUT))
        .minBodyBytesPerSecond(config.get(RequestSettings.MIN_BODY_RATE))
        .idleTimeout(config.get(RequestSettings.IDLE_TIMEOUT))
        .maxConnections(config.get(RequestSettings.MAX_CONNECTIONS))
        .trustedProxies(config.get(ProxySettings.TRUSTED_PROXIES))
        .workers(workers, defaults.workerQueue())
        .build();
  }
}
