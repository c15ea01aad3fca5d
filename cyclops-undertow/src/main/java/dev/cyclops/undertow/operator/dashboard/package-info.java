/**
 * What the page {@code /dashboard} shows.
 *
 * <pre>
 *  Sampler          once a second: what this instance has done, what the others tell
 *    |
 *  Reading -- Report -- FarmReports    of one instance; told to the others of a farm
 *    |
 *  FarmSum -- History, GroupTrends     all of them together; the last fifteen minutes
 *    |
 *  DataPage         what the page asks for, again and again
 *  StaticFiles      the page itself
 * </pre>
 */
@NullMarked
package dev.cyclops.undertow.operator.dashboard;

import org.jspecify.annotations.NullMarked;
