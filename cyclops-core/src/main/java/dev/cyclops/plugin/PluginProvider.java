/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.plugin;

/**
 * Makes a third party's implementation of one of Cyclops' interfaces for a server that is wired
 * from a configuration. Who embeds Cyclops needs none: implementations go into the builder.
 *
 * <p>For implementers: a public class with a public constructor without parameters, named in {@code
 * META-INF/services/dev.cyclops.plugin.PluginProvider} of a jar in the folder {@code PLUGINS}. An
 * instance is made at each start and for each {@code check}, of every provider that is found,
 * whether the configuration names it or not: constructor, {@link #api}, {@link #name} and {@link
 * #type} open nothing and answer at once; one that does not answer within half a minute is
 * interrupted and set aside, and closed when it comes later and is {@link AutoCloseable}. {@link
 * #create} is called once at most, before anything is accepted; by {@code check --plugins} as well.
 * All are called by daemon threads. The class loader of the plugin is the thread's context class
 * loader during each call, and during each call of what it has made.
 *
 * @param <T> what it makes
 */
public interface PluginProvider<T> {
  /** The version of this interface and of those it makes; what {@link #api} answers. */
  int API = 1;

  /**
   * The version that the provider was compiled against. A server refuses one that is newer than its
   * own, instead of failing at some call later.
   *
   * @return {@link #API}, by that name: the compiler writes its value into the provider
   */
  int api();

  /**
   * The name that a configuration says, as in {@code FINGERPRINTER = 'by-url'}.
   *
   * @return one to 64 lower-case letters, digits and hyphens, a letter first; the only one of its
   *     type in a folder
   */
  String name();

  /**
   * The interface that it implements.
   *
   * @return {@link dev.cyclops.storage.Storage}, {@link dev.cyclops.filter.Cache}, {@link
   *     dev.cyclops.auth.KeySource}, {@link dev.cyclops.filter.Fingerprinter}, {@link
   *     dev.cyclops.send.RateController} or {@link dev.cyclops.send.SentrySender}
   */
  Class<T> type();

  /**
   * Makes it. May wait for what it needs, up to half a minute: the start waits as well, then
   * interrupts the thread and ends as if this had thrown. What comes later is closed.
   *
   * @param context what it is told
   * @return a new one, which the barrier closes
   * @throws Exception when it cannot be made, which ends the start; its message is one line that
   *     tells an operator why, and holds no password; values of the plugin's settings of four
   *     characters or more are replaced in it
   */
  T create(PluginContext context) throws Exception;
}
