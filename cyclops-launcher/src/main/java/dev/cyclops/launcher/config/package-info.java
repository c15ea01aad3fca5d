/**
 * What an operator has set: the file of {@code KEY = value} lines, the environment, the table of
 * all settings and what comes out of them.
 *
 * <pre>
 * cyclops.conf → ConfigFile (PythonLiteral) ┐
 * CYCLOPS_…    → Environment                ├→ ConfigReader (Settings) → Config
 * </pre>
 */
@NullMarked
package dev.cyclops.launcher.config;

import org.jspecify.annotations.NullMarked;
