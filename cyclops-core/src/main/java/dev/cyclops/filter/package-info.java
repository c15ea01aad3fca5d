/**
 * Second station: to which group an event belongs, and whether that group has had its share.
 *
 * <pre>
 *  Sampler                    whether the event is of the share that its project ignores
 *    |
 *  Fingerprinter              payload -> group
 *    |- SentryFingerprinter     as Sentry does; how, is the matter of grouping
 *    |- EventFields             the texts of the event that rules and titles look at
 *    |
 *  FloodFilter                whether one more of the group passes
 *    |- FloodRules, Quota       which limit it is held to: the first rule that applies
 *    |- Cache                   how many there were in this window
 *    |- SourceShares            so that no address takes the place of all others
 *    |- FarmShares              the same among the instances of a farm
 *    |
 *  ProjectLimiter             whether its project may send one more
 *    |- LimitedProjects         the accounts of projects, made of what stands in limit
 *
 *  FloodGroups                which groups an operator is shown
 * </pre>
 *
 * <p>The packages {@code grouping} and {@code limit} below are not exported. They see nothing of
 * this one, which asks them.
 */
@NullMarked
package dev.cyclops.filter;

import org.jspecify.annotations.NullMarked;
