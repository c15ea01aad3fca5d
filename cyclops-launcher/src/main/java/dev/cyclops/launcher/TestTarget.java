/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.auth.ProjectKey;
import dev.cyclops.jdbc.JdbcKeySource;
import dev.cyclops.launcher.config.AccessSettings;
import dev.cyclops.launcher.config.Config;
import dev.cyclops.launcher.config.KeyOrigin;
import dev.cyclops.send.SentryUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where a test event goes: the door that clients use, and the key of a project. Immutable.
 *
 * @param door without the project
 * @param project above 0
 * @param key its public key
 */
record TestTarget(SentryUrl door, long project, String key) {
  /** Where a server listens unless it is told otherwise. */
  private static final int PORT = 9999;

  private static final String FORM = "a DSN is http(s)://KEY@HOST:PORT/PROJECT";

  /**
   * What a client is configured with.
   *
   * @throws IllegalArgumentException when it is none; the message does not repeat it
   */
  static TestTarget of(String dsn) {
    URI uri;
    try {
      uri = new URI(dsn.strip());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(FORM);
    }
    String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceFirst("/+$", "");
    int slash = path.lastIndexOf('/');
    String user = uri.getRawUserInfo();
    String digits = path.substring(slash + 1);
    if (user == null || uri.getHost() == null || slash < 0 || !digits.matches("[0-9]{1,18}")) {
      throw new IllegalArgumentException(FORM);
    }
    String key = user.split(":", 2)[0];
    String scheme = String.valueOf(uri.getScheme());
    String port = uri.getPort() == -1 ? "" : ":" + uri.getPort();
    long project = Long.parseLong(digits);
    if (key.isEmpty() || project < 1 || !scheme.matches("https?")) {
      throw new IllegalArgumentException(FORM);
    }
    SentryUrl door =
        SentryUrl.parse(scheme + "://" + uri.getHost() + port + path.substring(0, slash));
    return new TestTarget(door, project, key);
  }

  /**
   * With a key that the configuration knows.
   *
   * @param url where the server listens; null for this machine and the usual port
   * @param project which one; null for any
   */
  static TestTarget of(Config config, @Nullable String url, @Nullable Long project)
      throws OperatorException {
    String scheme = HttpWiring.tlsFiles(config).isPresent() ? "https" : "http";
    String door = url == null ? scheme + "://localhost:" + PORT : url;
    ProjectKey key = key(config, project);
    return new TestTarget(SentryUrl.parse(door), key.project(), key.publicKey());
  }

  private static ProjectKey key(Config config, @Nullable Long project) throws OperatorException {
    Optional<ProjectKey> key =
        switch (KeyOrigin.of(config)) {
          case LISTED ->
              config.get(AccessSettings.PROJECT_KEYS).orElse(List.of()).stream()
                  .filter(one -> isOf(one, project))
                  .findFirst();
          case DATABASE -> loaded(config, project);
          case PLUGIN ->
              throw new OperatorException(
                  "KEY_SOURCE: the keys are a plugin's; name one of them with --dsn");
          case OPEN ->
              throw new OperatorException(
                  "RESTRICT_API_ACCESS = False: the configuration knows no keys, and Sentry wants"
                      + " one: name it with --dsn");
        };
    return key.orElseThrow(
        () ->
            new OperatorException(
                project == null
                    ? "the configuration knows no key: name one with --dsn"
                    : "the configuration knows no key of project " + project));
  }

  private static Optional<ProjectKey> loaded(Config config, @Nullable Long project)
      throws OperatorException {
    AtomicReference<ProjectKey> found = new AtomicReference<>();
    JdbcKeySource source = KeyWiring.database(config);
    try {
      source.load(
          key -> {
            if (isOf(key, project)) {
              found.compareAndSet(null, key);
            }
          });
      return Optional.ofNullable(found.get());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperatorException("interrupted");
    } catch (Exception e) {
      throw new OperatorException(String.valueOf(e.getMessage()));
    } finally {
      source.close();
    }
  }

  private static boolean isOf(ProjectKey key, @Nullable Long project) {
    return project == null || key.project() == project;
  }

  /** The address of a route. */
  URI uri(String route) {
    return URI.create(door + "/api/" + project + "/" + route + "/");
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "project " + project + " at " + door;
  }
}
