/**
 * What a farm of barriers shares, on Redis: the queue, the flood counters and the pace toward
 * Sentry. Everything goes through a {@link dev.cyclops.redis.RedisLink}.
 */
@NullMarked
package dev.cyclops.redis;

import org.jspecify.annotations.NullMarked;
