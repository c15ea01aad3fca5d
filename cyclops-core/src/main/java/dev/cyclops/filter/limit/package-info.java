/**
 * What a limit of a project is made of: the bucket that an event takes its token from, what is
 * learned from the last week, and what tells of a spike. Knows nothing of settings and events; the
 * accounts of projects in {@code dev.cyclops.filter} put it together. Not exported: what is public
 * here is so for that package alone.
 *
 * <pre>
 *  ProjectLimiter (dev.cyclops.filter)     holds each project to its ProjectLimit
 *    |- TokenBucket     lets events pass, at a Rate
 *    |- UsualTraffic    the hours of the last week, and the Rate that follows from them
 *    |- Spike           a line in the log when it begins, another when it is over
 *    |- LimitsFile      keeps LearnedTraffic from one process to the next
 * </pre>
 */
@NullMarked
package dev.cyclops.filter.limit;

import org.jspecify.annotations.NullMarked;
