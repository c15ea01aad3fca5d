/**
 * What becomes of single events, for an operator who wants to see one pass: the stations report to
 * {@link dev.cyclops.trace.Traces} what they do with those that somebody follows, and see nothing
 * else of it.
 */
@NullMarked
package dev.cyclops.trace;

import org.jspecify.annotations.NullMarked;
