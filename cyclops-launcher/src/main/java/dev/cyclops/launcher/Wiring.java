/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.Cyclops;
import dev.cyclops.CyclopsBuilder;
import dev.cyclops.CyclopsMetrics;
import dev.cyclops.file.TrustedCertificates;
import dev.cyclops.filter.Cache;
import dev.cyclops.filter.FloodRules;
import dev.cyclops.filter.ProjectLimit;
import dev.cyclops.filter.ProjectLimits;
import dev.cyclops.launcher.config.AccessSettings;
import dev.cyclops.launcher.config.CacheKind;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.DatabaseSettings;
import dev.cyclops.launcher.config.FloodSettings;
import dev.cyclops.launcher.config.ListenerSettings;
import dev.cyclops.launcher.config.OperatorSettings;
import dev.cyclops.launcher.config.PluginName;
import dev.cyclops.launcher.config.ProxySettings;
import dev.cyclops.launcher.config.QueueSettings;
import dev.cyclops.launcher.config.RedisUse;
import dev.cyclops.launcher.config.RequestSettings;
import dev.cyclops.launcher.config.SentrySettings;
import dev.cyclops.launcher.config.ServerSettings;
import dev.cyclops.launcher.config.SpoolUse;
import dev.cyclops.launcher.plugin.Plugins;
import dev.cyclops.send.Farm;
import dev.cyclops.send.RateController;
import dev.cyclops.send.SentrySender;
import dev.cyclops.send.SentryUrl;
import dev.cyclops.storage.QueueOrder;
import dev.cyclops.storage.Storage;
import dev.cyclops.undertow.CyclopsServer;
import dev.cyclops.undertow.HttpOptions;
import dev.cyclops.undertow.health.Health;
import dev.cyclops.undertow.operator.OperatorPage;
import dev.cyclops.undertow.operator.OperatorServer;
import dev.cyclops.undertow.operator.dashboard.FarmReports;
import dev.cyclops.undertow.pass.PassThroughPaths;
import dev.cyclops.undertow.send.UndertowSentrySender;
import dev.cyclops.undertow.tls.PemFiles;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;

/** Builds what a configuration asks for. */
final class Wiring {
  private static final long MIB = 1 << 20;

  private Wiring() {}

  /**
   * The barrier, not yet started.
   *
   * @param backends those that the configuration asks for, open
   * @param metrics is told of events and sends
   * @param controls what a reload moves
   * @throws IllegalStateException as {@link KeyWiring#source}
   */
  static Cyclops cyclops(
      Config config, Backends backends, CyclopsMetrics metrics, Controls controls) {
    int samples = config.get(SentrySettings.MAX_REQUESTS_TO_AVERAGE);
    PluginWiring plugins = new PluginWiring(config, backends.plugins());
    Farm farm =
        backends
            .redis()
            .map(RedisWiring::farm)
            .orElseGet(() -> Farm.alone(config.get(SentrySettings.MAX_IN_FLIGHT)));
    CyclopsBuilder cyclops = Cyclops.builder();
    plugins.fingerprinter(farm).ifPresent(cyclops::fingerprinter);
    plugins.codecs().ifPresent(cyclops::codecs);
    config.get(FloodSettings.LIMITS_SNAPSHOT).map(Path::of).ifPresent(cyclops::limitsSnapshot);
    config.get(DatabaseSettings.KEYS_SNAPSHOT).map(Path::of).ifPresent(cyclops::keysSnapshot);
    return cyclops
        .projectLimits(config.get(FloodSettings.PROJECT_LIMITS))
        .sender(plugins.sender().orElseGet(() -> sender(config)))
        .keys(plugins.keys().orElseGet(() -> KeyWiring.source(config, controls)))
        .keyRefresh(config.get(AccessSettings.UPDATE_PERIOD))
        .keyStartTimeout(config.get(DatabaseSettings.DB_START_TIMEOUT))
        .storage(plugins.storage().orElseGet(() -> storage(config, backends)))
        .cache(plugins.cache().orElseGet(() -> cache(config, backends)))
        .floodRules(floodRules(config))
        .ignorePercentage(config.get(FloodSettings.IGNORE_PERCENTAGE))
        .rateController(
            RateController.atMost(
                plugins.pace().orElseGet(() -> foundPace(config)), controls::maxPerSecond))
        .watch(Controls.watch(config))
        .onStateChange(controls.alerts())
        .maxSamples(samples)
        .metrics(metrics)
        .clientReports(config.get(SentrySettings.SEND_CLIENT_REPORTS))
        .farm(farm)
        .maxEventBytes(config.get(RequestSettings.MAX_EVENT_BYTES))
        .maxEnvelopeBytes(config.get(RequestSettings.MAX_ENVELOPE_BYTES))
        .build();
  }

