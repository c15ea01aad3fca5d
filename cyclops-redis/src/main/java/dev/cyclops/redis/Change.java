/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What follows from a step of the {@link Dispatch}, to be told once its lock is free again. */
final class Change {
  private final List<Doomed> doomed = new ArrayList<>();
  private final List<Place> gone = new ArrayList<>();
  private final List<Place> back = new ArrayList<>();
  private long backAfterNanos;
  private @Nullable RedisException why;

  private record Doomed(Command command, RedisException why) {}

  void doom(Iterable<Command> commands, RedisException cause) {
    commands.forEach(command -> doomed.add(new Doomed(command, cause)));
  }

  void gone(Place place, RedisException cause) {
    gone.add(place);
    why = cause;
  }

  void stillGone(RedisException cause) {
    why = cause;
  }

  void back(Place place, long afterNanos) {
    back.add(place);
    backAfterNanos = Math.max(backAfterNanos, afterNanos);
  }

  void tell(Notices notices, @Nullable Address where) {
    doomed.forEach(each -> each.command().fail(each.why()));
    RedisException cause = why;
    if (!gone.isEmpty() && cause != null) {
      notices.gone(gone, cause);
    } else if (cause != null) {
      notices.stillGone(cause);
    }
    if (!back.isEmpty()) {
      notices.back(back, String.valueOf(where), Duration.ofNanos(backAfterNanos));
    }
  }
}
