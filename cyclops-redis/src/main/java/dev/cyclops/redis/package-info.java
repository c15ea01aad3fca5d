/**
 * The way to Redis that everything of a farm takes, {@link dev.cyclops.redis.RedisLink}: one Redis,
 * one behind Sentinel, or a cluster. What goes there is in the packages below, which know nothing
 * of each other: the queue, the flood counters, the shared pace.
 */
@NullMarked
package dev.cyclops.redis;

import org.jspecify.annotations.NullMarked;