  /** Which events pass. */
  static FloodRules floodRules(Config config) {
    int maxEvents = config.get(FloodSettings.MAX_CACHE_USES);
    Duration window = config.get(FloodSettings.URL_CACHE_EXPIRATION);
    return FloodRules.limit(maxEvents, window)
        .withRules(
            config.get(FloodSettings.FLOOD_RULES).stream()
                .map(entry -> entry.rule(maxEvents, window))
                .toList())
        .withSample(config.get(FloodSettings.FLOOD_SAMPLE))
        .withContext(config.get(FloodSettings.FLOOD_CONTEXT));
  }

  private static RateController foundPace(Config config) {
    return switch (config.get(SentrySettings.RATE_CONTROLLER).own().orElseThrow()) {
      case ADAPTIVE -> RateController.adaptive(config.get(SentrySettings.MAX_IN_FLIGHT));
      case PERCENTILE ->
          RateController.percentile(
              config.get(SentrySettings.MAX_REQUESTS_TO_AVERAGE),
              config.get(SentrySettings.MAX_DUMP_INTERVAL));
    };
  }

  /** The server in front of it, not yet started. */
  static CyclopsServer server(
      Config config, Cyclops cyclops, Health health, String host, int port) {
    CyclopsServer.Builder server =
        CyclopsServer.builder(cyclops).host(host).port(port).options(http(config)).health(health);
    SentryUrl sentry = config.get(SentrySettings.SENTRY_BASE_URL);
    PassThroughPaths passThrough = config.get(ProxySettings.PASS_THROUGH);
    trust(config)
        .ifPresentOrElse(
            trust -> server.passThrough(sentry, passThrough, trust),
            () -> server.passThrough(sentry, passThrough));
    config.get(ServerSettings.IO_THREADS).ifPresent(server::ioThreads);
    tlsFiles(config).ifPresent(server::tls);
    return server.h2c(config.get(ListenerSettings.H2C)).build();
  }

  /** Where a page about metrics is, for who scrapes them. */
  static final String METRICS_PATH = "/metrics";

  /**
   * The operator's listener, not yet started; empty when it is switched off.
   *
   * @param metrics what {@code /metrics} answers
   */
  static Optional<OperatorServer> operator(
      Config config, Cyclops cyclops, Backends backends, Health health, OperatorPage metrics) {
    OperatorServer.Builder operator =
        OperatorServer.builder(cyclops).host(config.get(OperatorSettings.OPERATOR_BIND));
    operator.health(health).page(METRICS_PATH, metrics);
    config.get(OperatorSettings.OPERATOR_TOKEN).ifPresent(operator::token);
    backends.redis().ifPresent(shared -> operator.part("redis", shared::stats));
    backends.spool().ifPresent(kept -> operator.part("spool", kept::state));
    operator.farm(farmReports(config, backends), RedisUse.of(config).storage());
    Plugins plugins = backends.plugins();
    if (plugins != Plugins.NONE) {
      operator.part("plugins", plugins::stats);
    }
    return config.get(OperatorSettings.OPERATOR_PORT).map(port -> operator.port(port).build());
  }

