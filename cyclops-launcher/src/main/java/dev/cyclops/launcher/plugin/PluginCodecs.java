/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import dev.cyclops.codec.ContentCodec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * The content codecs of plugins, which no setting names: they are used when they are there. Those
 * of Cyclops and those found first win. Not thread-safe until all are added.
 */
final class PluginCodecs {
  /** What stands in place of a setting's name. */
  private static final String HEADER = "Content-Encoding";

  private static final String NAME = "[a-z0-9_.-]+";

  /** One that has said what it is called. */
  private record Named(String name, ContentCodec codec) {}

  /** One that is used. */
  private record Used(
      ContentCodec codec, PluginSource source, String maker, PluginFailures failures) {}

  private final Set<String> known =
      new HashSet<>(Set.of("identity", "utf-8", "gzip", "x-gzip", "deflate"));
  private final List<ContentCodec> own = new ArrayList<>();
  private final List<Used> used = new ArrayList<>();
  private final ServiceMaker services;

  PluginCodecs(ServiceMaker services) {
    this.services = services;
  }

  /** Finds those on the class path, which are trusted as Cyclops itself is. */
  void addOwn() {
    for (ContentCodec codec :
        ServiceLoader.load(ContentCodec.class, PluginCodecs.class.getClassLoader())) {
      known.add(codec.name());
      own.add(codec);
    }
  }

  /**
   * Makes one.
   *
   * @param maker its class
   * @throws Throwable when it is none that can be used
   */
  void add(PluginSource source, String maker) throws Throwable {
    Named named =
        services.make(
            source,
            source.loader().loadClass(maker),
            ContentCodec.class,
            codec -> new Named(Objects.requireNonNull(codec.name(), "name answered null"), codec));
    String name = named.name();
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(
          "its name is not one of lower-case letters, digits, hyphens, dots and underscores");
    }
    if (!known.add(name)) {
      throw new IllegalArgumentException(
          "is for the content encoding '" + name + "', which there is one for already");
    }
    String plugin = "plugin '%s' (%s, %s)".formatted(name, source.label(), maker);
    PluginFailures failures = new PluginFailures(name, plugin, source);
    used.add(new Used(new GuardedCodec(named.codec(), name, failures), source, maker, failures));
  }

  /**
   * Those of Cyclops as they are, and guarded those of plugins; empty when no plugin brings one.
   */
  List<ContentCodec> all() {
    List<ContentCodec> all = new ArrayList<>();
    if (!used.isEmpty()) {
      all.addAll(own);
      used.forEach(each -> all.add(each.codec()));
    }
    return all;
  }

  /** What each is used for, a line each. */
  List<String> describe() {
    return used.stream()
        .map(each -> each.failures() + " is for " + HEADER + ": " + each.codec().name())
        .toList();
  }

  /** For who measures them. */
  List<UsedPlugin> used() {
    return used.stream()
        .map(
            each ->
                UsedPlugin.of(
                    ContentCodec.class, each.codec().name(), each.failures(), Optional.empty()))
        .toList();
  }

  /** What came out of each. */
  List<PluginStatus> stats() {
    return used.stream()
        .map(
            each ->
                new PluginStatus(
                    HEADER,
                    each.codec().name(),
                    each.source().label(),
                    each.maker(),
                    each.failures().count()))
        .toList();
  }
}
