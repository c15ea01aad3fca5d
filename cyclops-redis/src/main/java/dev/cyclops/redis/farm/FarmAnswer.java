/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.farm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cyclops.send.SharedLimit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an instance hears when it has announced itself. Immutable.
 *
 * @param instances how many are alive
 * @param permits how many sends this one may have in flight
 * @param leads whether it sets the pace
 * @param open whether the breaker is
 * @param untilProbeMillis of an open one
 * @param probeTaken whether this instance got the probe that it asked for
 * @param version of the limits that are known now
 * @param limits that have changed
 * @param members all that are alive
 */
record FarmAnswer(
    int instances,
    int permits,
    boolean leads,
    boolean open,
    long untilProbeMillis,
    boolean probeTaken,
    String version,
    List<SharedLimit> limits,
    List<FarmMember> members) {

  private static final int MEMBER_FIELDS = 5;
  private static final int LIMIT_FIELDS = 3;

  /** Reads what the script gives; throws a {@link RuntimeException} when it is anything else. */
  static FarmAnswer read(@Nullable Object answer) {
    if (!(answer instanceof List<?> parts) || parts.size() < 9) {
      throw new IllegalStateException("not an answer to an announcement");
    }
    return new FarmAnswer(
        (int) number(parts.get(0)),
        (int) number(parts.get(1)),
        number(parts.get(2)) == 1,
        number(parts.get(3)) == 1,
        number(parts.get(4)),
        number(parts.get(5)) == 1,
        text(parts.get(6)),
        limits((List<?>) parts.get(7)),
        members((List<?>) parts.get(8)));
  }

  private static List<SharedLimit> limits(List<?> fields) {
    List<SharedLimit> limits = new ArrayList<>();
    for (int i = 0; i + LIMIT_FIELDS <= fields.size(); i += LIMIT_FIELDS) {
      String field = text(fields.get(i));
      String detail = text(fields.get(i + 1));
      SharedLimit limit = LimitNews.read(field, detail, number(fields.get(i + 2)));
      if (limit != null) {
        limits.add(limit);
      }
    }
    return List.copyOf(limits);
  }

  private static List<FarmMember> members(List<?> fields) {
    List<FarmMember> members = new ArrayList<>();
    for (int i = 0; i + MEMBER_FIELDS <= fields.size(); i += MEMBER_FIELDS) {
      members.add(
          new FarmMember(
              text(fields.get(i)),
              Instant.ofEpochMilli(number(fields.get(i + 1))),
              (int) number(fields.get(i + 2)),
              (int) number(fields.get(i + 3)),
              number(fields.get(i + 4)) == 1));
    }
    return List.copyOf(members);
  }

  private static long number(Object value) {
    return value instanceof Long number ? number : Long.parseLong(text(value));
  }

  private static String text(Object value) {
    return new String((byte[]) value, UTF_8);
  }
}
