/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.auth;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of all valid keys, without an object for each. Immutable.
 *
 * <p>Whatever a claim holds, it is compared with the same work: in full length with each key that
 * shares its place in the table, or with a decoy where there is none, so that neither the answer
 * nor its time tells which keys, projects and secrets there are. Places follow from a secret of the
 * process, so that nobody can make up keys or claims that share one.
 */
public final class ProjectKeys {
  /** How long a public key and a secret can be, in characters; those of Sentry have 32. */
  public static final int MAX_TEXT_LENGTH = 65_535;

  /** How many projects, or secrets of one, a public key can stand for; in Sentry it is one. */
  public static final int MAX_ROWS_OF_KEY = 1_000;

  /** How many bytes all keys can take. */
  private static final int MAX_BYTES = Integer.MAX_VALUE - 8;

  private static final int SEGMENT_BITS = 8;

  private static final ProjectKeys OPEN = new ProjectKeys(false, builder());

  /** Compares in a time that does not depend on where two texts differ. */
  interface Comparison {
    /** All of the first with a range of the second. */
    boolean equal(byte[] claimed, byte[] bytes, int from, int length);
  }

  private final boolean restricts;
  private final KeyHash hash;
  private final Comparison comparison;
  private final KeySegment[] segments = new KeySegment[1 << SEGMENT_BITS];
  private final int keys;
  private final int projects;

  private ProjectKeys(boolean restricts, Builder builder) {
    this.restricts = restricts;
    hash = builder.hash;
    comparison = builder.comparison;
    int count = 0;
    for (int i = 0; i < segments.length; i++) {
      SegmentBuilder segment = builder.segments[i];
      segments[i] = segment == null ? KeySegment.EMPTY : segment.build(MAX_ROWS_OF_KEY);
      count += segments[i].count();
      // Let go of one by one: all of them twice would be a lot.
      builder.segments[i] = null;
    }
    keys = count;
    projects = countProjects();
  }

  private int countProjects() {
    long[] all = new long[keys];
    int end = 0;
    for (KeySegment segment : segments) {
      end = segment.projects(all, end);
    }
    Arrays.sort(all);
    int count = 0;
    long last = 0;
    for (long project : all) {
      count += project == last ? 0 : 1;
      last = project;
    }
    return count;
  }

  /**
   * Lets in these keys and no others.
   *
   * @param keys the keys; the same public key may stand for several projects
   * @return a snapshot
   * @throws IllegalArgumentException as {@link Builder#add} does
   * @throws IllegalStateException as {@link Builder#build} does
   */
  public static ProjectKeys of(Collection<ProjectKey> keys) {
    Builder builder = builder();
    keys.forEach(builder::add);
    return builder.build();
  }

  /**
   * Lets in every key, as long as the request names a project.
   *
   * @return a snapshot
   */
  public static ProjectKeys openToAll() {
    return OPEN;
  }

  /**
   * Takes the keys one by one, so that they need not be held twice.
   *
   * @return a builder without keys
   */
  public static Builder builder() {
    return new Builder(KeyHash.OF_PROCESS, KeyText::isEqual, MAX_BYTES);
  }

  static Builder builder(KeyHash hash, Comparison comparison, int maxBytes) {
    return new Builder(hash, comparison, maxBytes);
  }

  /**
   * Checks a claim. An unknown project, an unknown key, a key of another project and a wrong secret
   * cannot be told apart from outside.
   *
   * @param project the project that the request names; 0 when the key names it: of several, the one
   *     that was added first
   * @param publicKey the claimed key
   * @param secretKey the claimed secret, or null: modern clients send none
   * @return the claim with the project that it may speak for, or null; its secret is the claimed
   *     one
   */
  public @Nullable ProjectKey authorize(
      long project, String publicKey, @Nullable String secretKey) {
    if (!restricts) {
      boolean named = project > 0 && !publicKey.isEmpty();
      return named ? new ProjectKey(project, publicKey, secretKey) : null;
    }
    byte[] claimed = KeyText.encode(publicKey);
    byte[] claimedSecret = secretKey == null ? null : KeyText.encode(secretKey);
    long place = hash.of(claimed, 0, claimed.length);
    KeySegment segment = segments[segment(place)];
    long match = segment.find(place, project, claimed, claimedSecret, comparison);
    return match == 0 ? null : new ProjectKey(match, publicKey, secretKey);
  }

