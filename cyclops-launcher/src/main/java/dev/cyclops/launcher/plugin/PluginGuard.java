/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

import dev.cyclops.storage.DeadLetters;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between Cyclops and what a plugin has made: whatever comes out of it, errors of the JVM
 * included, becomes a {@link PluginException} that names it, which Cyclops goes on after. Each kind
 * is logged once, all are counted. By reflection, for all interfaces alike, so that no method is
 * forgotten; our own implementations do without it. Thread-safe where the plugin is.
 */
final class PluginGuard implements InvocationHandler {
  /** Beyond that kinds are no news any more. */
  private static final int MAX_KINDS = 64;

  private final Object target;
  private final String plugin;
  private final PluginSource source;
  private final LongAdder failures;
  private final Set<String> kinds;
  private final Logger log;

  private PluginGuard(
      Object target,
      String plugin,
      PluginSource source,
      LongAdder failures,
      Set<String> kinds,
      Logger log) {
    this.target = target;
    this.plugin = plugin;
    this.source = source;
    this.failures = failures;
    this.kinds = kinds;
    this.log = log;
  }

  /**
   * Puts one around an implementation.
   *
   * @param type the interface
   * @param name the plugin's, for its logger
   * @param plugin how an operator knows it
   * @param failures counts what came out of it
   */
  static <T> T around(
      Class<T> type,
      T target,
      String name,
      String plugin,
      PluginSource source,
      LongAdder failures) {
    Logger log = LoggerFactory.getLogger("dev.cyclops.plugin." + name);
    Set<String> kinds = ConcurrentHashMap.newKeySet();
    return proxy(type, new PluginGuard(target, plugin, source, failures, kinds, log));
  }

  private static <T> T proxy(Class<T> type, PluginGuard guard) {
    return type.cast(
        Proxy.newProxyInstance(PluginGuard.class.getClassLoader(), new Class<?>[] {type}, guard));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return ofObject(proxy, method, arguments);
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(source.loader());
    try {
      return checked(method, method.invoke(target, arguments));
    } catch (InvocationTargetException e) {
      throw failure(method, e.getCause() == null ? e : e.getCause());
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private @Nullable Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> plugin;
    };
  }

  private @Nullable Object checked(Method method, @Nullable Object answer) {
    if (answer instanceof CompletionStage<?> stage) {
      return stage.handle((result, thrown) -> result(method, result, thrown));
    }
    if (answer instanceof DeadLetters letters) {
      return proxy(
          DeadLetters.class, new PluginGuard(letters, plugin, source, failures, kinds, log));
    }
    boolean nothing = answer == null && method.getReturnType() != void.class;
    if (nothing) {
      throw failure(method, new NullPointerException(method.getName() + " answered null"));
    }
    return answer;
  }

  private Object result(Method method, @Nullable Object result, @Nullable Throwable thrown) {
    if (thrown instanceof CompletionException && thrown.getCause() != null) {
      throw failure(method, thrown.getCause());
    }
    if (result == null) {
      String none = method.getName() + " answered null";
      throw failure(method, thrown == null ? new NullPointerException(none) : thrown);
    }
    return result;
  }

  private PluginException failure(Method method, Throwable thrown) {
    failures.increment();
    if (thrown instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    String why = method.getName() + ": " + FailureText.of(thrown, source.libraries());
    String kind = method.getName() + " " + thrown.getClass().getName();
    if (kinds.size() < MAX_KINDS && kinds.add(kind)) {
      log.warn(
          "{} failed in {}; Cyclops goes on, and counts what more comes of this kind",
          plugin,
          why,
          thrown);
    } else {
      log.debug("{} failed in {}", plugin, why, thrown);
    }
    return new PluginException(plugin + ": " + why, thrown);
  }
}
