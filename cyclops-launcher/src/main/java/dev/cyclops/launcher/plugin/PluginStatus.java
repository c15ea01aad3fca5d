/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.plugin;

/**
 * What the stats page tells of a plugin that is used. Immutable.
 *
 * @param setting which setting names it; {@code Content-Encoding} for a content codec, which none
 *     does
 * @param name its name
 * @param source the jar it comes from
 * @param type the class that implements it
 * @param failures how often an exception or error came out of it
 */
public record PluginStatus(
    String setting, String name, String source, String type, long failures) {}