  private static int segment(long hash) {
    return (int) (hash >>> (Long.SIZE - SEGMENT_BITS));
  }

  /**
   * How many keys there are. Rows that are equal count once.
   *
   * @return a number of keys; 0 when all are let in
   */
  public int keyCount() {
    return keys;
  }

  /**
   * How many projects are known.
   *
   * @return a number of projects; 0 when all are let in
   */
  public int projectCount() {
    return projects;
  }

  /**
   * Hands over each key once, made anew, in no order but that those of one public key come as they
   * were added.
   *
   * @param taker takes each key with its secret
   */
  public void forEach(Consumer<? super ProjectKey> taker) {
    for (KeySegment segment : segments) {
      segment.forEach(taker);
    }
  }

  /**
   * Whether every claim is answered alike by the other snapshot: it has the same keys. In what
   * order they were added does not matter, but for those of one public key, of which the first
   * counts where the key names the project. Exact; for a million keys it takes some 40 ms.
   *
   * @param other another snapshot of this process
   * @return true when it has the same keys
   */
  public boolean sameKeysAs(ProjectKeys other) {
    boolean same = restricts == other.restricts && keys == other.keys;
    for (int i = 0; same && i < segments.length; i++) {
      same = segments[i].isSameAs(other.segments[i]);
    }
    return same;
  }

  /**
   * Takes keys for one snapshot. Holds each in some 40 bytes, and while it builds hardly more than
   * once. Not thread-safe.
   */
  public static final class Builder {
    private final KeyHash hash;
    private final Comparison comparison;
    private final int maxBytes;
    private final @Nullable SegmentBuilder[] segments = new SegmentBuilder[1 << SEGMENT_BITS];
    private long bytes;
    private boolean built;

    private Builder(KeyHash hash, Comparison comparison, int maxBytes) {
      this.hash = hash;
      this.comparison = comparison;
      this.maxBytes = maxBytes;
    }

    /**
     * Adds a key. A key that is equal to one before it changes nothing.
     *
     * @param key the key
     * @return this
     * @throws IllegalArgumentException when its key or its secret is longer than {@link
     *     ProjectKeys#MAX_TEXT_LENGTH}
     * @throws IllegalStateException when the keys take more than 2 GiB, or are built already
     */
    public Builder add(ProjectKey key) {
      checkNotBuilt();
      checkLength("publicKey", key.publicKey());
      checkLength("secretKey", key.secretKey());
      byte[] publicKey = KeyText.encode(key.publicKey());
      byte[] secret = KeyText.encode(key.secretKey());
      bytes += publicKey.length + secret.length + VarInt.length(key.project());
      if (bytes > maxBytes) {
        throw new IllegalStateException("the keys take more than " + maxBytes + " bytes");
      }
      int segment = segment(hash.of(publicKey, 0, publicKey.length));
      SegmentBuilder builder = segments[segment];
      if (builder == null) {
        builder = new SegmentBuilder(hash);
        segments[segment] = builder;
      }
      builder.add(publicKey, secret, key.project());
      return this;
    }

    private static void checkLength(String name, @Nullable String text) {
      if (text != null && text.length() > MAX_TEXT_LENGTH) {
        throw new IllegalArgumentException(
            name + " longer than " + MAX_TEXT_LENGTH + ": " + text.length());
      }
    }

    private void checkNotBuilt() {
      if (built) {
        throw new IllegalStateException("built already");
      }
    }

    /**
     * Makes the snapshot; the builder is of no use afterwards.
     *
     * @return a snapshot that lets in these keys and no others
     * @throws IllegalStateException when a public key stands for more than {@link
     *     ProjectKeys#MAX_ROWS_OF_KEY} projects or secrets, or the keys are built already
     */
    public ProjectKeys build() {
      checkNotBuilt();
      built = true;
      return new ProjectKeys(true, this);
    }
  }
}
