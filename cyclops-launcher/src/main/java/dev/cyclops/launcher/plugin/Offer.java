/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import dev.cyclops.plugin.PluginContext;
import dev.cyclops.plugin.PluginProvider;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Objects;

/**
 * An implementation that can be made. Immutable.
 *
 * @param <T> the interface it implements
 * @param name what a configuration calls it
 * @param type the interface it implements
 * @param source where it comes from
 * @param maker the class that makes it, or is it
 * @param factory makes it
 */
record Offer<T>(
    String name, Class<T> type, PluginSource source, Class<?> maker, Factory<T> factory) {
  private static final String NAME = "[a-z][a-z0-9-]{0,63}";

  /** Makes an implementation. */
  interface Factory<T> {
    T create(PluginContext context) throws Throwable;
  }

  /**
   * What a provider offers.
   *
   * @param services makes the provider
   * @throws Throwable when it is none that can be used
   */
  static Offer<?> of(PluginSource source, Class<?> maker, ServiceMaker services) throws Throwable {
    return services.make(
        source, maker, PluginProvider.class, provider -> of(source, maker, checked(provider)));
  }

  private static PluginProvider<?> checked(PluginProvider<?> provider) {
    if (provider.api() < 1 || provider.api() > PluginProvider.API) {
      throw new IllegalArgumentException(
          "was made for version %d of the plugins' interface, and this Cyclops has %d: take a newer Cyclops, or an older plugin"
              .formatted(provider.api(), PluginProvider.API));
    }
    return provider;
  }

  private static <T> Offer<T> of(PluginSource source, Class<?> maker, PluginProvider<T> provider) {
    String name = Objects.requireNonNull(provider.name(), "name == null");
    Class<T> type = Objects.requireNonNull(provider.type(), "type == null");
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(
          "its name is not one to 64 lower-case letters, digits and hyphens");
    }
    if (!Plugins.TYPES.containsValue(type)) {
      throw new IllegalArgumentException("makes a " + type.getName() + ", which has no setting");
    }
    return new Offer<>(name, type, source, maker, provider::create);
  }

  /**
   * A class that implements an interface, or a provider of one.
   *
   * @param services makes the provider
   * @throws Throwable when it does not, or cannot be made
   */
  static <T> Offer<T> ofClass(
      PluginSource source, Class<?> found, Class<T> type, ServiceMaker services) throws Throwable {
    if (PluginProvider.class.isAssignableFrom(found)) {
      return of(source, found, services).as(type);
    }
    if (!type.isAssignableFrom(found)) {
      throw new IllegalArgumentException("is no " + type.getName());
    }
    Constructor<?> constructor = constructor(found);
    boolean told = constructor.getParameterCount() == 1;
    return new Offer<>(
        found.getName(),
        type,
        source,
        found,
        context -> type.cast(told ? instance(constructor, context) : instance(constructor)));
  }

  private static Constructor<?> constructor(Class<?> found) throws NoSuchMethodException {
    if (Modifier.isAbstract(found.getModifiers()) || !Modifier.isPublic(found.getModifiers())) {
      throw new IllegalArgumentException("is not public, or abstract");
    }
    try {
      return found.getConstructor(PluginContext.class);
    } catch (NoSuchMethodException e) {
      return found.getConstructor();
    }
  }

  /**
   * A new one.
   *
   * @throws Throwable what its constructor throws, as it is
   */
  static Object instance(Constructor<?> constructor, Object... arguments) throws Throwable {
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    } catch (InstantiationException | IllegalAccessException e) {
      throw new IllegalArgumentException("is not public, or abstract", e);
    }
  }

  /** The same, when it is of that type. */
  @SuppressWarnings("unchecked") // Its type has been looked at.
  <U> Offer<U> as(Class<U> wanted) {
    if (type != wanted) {
      throw new IllegalArgumentException(
          "makes a " + type.getName() + ", and not a " + wanted.getName());
    }
    return (Offer<U>) this;
  }

  /** How an operator knows it. */
  @Override
  public String toString() {
    String by = name.equals(maker.getName()) ? "" : ", " + maker.getName();
    return "plugin '" + name + "' (" + source.label() + by + ")";
  }
}
