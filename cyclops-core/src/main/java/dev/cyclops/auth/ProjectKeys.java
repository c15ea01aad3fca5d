/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A snapshot of all valid keys. Immutable. */
public final class ProjectKeys {
  private final boolean restricts;
  private final Map<String, List<ProjectKey>> byPublicKey;
  private final int projects;

  private ProjectKeys(boolean restricts, Map<String, List<ProjectKey>> byPublicKey, int projects) {
    this.restricts = restricts;
    this.byPublicKey = byPublicKey;
    this.projects = projects;
  }

  /**
   * Lets in these keys and no others.
   *
   * @param keys the keys; the same public key may stand for several projects
   * @return a snapshot
   */
  public static ProjectKeys of(Collection<ProjectKey> keys) {
    Map<String, List<ProjectKey>> byPublicKey = new HashMap<>();
    for (ProjectKey key : keys) {
      byPublicKey.computeIfAbsent(key.publicKey(), k -> new ArrayList<>(1)).add(key);
    }
    int projects = (int) keys.stream().mapToLong(ProjectKey::project).distinct().count();
    return new ProjectKeys(true, byPublicKey, projects);
  }

  /**
   * Lets in every key, as long as the request names a project.
   *
   * @return a snapshot
   */
  public static ProjectKeys openToAll() {
    return new ProjectKeys(false, Map.of(), 0);
  }

  /**
   * Checks a claim. An unknown project, an unknown key, a key of another project and a wrong secret
   * cannot be told apart from outside.
   *
   * @param project the project that the request names; 0 when the key names it
   * @param publicKey the claimed key
   * @param secretKey the claimed secret, or null: modern clients send none
   * @return the key that may speak for the project, or null
   */
  public @Nullable ProjectKey authorize(
      long project, String publicKey, @Nullable String secretKey) {
    if (!restricts) {
      boolean named = project > 0 && !publicKey.isEmpty();
      return named ? new ProjectKey(project, publicKey, secretKey) : null;
    }
    ProjectKey match = null;
    for (ProjectKey key : byPublicKey.getOrDefault(publicKey, List.of())) {
      boolean secretFits =
          secretKey == null || key.secretKey() == null || equal(secretKey, key.secretKey());
      if (secretFits && (project == 0 || project == key.project()) && match == null) {
        match = key;
      }
    }
    return match;
  }

  /** Takes the same time wherever the two differ. */
  private static boolean equal(String a, String b) {
    return MessageDigest.isEqual(a.getBytes(UTF_8), b.getBytes(UTF_8));
  }

  /**
   * How many projects are known.
   *
   * @return a number of projects; 0 when all are let in
   */
  public int projectCount() {
    return projects;
  }
}
