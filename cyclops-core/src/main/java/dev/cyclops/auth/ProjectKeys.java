/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of all valid keys. Immutable.
 *
 * <p>Whatever a claim holds, it is compared with the same work: in full length with each key that
 * shares its place in the table, or with a decoy where there is none, so that neither the answer
 * nor its time tells which keys, projects and secrets there are.
 */
public final class ProjectKeys {
  /** Compares in a time that does not depend on where two texts differ. */
  interface Comparison {
    boolean equal(byte[] a, byte[] b);
  }

  /** As long as the keys of Sentry are. */
  private static final byte[] DECOY_TEXT = "-".repeat(32).getBytes(UTF_8);

  private static final Entry[] DECOY = {new Entry(null, DECOY_TEXT, null)};

  private final boolean restricts;
  private final Comparison comparison;
  private final int projects;

  /** By the hash of the public key; the same key may stand for several projects. */
  private final Entry[][] table;

  /** A key and what to compare with; the decoy has no key. */
  private static final class Entry {
    final @Nullable ProjectKey key;
    final byte[] publicKey;
    final byte @Nullable [] secretKey;

    Entry(@Nullable ProjectKey key, byte[] publicKey, byte @Nullable [] secretKey) {
      this.key = key;
      this.publicKey = publicKey;
      this.secretKey = secretKey;
    }
  }

  private ProjectKeys(boolean restricts, Collection<ProjectKey> keys, Comparison comparison) {
    this.restricts = restricts;
    this.comparison = comparison;
    projects = (int) keys.stream().mapToLong(ProjectKey::project).distinct().count();
    table = new Entry[Integer.highestOneBit(Math.max(8, 4 * keys.size()))][];
    Arrays.fill(table, DECOY);
    for (ProjectKey key : keys) {
      String secret = key.secretKey();
      add(new Entry(key, bytes(key.publicKey()), secret == null ? null : bytes(secret)));
    }
  }

  private void add(Entry entry) {
    int place = place(entry.publicKey);
    Entry[] others = table[place] == DECOY ? new Entry[0] : table[place];
    table[place] = Arrays.copyOf(others, others.length + 1);
    table[place][others.length] = entry;
  }

  /**
   * Lets in these keys and no others.
   *
   * @param keys the keys; the same public key may stand for several projects
   * @return a snapshot
   */
  public static ProjectKeys of(Collection<ProjectKey> keys) {
    return of(keys, MessageDigest::isEqual);
  }

  static ProjectKeys of(Collection<ProjectKey> keys, Comparison comparison) {
    return new ProjectKeys(true, keys, comparison);
  }

  /**
   * Lets in every key, as long as the request names a project.
   *
   * @return a snapshot
   */
  public static ProjectKeys openToAll() {
    return new ProjectKeys(false, List.of(), MessageDigest::isEqual);
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
    byte[] claimed = bytes(publicKey);
    byte[] claimedSecret = secretKey == null ? null : bytes(secretKey);
    ProjectKey match = null;
    for (Entry entry : table[place(claimed)]) {
      boolean keyFits = comparison.equal(claimed, entry.publicKey);
      boolean secretFits = claimedSecret == null || secretFits(claimedSecret, entry);
      ProjectKey key = entry.key;
      if (key == null || !(keyFits && secretFits)) {
        continue;
      }
      if ((project == 0 || project == key.project()) && match == null) {
        match = key;
      }
    }
    return match;
  }

  private boolean secretFits(byte[] claimed, Entry entry) {
    byte[] secret = entry.secretKey;
    boolean equal = comparison.equal(claimed, secret == null ? DECOY_TEXT : secret);
    return equal || secret == null;
  }

  private int place(byte[] publicKey) {
    int hash = Arrays.hashCode(publicKey);
    return (hash ^ hash >>> 16) & (table.length - 1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
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
