/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.delivery;

import dev.cyclops.event.Event;
import dev.cyclops.event.Route;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Settlement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to do with the events of a key that Sentry does not let in, by a certain route to a certain
 * project: they are parked, one of them is tried again after a minute, then after five, then after
 * fifteen, and when that was refused as well all of them become dead letters. An event that comes
 * later starts anew. One that is let in frees all.
 *
 * <p>A lane is no more than that, so that neither a forged key nor a route that an old Sentry does
 * not have keeps anything else from it. Pure arithmetic; used by the sending loop only.
 */
final class Probation {
  static final int MAX_LANES = 10_000;
  private static final int MAX_KEY_IN_NAME = 400;
  private static final long[] WAITS_MILLIS = {60_000, 300_000, 900_000};

  /** The longest that a probe may take: the others of its lane come after it. */
  private static final long PROBE_MILLIS = 30_000;

  /** How long what is parked in a lane has to come by and become a dead letter. */
  private static final long CONDEMNED_MILLIS = 60_000;

  private static final long FORGET_MILLIS = 600_000;

  private record LaneId(Route route, long project, @Nullable String publicKey) {
    static LaneId of(Event event) {
      return new LaneId(event.route(), event.project(), event.publicKey());
    }

    /** The end of a key that is no key of Sentry's is cut, and told by its hash. */
    String name() {
      String key = String.valueOf(publicKey);
      if (key.length() > MAX_KEY_IN_NAME) {
        key = key.substring(0, MAX_KEY_IN_NAME) + "#" + Integer.toHexString(key.hashCode());
      }
      return route + "/" + project + "/" + key;
    }
  }

  private static final class Lane {
    final String name;
    int refusals;
    long probeAtMillis;
    @Nullable Delivery probe;
    boolean condemned;
    long condemnedAtMillis;
    String reason = "";

    Lane(String name) {
      this.name = name;
    }

    boolean isCondemned(Event event) {
      return condemned && event.arrivedAtMillis() <= condemnedAtMillis;
    }

    boolean isForgotten(long nowMillis) {
      return probe == null && nowMillis - probeAtMillis > FORGET_MILLIS;
    }
  }

  private final Map<LaneId, Lane> lanes = new HashMap<>();
  private final Settlements settlements;
  private final Runnable onFirstRefusal;

  Probation(Settlements settlements, Runnable onFirstRefusal) {
    this.settlements = settlements;
    this.onFirstRefusal = onFirstRefusal;
  }

  /** What to do with it instead of sending it; null when it may be sent, as a probe or at all. */
  @Nullable Settlement instead(Delivery delivery, long nowMillis) {
    Lane lane = lanes.isEmpty() ? null : lanes.get(LaneId.of(delivery.event()));
    if (lane == null) {
      return null;
    }
    if (lane.condemned && nowMillis - lane.condemnedAtMillis > CONDEMNED_MILLIS) {
      lane.condemned = false;
    }
    if (lane.isCondemned(delivery.event())) {
      return Settlement.deadLetter(lane.reason);
    }
    if (lane.refusals == 0) {
      return null;
    }
    if (lane.probe != null || nowMillis < lane.probeAtMillis) {
      return Settlement.park(lane.name, Math.max(nowMillis, lane.probeAtMillis) + PROBE_MILLIS);
    }
    lane.probe = delivery;
    return null;
  }

  /** Sentry refused the key, the project or the route of a delivery. */
  Settlement onRefused(Delivery delivery, int status, long nowMillis) {
    LaneId id = LaneId.of(delivery.event());
    Lane lane = lanes.get(id);
    if (lane == null) {
      lane = hasRoom(nowMillis) ? new Lane(id.name()) : null;
      if (lane == null) {
        return Settlement.postponeTo(nowMillis + WAITS_MILLIS[0]);
      }
      lanes.put(id, lane);
    }
    if (lane.refusals == 0) {
      onFirstRefusal.run();
    } else if (lane.probe != delivery) {
      // On its way before the first refusal was known.
      return Settlement.park(lane.name, lane.probeAtMillis);
    }
    lane.probe = null;
    if (lane.refusals == WAITS_MILLIS.length) {
      return condemn(lane, status, nowMillis);
    }
    lane.probeAtMillis = nowMillis + WAITS_MILLIS[lane.refusals++];
    return Settlement.park(lane.name, lane.probeAtMillis);
  }

  private Settlement condemn(Lane lane, int status, long nowMillis) {
    lane.refusals = 0;
    lane.condemned = true;
    lane.condemnedAtMillis = nowMillis;
    lane.reason = "status " + status;
    settlements.release(lane.name);
    return Settlement.deadLetter(lane.reason);
  }

  private boolean hasRoom(long nowMillis) {
    if (lanes.size() >= MAX_LANES) {
      lanes.values().removeIf(lane -> lane.isForgotten(nowMillis));
    }
    return lanes.size() < MAX_LANES;
  }

  /**
   * A send has ended in any other way.
   *
   * @param letIn whether Sentry let it in, whatever it found then
   */
  void onOtherEnd(Delivery delivery, boolean letIn) {
    Lane lane = lanes.isEmpty() ? null : lanes.get(LaneId.of(delivery.event()));
    if (lane == null) {
      return;
    }
    if (lane.probe == delivery) {
      lane.probe = null;
    }
    if (letIn) {
      lanes.remove(LaneId.of(delivery.event()));
      settlements.release(lane.name);
    }
  }
}
