/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.Cyclops;
import dev.cyclops.CyclopsBuilder;
import dev.cyclops.file.TrustedCertificates;
import dev.cyclops.filter.Cache;
import dev.cyclops.filter.FloodRules;
import dev.cyclops.filter.ProjectLimit;
import dev.cyclops.filter.ProjectLimits;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.PluginName;
import dev.cyclops.launcher.config.RedisUse;
import dev.cyclops.launcher.config.Settings;
import dev.cyclops.launcher.config.Settings.CacheKind;
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
   * @throws IllegalStateException as {@link KeyWiring#source}
   */
  static Cyclops cyclops(Config config, Backends backends) {
    int samples = config.get(Settings.MAX_REQUESTS_TO_AVERAGE);
    PluginWiring plugins = new PluginWiring(config, backends.plugins());
    Farm farm =
        backends
            .redis()
            .map(RedisWiring::farm)
            .orElseGet(() -> Farm.alone(config.get(Settings.MAX_IN_FLIGHT)));
    CyclopsBuilder cyclops = Cyclops.builder();
    plugins.fingerprinter(farm).ifPresent(cyclops::fingerprinter);
    plugins.codecs().ifPresent(cyclops::codecs);
    config.get(Settings.LIMITS_SNAPSHOT).map(Path::of).ifPresent(cyclops::limitsSnapshot);
    config.get(Settings.KEYS_SNAPSHOT).map(Path::of).ifPresent(cyclops::keysSnapshot);
    return cyclops
        .projectLimits(config.get(Settings.PROJECT_LIMITS))
        .sender(plugins.sender().orElseGet(() -> sender(config)))
        .keys(plugins.keys().orElseGet(() -> KeyWiring.source(config)))
        .keyRefresh(config.get(Settings.UPDATE_PERIOD))
        .keyStartTimeout(config.get(Settings.DB_START_TIMEOUT))
        .storage(plugins.storage().orElseGet(() -> storage(config, backends)))
        .cache(plugins.cache().orElseGet(() -> cache(config, backends)))
        .floodRules(floodRules(config))
        .ignorePercentage(config.get(Settings.IGNORE_PERCENTAGE))
        .rateController(bounded(config, plugins.pace().orElseGet(() -> foundPace(config))))
        .maxSamples(samples)
        .clientReports(config.get(Settings.SEND_CLIENT_REPORTS))
        .farm(farm)
        .maxEventBytes(config.get(Settings.MAX_EVENT_BYTES))
        .maxEnvelopeBytes(config.get(Settings.MAX_ENVELOPE_BYTES))
        .build();
  }

  /** Which events pass. */
  static FloodRules floodRules(Config config) {
    int maxEvents = config.get(Settings.MAX_CACHE_USES);
    Duration window = config.get(Settings.URL_CACHE_EXPIRATION);
    return FloodRules.limit(maxEvents, window)
        .withRules(
            config.get(Settings.FLOOD_RULES).stream()
                .map(entry -> entry.rule(maxEvents, window))
                .toList())
        .withSample(config.get(Settings.FLOOD_SAMPLE))
        .withContext(config.get(Settings.FLOOD_CONTEXT));
  }

  private static RateController bounded(Config config, RateController found) {
    return config
        .get(Settings.MAX_REQUESTS_PER_SECOND)
        .map(most -> RateController.atMost(found, most))
        .orElse(found);
  }

  private static RateController foundPace(Config config) {
    return switch (config.get(Settings.RATE_CONTROLLER).own().orElseThrow()) {
      case ADAPTIVE -> RateController.adaptive(config.get(Settings.MAX_IN_FLIGHT));
      case PERCENTILE ->
          RateController.percentile(
              config.get(Settings.MAX_REQUESTS_TO_AVERAGE), config.get(Settings.MAX_DUMP_INTERVAL));
    };
  }

  /** The server in front of it, not yet started. */
  static CyclopsServer server(Config config, Cyclops cyclops, String host, int port) {
    CyclopsServer.Builder server =
        CyclopsServer.builder(cyclops).host(host).port(port).options(http(config));
    SentryUrl sentry = config.get(Settings.SENTRY_BASE_URL);
    PassThroughPaths passThrough = config.get(Settings.PASS_THROUGH);
    trust(config)
        .ifPresentOrElse(
            trust -> server.passThrough(sentry, passThrough, trust),
            () -> server.passThrough(sentry, passThrough));
    config.get(Settings.IO_THREADS).ifPresent(server::ioThreads);
    tlsFiles(config).ifPresent(server::tls);
    return server.h2c(config.get(Settings.H2C)).build();
  }

  /** The operator's listener, not yet started; empty when it is switched off. */
  static Optional<OperatorServer> operator(Config config, Cyclops cyclops, Backends backends) {
    OperatorServer.Builder operator =
        OperatorServer.builder(cyclops).host(config.get(Settings.OPERATOR_BIND));
    config.get(Settings.OPERATOR_TOKEN).ifPresent(operator::token);
    backends.redis().ifPresent(shared -> operator.part("redis", shared::stats));
    backends.spool().ifPresent(kept -> operator.part("spool", kept::state));
    Plugins plugins = backends.plugins();
    if (plugins != Plugins.NONE) {
      operator.part("plugins", plugins::stats);
    }
    operator.farm(farmReports(config, backends), RedisUse.of(config).storage());
    return config.get(Settings.OPERATOR_PORT).map(port -> operator.port(port).build());
  }

  /** How the dashboard hears of the others: those that are named, or those on the same Redis. */
  private static FarmReports farmReports(Config config, Backends backends) {
    List<String> peers = config.get(Settings.OPERATOR_PEERS);
    if (!peers.isEmpty()) {
      String token = config.get(Settings.OPERATOR_TOKEN).orElse(null);
      return new PeerReports(peers, token, System::nanoTime);
    }
    return backends.redis().map(RedisWiring::reports).orElse(FarmReports.ALONE);
  }

  /** The certificate to serve with; both settings are there or none. */
  static Optional<PemFiles> tlsFiles(Config config) {
    return config
        .get(Settings.TLS_CERTIFICATE)
        .flatMap(
            certificate ->
                config
                    .get(Settings.TLS_KEY)
                    .map(key -> new PemFiles(Path.of(certificate), Path.of(key))));
  }

  private static HttpOptions http(Config config) {
    int maxBody = config.get(Settings.MAX_BODY_BYTES);
    long anEighth = Math.max(maxBody, Runtime.getRuntime().maxMemory() / 8);
    HttpOptions defaults = HttpOptions.defaults();
    int workers = config.get(Settings.WORKER_THREADS).orElse(defaults.workerThreads());
    return HttpOptions.builder()
        .healthcheckText(config.get(Settings.HEALTHCHECK_TEXT))
        .sharedQueue(RedisUse.of(config).storage())
        .maxBodyBytes(maxBody)
        .maxReadingBytes(config.get(Settings.MAX_READING_BYTES).orElse(anEighth))
        .maxUriBytes(config.get(Settings.MAX_URI_BYTES))
        .maxDataUriBytes(config.get(Settings.MAX_DATA_URI_BYTES))
        .maxHeaderBytes(config.get(Settings.MAX_HEADER_BYTES))
        .maxHeaderLines(config.get(Settings.MAX_HEADER_LINES))
        .headerTimeout(config.get(Settings.HEADER_TIMEOUT))
        .bodyTimeout(config.get(Settings.BODY_TIMEOUT))
        .minBodyBytesPerSecond(config.get(Settings.MIN_BODY_RATE))
        .idleTimeout(config.get(Settings.IDLE_TIMEOUT))
        .maxConnections(config.get(Settings.MAX_CONNECTIONS))
        .trustedProxies(config.get(Settings.TRUSTED_PROXIES))
        .workers(workers, defaults.workerQueue())
        .build();
  }

  private static SentrySender sender(Config config) {
    UndertowSentrySender.Builder sender =
        UndertowSentrySender.builder(config.get(Settings.SENTRY_BASE_URL));
    trust(config).ifPresent(sender::sslContext);
    return sender
        .connectTimeout(config.get(Settings.SENTRY_CONNECT_TIMEOUT))
        .timeout(config.get(Settings.SENTRY_TIMEOUT))
        .maxConnections(config.get(Settings.MAX_IN_FLIGHT) + UndertowSentrySender.SPARE_CONNECTIONS)
        .build();
  }

  /**
   * Whom to believe that they are Sentry; empty for whom the JVM trusts.
   *
   * @throws IllegalStateException when the file cannot be used; with a line for the operator
   */
  static Optional<SSLContext> trust(Config config) {
    try {
      return config.get(Settings.SENTRY_CA_FILE).map(Path::of).map(TrustedCertificates::sslContext);
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
        storageBytes(config), order(config), config.get(Settings.MAX_EVENT_AGE), Clock.systemUTC());
  }

  static QueueOrder order(Config config) {
    return config.get(Settings.PROCESS_NEWER_MESSAGES_FIRST)
        ? QueueOrder.NEWEST_FIRST
        : QueueOrder.OLDEST_FIRST;
  }

  private static Cache cache(Config config, Backends backends) {
    if (RedisUse.of(config).cache()) {
      return backends.redis().orElseThrow().cache(config);
    }
    return config.get(Settings.CACHE_IMPLEMENTATION_CLASS).is(CacheKind.DISABLED)
        ? Cache.disabled()
        : Cache.inMemory(config.get(Settings.CACHE_MAX_ENTRIES));
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
            config.get(Settings.SENTRY_BASE_URL),
            access,
            describeStorage(config),
            describeFlood(config),
            use.any() && !use.storage() ? ", sharing " + RedisWiring.place(config) : "");
  }

  /** Where the events wait that outlive the process, in a word or two. */
  static Optional<String> lastingPlace(Config config, Backends backends) {
    if (config.get(Settings.STORAGE).plugin().isPresent()) {
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
    Optional<PluginName> plugin = config.get(Settings.STORAGE).plugin();
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
    boolean off = config.get(Settings.CACHE_IMPLEMENTATION_CLASS).is(CacheKind.DISABLED);
    String limit =
        off || config.get(Settings.URL_CACHE_EXPIRATION).isZero()
            ? "repeats are not dropped"
            : "repeats counted in %s (%s)"
                .formatted(
                    config
                        .get(Settings.CACHE_IMPLEMENTATION_CLASS)
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
    ProjectLimits limits = config.get(Settings.PROJECT_LIMITS);
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
        .get(Settings.STORAGE_MAX_BYTES)
        .orElseGet(
            () ->
                RedisUse.of(config).storage()
                    ? RedisWiring.DEFAULT_BYTES
                    : Runtime.getRuntime().maxMemory() / 4);
  }
}
