/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * The signal SIGHUP, which asks a server to read its configuration again. Reached by reflection:
 * the JDK has no other door to signals, and not every JVM has this one.
 */
final class HangUp {
  private HangUp() {}

  /**
   * Runs something at each of these signals, in a thread of the JVM's, and no longer ends the
   * process.
   *
   * @return false where none will come: there is no such signal, the JVM was told to leave signals
   *     alone, or it was started by something that ignores them, such as nohup
   */
  static boolean handle(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Method handle = signal.getMethod("handle", signal, handler);
      Object listener =
          Proxy.newProxyInstance(
              HangUp.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> answer(action, proxy, method, arguments));
      Object hangUp = signal.getConstructor(String.class).newInstance("HUP");
      Object before = handle.invoke(null, hangUp, listener);
      // What a process inherits as ignored the JVM leaves so, without an error.
      return !handler.getField("SIG_IGN").get(null).equals(before);
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  private static @Nullable Object answer(
      Runnable action, Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      case "toString" -> "HangUp";
      default -> {
        action.run();
        yield null;
      }
    };
  }
}