  /** How the dashboard hears of the others: those that are named, or those on the same Redis. */
  private static FarmReports farmReports(Config config, Backends backends) {
    List<String> peers = config.get(OperatorSettings.OPERATOR_PEERS);
    if (!peers.isEmpty()) {
      String token = config.get(OperatorSettings.OPERATOR_TOKEN).orElse(null);
      return new PeerReports(peers, token, System::nanoTime);
    }
    return backends.redis().map(RedisWiring::reports).orElse(FarmReports.ALONE);
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

  static HttpOptions http(Config config) {
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

  private static SentrySender sender(Config config) {
    UndertowSentrySender.Builder sender =
        UndertowSentrySender.builder(config.get(SentrySettings.SENTRY_BASE_URL));
    trust(config).ifPresent(sender::sslContext);
    return sender
        .connectTimeout(config.get(SentrySettings.SENTRY_CONNECT_TIMEOUT))
        .timeout(config.get(SentrySettings.SENTRY_TIMEOUT))
        .maxConnections(
            config.get(SentrySettings.MAX_IN_FLIGHT) + UndertowSentrySender.SPARE_CONNECTIONS)
        .build();
  }

  /**
   * Whom to believe that they are Sentry; empty for whom the JVM trusts.
   *
   * @throws IllegalStateException when the file cannot be used; with a line for the operator
   */
  static Optional<SSLContext> trust(Config config) {
    try {
      return config
          .get(SentrySettings.SENTRY_CA_FILE)
          .map(Path::of)
          .map(TrustedCertificates::sslContext);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException("SENTRY_CA_FILE: " + e.getMessage(), e);
    }
  }

  private static Storage storage(Config config, Backends backends) {
    if (RedisUse.of(config).storage()) {
      return backends.redis().orElseThrow().storage(config, order(config));
    }
    return switch (SpoolUse.of(config)) {
      case QUEUE -> backends.spool().orElseThrow().storage(config);
      case OVERFLOW -> backends.spool().orElseThrow().behind(memory(config));
      case NONE -> memory(config);
    };
  }

  private static Storage memory(Config config) {
    return Storage.inMemory(
        storageBytes(config),
        order(config),
        config.get(QueueSettings.MAX_EVENT_AGE),
        Clock.systemUTC());
  }

  static QueueOrder order(Config config) {
    return config.get(QueueSettings.PROCESS_NEWER_MESSAGES_FIRST)
        ? QueueOrder.NEWEST_FIRST
        : QueueOrder.OLDEST_FIRST;
  }

  private static Cache cache(Config config, Backends backends) {
    if (RedisUse.of(config).cache()) {
      return backends.redis().orElseThrow().cache(config);
    }
    return config.get(FloodSettings.CACHE_IMPLEMENTATION_CLASS).is(CacheKind.DISABLED)
        ? Cache.disabled()
        : Cache.inMemory(config.get(FloodSettings.CACHE_MAX_ENTRIES));
  }

  /**
   * What runs with it, in a line.
   *
   * @param access who may report, in some words
   * @throws IllegalStateException as {@link RedisWiring#place}
   */
  static String describe(Config config, String access) {
    RedisUse use = RedisUse.of(config);
    return "Sentry %s, %s, storage in %s, %s%s"
        .formatted(
            config.get(SentrySettings.SENTRY_BASE_URL),
            access,
            describeStorage(config),
            describeFlood(config),
            use.any() && !use.storage() ? ", sharing " + RedisWiring.place(config) : "");
  }

  /** Where the events wait that outlive the process, in a word or two. */
  static Optional<String> lastingPlace(Config config, Backends backends) {
    if (config.get(QueueSettings.STORAGE).plugin().isPresent()) {
      return backends.plugins().storageLasts() ? Optional.of("the plugin") : Optional.empty();
    }
    if (RedisUse.of(config).storage()) {
      return Optional.of("Redis");
    }
    return SpoolUse.of(config) == SpoolUse.NONE ? Optional.empty() : Optional.of("the spool");
  }

  private static String describeStorage(Config config) {
    String size = " (%d MiB)".formatted(storageBytes(config) / MIB);
    if (RedisUse.of(config).storage()) {
      return RedisWiring.place(config) + size;
    }
    Optional<PluginName> plugin = config.get(QueueSettings.STORAGE).plugin();
    if (plugin.isPresent()) {
      return "plugin '" + plugin.get() + "'" + size;
    }
    return switch (SpoolUse.of(config)) {
      case QUEUE -> SpoolWiring.place(config);
      case OVERFLOW -> "memory" + size + ", overflowing into the " + SpoolWiring.place(config);
      case NONE -> "memory" + size;
    };
  }

  /** Which events pass, in a line. */
  static String describeFlood(Config config) {
    FloodRules rules = floodRules(config);
    boolean off = config.get(FloodSettings.CACHE_IMPLEMENTATION_CLASS).is(CacheKind.DISABLED);
    String limit =
        off || config.get(FloodSettings.URL_CACHE_EXPIRATION).isZero()
            ? "repeats are not dropped"
            : "repeats counted in %s (%s)"
                .formatted(
                    config
                        .get(FloodSettings.CACHE_IMPLEMENTATION_CLASS)
                        .plugin()
                        .map(name -> "plugin '" + name + "'")
                        .orElse(RedisUse.of(config).cache() ? "Redis" : "memory"),
                    rules);
    return switch (rules.rules().size()) {
      case 0 -> limit;
      case 1 -> limit + ", 1 flood rule";
      default -> limit + ", " + rules.rules().size() + " flood rules";
    };
  }

  /** How much each project may send, a line each; empty when that is not limited. */
  static List<String> describeLimits(Config config) {
    ProjectLimits limits = config.get(FloodSettings.PROJECT_LIMITS);
    if (limits.equals(ProjectLimits.NONE)) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    new TreeMap<>(limits.byProject())
        .forEach((project, limit) -> lines.add("project " + project + ": " + describe(limit)));
    lines.add((lines.isEmpty() ? "each project: " : "others: ") + describe(limits.others()));
    return lines;
  }

  private static String describe(ProjectLimit limit) {
    if (limit instanceof ProjectLimit.Fixed fixed) {
      return "%s events a second, %d at once"
          .formatted(
              BigDecimal.valueOf(fixed.sustained()).stripTrailingZeros().toPlainString(),
              fixed.burst());
    }
    return limit instanceof ProjectLimit.Learned
        ? "a limit learned from what is usual"
        : "no limit";
  }

  static long storageBytes(Config config) {
    return config
        .get(QueueSettings.STORAGE_MAX_BYTES)
        .orElseGet(
            () ->
                RedisUse.of(config).storage()
                    ? RedisWiring.DEFAULT_BYTES
                    : Runtime.getRuntime().maxMemory() / 4);
  }
}
