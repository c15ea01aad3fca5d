/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.config;

import dev.cyclops.auth.ProjectKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What values must hold together, and what this version can do with them. */
final class Consistency {
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|::1|0:0:0:0:0:0:0:1");

  private final String fileName;
  private final Config config;
  private final Findings findings;

  Consistency(String fileName, Config config, Findings findings) {
    this.fileName = fileName;
    this.config = config;
    this.findings = findings;
  }

  /**
   * Checks.
   *
   * @param complete whether every value could be read; if not, nothing is said of what is missing
   */
  void check(boolean complete) {
    checkBackends();
    checkFloodRules();
    checkSizes();
    checkTls();
    checkLimits();
    checkOperator();
    checkPeers();
    checkKeys(complete);
    Given forks = findings.given(OldSettings.NUMBER_OF_FORKS);
    if (forks != null) {
      findings.note(forks.where() + " is ignored: one process uses all cores");
    }
  }

  private void checkBackends() {
    new RedisConsistency(config, findings).check();
    new SpoolConsistency(config, findings).check();
    new DatabaseConsistency(config, findings).check();
    new PluginConsistency(config, findings).check();
  }

  private void checkFloodRules() {
    List<FloodRuleEntry> rules = config.get(FloodSettings.FLOOD_RULES);
    boolean off = config.get(FloodSettings.URL_CACHE_EXPIRATION).isZero();
    for (int i = 0; off && i < rules.size(); i++) {
      if (rules.get(i).leavesTheWindowOut()) {
        findings.refuse(
            FloodSettings.FLOOD_RULES,
            "rule " + (i + 1) + ": 'limit' needs a 'window', since URL_CACHE_EXPIRATION is 0");
      }
    }
    boolean disabled = config.get(FloodSettings.CACHE_IMPLEMENTATION_CLASS).is(CacheKind.DISABLED);
    if (disabled && rules.stream().anyMatch(FloodRuleEntry::counts)) {
      findings.note(
          "FLOOD_RULES: 'limit' and 'one_in' let everything pass, since nothing is counted with"
              + " CACHE_IMPLEMENTATION_CLASS = 'cyclops.cache.NoCache'");
    }
  }

  private void checkSizes() {
    config
        .get(RequestSettings.MAX_READING_BYTES)
        .filter(reading -> reading < config.get(RequestSettings.MAX_BODY_BYTES))
        .ifPresent(
            reading ->
                findings.refuse(
                    RequestSettings.MAX_READING_BYTES,
                    "is less than MAX_BODY_BYTES ("
                        + config.get(RequestSettings.MAX_BODY_BYTES)
                        + "): such a body could never be read"));
    if (config.get(RequestSettings.MAX_EVENT_BYTES)
        > config.get(RequestSettings.MAX_ENVELOPE_BYTES)) {
      Setting<?> smaller =
          findings.given(RequestSettings.MAX_ENVELOPE_BYTES) != null
              ? RequestSettings.MAX_ENVELOPE_BYTES
              : RequestSettings.MAX_EVENT_BYTES;
      findings.refuse(smaller, "MAX_EVENT_BYTES must not be above MAX_ENVELOPE_BYTES");
    }
  }

  private void checkTls() {
    checkFileName(SentrySettings.SENTRY_CA_FILE);
    if (config.get(SentrySettings.SENTRY_CA_FILE).isPresent()
        && !config.get(SentrySettings.SENTRY_BASE_URL).secure()) {
      findings.refuse(
          SentrySettings.SENTRY_CA_FILE,
          "needs SENTRY_BASE_URL = 'https://...': otherwise no certificate is checked");
    }
    boolean certificate = config.get(ListenerSettings.TLS_CERTIFICATE).isPresent();
    boolean key = config.get(ListenerSettings.TLS_KEY).isPresent();
    checkFileName(ListenerSettings.TLS_CERTIFICATE);
    checkFileName(ListenerSettings.TLS_KEY);
    if (certificate && !key) {
      findings.refuse(ListenerSettings.TLS_CERTIFICATE, "needs TLS_KEY as well");
    }
    if (key && !certificate) {
      findings.refuse(ListenerSettings.TLS_KEY, "needs TLS_CERTIFICATE as well");
    }
    if (certificate && key && config.get(ListenerSettings.H2C)) {
      findings.note("H2C: without effect, since with TLS_CERTIFICATE every connection has TLS");
    }
  }

  private void checkLimits() {
    checkFileName(FloodSettings.LIMITS_SNAPSHOT);
    if (config.get(FloodSettings.LIMITS_SNAPSHOT).isPresent()
        && !config.get(FloodSettings.PROJECT_LIMITS).learnAnything()) {
      findings.note("LIMITS_SNAPSHOT: without effect, since no limit of PROJECT_LIMITS is 'auto'");
    }
  }

  private void checkFileName(Setting<Optional<String>> setting) {
    config.get(setting).ifPresent(file -> findings.refuseUnlessFileName(setting, file));
  }

  private void checkOperator() {
    if (config.get(OperatorSettings.OPERATOR_PORT).isPresent()
        && config.get(OperatorSettings.OPERATOR_TOKEN).isEmpty()
        && !LOOPBACK.matcher(config.get(OperatorSettings.OPERATOR_BIND)).matches()) {
      findings.refuse(
          OperatorSettings.OPERATOR_BIND,
          "is no loopback address, such as '127.0.0.1': set OPERATOR_TOKEN as well, or everyone who"
              + " reaches that port could drop events");
    }
  }

  private void checkPeers() {
    List<String> peers = config.get(OperatorSettings.OPERATOR_PEERS);
    if (peers.isEmpty()) {
      return;
    }
    if (config.get(OperatorSettings.OPERATOR_PORT).isEmpty()) {
      findings.note("OPERATOR_PEERS: without effect, since OPERATOR_PORT is None");
    } else if (config.get(OperatorSettings.OPERATOR_TOKEN).isEmpty()
        && !PeerAddresses.areLocal(peers)) {
      findings.refuse(
          OperatorSettings.OPERATOR_PEERS,
          "names other machines, which answer nobody without OPERATOR_TOKEN: set it, the same for all");
    }
  }

  private void checkKeys(boolean complete) {
    List<ProjectKey> keys = config.get(AccessSettings.PROJECT_KEYS).orElse(List.of());
    Given listed = findings.given(AccessSettings.PROJECT_KEYS);
    KeyOrigin origin = KeyOrigin.of(config);
    if (origin == KeyOrigin.OPEN) {
      findings.warn(
          AccessSettings.RESTRICT_API_ACCESS,
          "everyone who reaches this server may report to every project");
    }
    checkRepeats(keys);
    if (complete && keys.isEmpty() && origin == KeyOrigin.LISTED) {
      findings.refuse(
          listed == null ? 0 : listed.line(),
          (listed == null ? fileName : listed.where())
              + ": nobody may report: list the projects' keys in PROJECT_KEYS, name Sentry's"
              + " database in DB_HOST, or set RESTRICT_API_ACCESS = False ('init cyclops.conf'"
              + " writes an example)");
    }
  }

  private void checkRepeats(List<ProjectKey> keys) {
    Map<String, Integer> entries = new HashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      Integer before = entries.putIfAbsent(keys.get(i).publicKey(), i + 1);
      if (before != null) {
        String both = "entries " + before + " and " + (i + 1) + " have the same public key";
        findings.warnOf(AccessSettings.PROJECT_KEYS, ": " + both);
      }
    }
  }
}
