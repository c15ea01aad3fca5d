/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import dev.cyclops.codec.ContentCodec;
import dev.cyclops.launcher.config.PluginName;
import dev.cyclops.plugin.PluginProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What there is in a folder of plugins and on the class path. A jar that cannot be used is set
 * aside with a line about it, and the others are looked at all the same. Immutable but for its
 * jars.
 */
final class PluginCatalog implements AutoCloseable {
  static final PluginCatalog EMPTY = new PluginCatalog("", List.of(), PluginMaker.PATIENCE);

  private final String folder;
  private final List<PluginSource> sources;
  private final List<Offer<?>> offers = new ArrayList<>();
  private final ServiceMaker services;
  private final PluginCodecs codecs;
  private final List<String> problems = new ArrayList<>();

  private PluginCatalog(String folder, List<PluginSource> sources, Duration patience) {
    this.folder = folder;
    this.sources = sources;
    services = new ServiceMaker(patience);
    codecs = new PluginCodecs(services);
  }

  /**
   * Looks what there is.
   *
   * @param folder where the jars are; empty for none
   * @param classPath whether what Cyclops was started with counts as well
   * @param patience how long each provider and codec may take to be made and to say what it is
   * @throws PluginException when there is no such folder
   */
  static PluginCatalog open(Optional<String> folder, boolean classPath, Duration patience) {
    PluginCatalog catalog =
        new PluginCatalog(
            folder.orElse("no folder: PLUGINS is not set"), new ArrayList<>(), patience);
    folder.map(Path::of).ifPresent(catalog::addJars);
    if (classPath) {
      catalog.sources.add(PluginSource.classPath());
    }
    catalog.sources.forEach(catalog::addOffers);
    catalog.addCodecs();
    return catalog;
  }

  private void addJars(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new PluginException("PLUGINS = '" + folder + "': there is no such folder", null);
    }
    for (Path jar : PluginSource.jarsIn(folder)) {
      try {
        sources.add(PluginSource.jar(jar));
      } catch (PluginException e) {
        problems.add(e.getMessage());
      }
    }
  }

  private void addOffers(PluginSource source) {
    for (String maker : services(source, PluginProvider.class)) {
      try {
        offers.add(Offer.of(source, source.loader().loadClass(maker), services));
      } catch (Throwable e) {
        problems.add(problem(source, maker, e));
      }
    }
  }

  private Set<String> services(PluginSource source, Class<?> service) {
    try {
      return source.services(service);
    } catch (PluginException e) {
      problems.add(e.getMessage());
      return Set.of();
    }
  }

  private static String problem(PluginSource source, String maker, Throwable e) {
    return "plugin %s: %s %s".formatted(source.label(), maker, why(source, maker, e));
  }

  private static String why(PluginSource source, String maker, Throwable e) {
    if (e instanceof ClassNotFoundException && maker.equals(e.getMessage())) {
      return "is named in META-INF/services, and not there";
    }
    if (e instanceof NoSuchMethodException) {
      return "has no public constructor without parameters";
    }
    return FailureText.of(e, source.libraries());
  }

  /** Those of the class path are no plugin's, and are used without a word. */
  private void addCodecs() {
    codecs.addOwn();
    for (PluginSource source : sources) {
      if (source.loader() instanceof PluginClassLoader) {
        services(source, ContentCodec.class).forEach(maker -> addCodec(source, maker));
      }
    }
  }

  private void addCodec(PluginSource source, String maker) {
    try {
      codecs.add(source, maker);
    } catch (Throwable e) {
      problems.add(problem(source, maker, e));
    }
  }

  /**
   * The one that a setting names.
   *
   * @param type what that setting is to get
   * @throws PluginException when there is none, or more than one
   */
  Offer<?> find(String setting, Class<?> type, PluginName name) {
    List<Offer<?>> found = new ArrayList<>();
    if (name.isClass()) {
      for (PluginSource source : sources) {
        if (source.has(name.text())) {
          found.add(ofClass(setting, source, type, name.text()));
        }
      }
    } else {
      offers.stream()
          .filter(offer -> offer.type() == type && offer.name().equals(name.text()))
          .forEach(found::add);
    }
    if (found.size() == 1) {
      return found.get(0);
    }
    String which = "%s = '%s': ".formatted(setting, name);
    throw new PluginException(
        which + (found.isEmpty() ? notFound(type, name) : twice(found)), null);
  }

  private Offer<?> ofClass(String setting, PluginSource source, Class<?> type, String className) {
    try {
      return Offer.ofClass(source, source.loader().loadClass(className), type, services);
    } catch (Throwable e) {
      throw new PluginException(
          "%s = '%s': in %s: %s"
              .formatted(setting, className, source.label(), why(source, className, e)),
          e);
    }
  }

  private String notFound(Class<?> type, PluginName name) {
    String kind = type.getSimpleName();
    if (name.isClass()) {
      return "there is no such class in %s, nor on the class path%s".formatted(folder, aside());
    }
    String others =
        offers.stream()
            .filter(offer -> offer.type() == type)
            .map(offer -> "'" + offer.name() + "'")
            .sorted()
            .collect(Collectors.joining(", "));
    return "no plugin in %s offers a %s of that name%s%s"
        .formatted(folder, kind, others.isEmpty() ? "" : "; there is " + others, aside());
  }

  private String aside() {
    return problems.isEmpty() ? "" : "; set aside: " + String.join("; ", problems);
  }

  private static String twice(List<Offer<?>> found) {
    return "more than one has that name: "
        + found.stream().map(Offer::toString).collect(Collectors.joining(", "))
        + ": remove one, or name its class";
  }

  /** All that can be made. */
  List<Offer<?>> offers() {
    return List.copyOf(offers);
  }

  PluginCodecs codecs() {
    return codecs;
  }

  /** What was set aside, and why; a line each. */
  List<String> problems() {
    return List.copyOf(problems);
  }

  @Override
  public void close() {
    for (PluginSource source : sources) {
      try {
        source.close();
      } catch (IOException e) {
        // A file that is only read has nothing to lose.
      }
    }
  }
}
