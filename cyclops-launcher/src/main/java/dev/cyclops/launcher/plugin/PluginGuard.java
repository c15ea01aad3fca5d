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
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Stands between Cyclops and what a plugin has made: whatever comes out of it, errors of the JVM
 * included, becomes a {@link PluginException} that names it, which Cyclops goes on after. By
 * reflection, for all interfaces alike, so that no method is forgotten; our own implementations do
 * without it. Thread-safe where the plugin is.
 */
final class PluginGuard implements InvocationHandler {
  private final Object target;
  private final PluginFailures failures;
  private final LoopWatch watch;

  private PluginGuard(Object target, PluginFailures failures, LoopWatch watch) {
    this.target = target;
    this.failures = failures;
    this.watch = watch;
  }

  /**
   * Puts one around an implementation.
   *
   * @param type the interface
   * @param failures takes in what comes out of it
   * @param watch is told of the calls of the sending loop
   */
  static <T> T around(Class<T> type, T target, PluginFailures failures, LoopWatch watch) {
    return proxy(type, new PluginGuard(target, failures, watch));
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
    if (!LoopWatch.isOfLoop(method)) {
      return called(method, arguments);
    }
    LoopWatch.Call call = watch.begin(failures, method);
    try {
      return called(method, arguments);
    } finally {
      watch.end(call);
    }
  }

  private @Nullable Object called(Method method, Object @Nullable [] arguments) throws Throwable {
    ContextLoader inside = ContextLoader.of(failures.source());
    try (inside) {
      return checked(method, method.invoke(target, arguments));
    } catch (InvocationTargetException e) {
      throw failure(method, e.getCause() == null ? e : e.getCause());
    }
  }

  private @Nullable Object ofObject(Object proxy, Method method, Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> failures.toString();
    };
  }

  private @Nullable Object checked(Method method, @Nullable Object answer) {
    if (answer instanceof CompletionStage<?> stage) {
      return stage.handle((result, thrown) -> result(method, result, thrown));
    }
    if (answer instanceof DeadLetters letters) {
      return proxy(DeadLetters.class, new PluginGuard(letters, failures, watch));
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
    return failures.of(method.getName(), thrown);
  }
}
