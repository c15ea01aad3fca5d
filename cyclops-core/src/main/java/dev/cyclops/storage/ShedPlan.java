/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who pays for an event that finds no room, by the rules of {@link Storage#put}: for storages that
 * keep their events elsewhere, and know by counts only what there is. One is made for each event
 * that room is made for. Not thread-safe.
 */
public final class ShedPlan {
  /** A project and what it holds, as it is when it is asked. */
  public interface Holder {
    /**
     * Which project.
     *
     * @return its id
     */
    long project();

    /**
     * All that it holds.
     *
     * @return bytes; 0 when it holds nothing
     */
    long bytes();

    /**
     * What giving up all of a tier that is not in hand would free.
     *
     * @param tier which
     * @return bytes
     */
    long bytesAtHand(ShedTier tier);
  }

  /**
   * Who is to give up its oldest events.
   *
   * @param project whose
   * @param tier which of them
   * @param bytes how much is to be freed, or some more
   */
  public record Victim(long project, ShedTier tier, long bytes) {}

  private record Place(long project, ShedTier tier) {}

  private final Map<Long, ? extends Holder> holders;
  private final long own;
  private final ShedTier last;
  private final long share;

  /** Where there was nothing after all. */
  private final Set<Place> empty = new HashSet<>();

  /**
   * A plan for one event.
   *
   * @param holders all projects that hold something, by their ids; looked at again and again
   * @param own the project of the event
   * @param last its tier: nothing that ranks above it is given up
   * @param maxBytes of the storage
   */
  public ShedPlan(Map<Long, ? extends Holder> holders, long own, ShedTier last, long maxBytes) {
    this.holders = holders;
    this.own = own;
    this.last = last;
    long holding = holders.values().stream().filter(holder -> holder.bytes() > 0).count();
    Holder self = holders.get(own);
    share = maxBytes / (holding + (self == null || self.bytes() == 0 ? 1 : 0));
  }

  /**
   * What could be given up: all that the project has at hand itself, and of each other one what
   * lies above its fair share.
   *
   * @param missing it need not be counted any further
   * @return bytes
   */
  public long payable(long missing) {
    Holder self = holders.get(own);
    long sum = self == null ? 0 : atHandUpTo(self);
    for (Holder holder : holders.values()) {
      long above = holder.bytes() - share;
      if (sum >= missing) {
        return sum;
      }
      if (holder.project() != own && above > 0) {
        sum += Math.min(atHandUpTo(holder), above);
      }
    }
    return sum;
  }

  private long atHandUpTo(Holder holder) {
    long sum = 0;
    for (ShedTier tier : ShedTier.upTo(last)) {
      sum += holder.bytesAtHand(tier);
    }
    return sum;
  }

  /**
   * Who pays next.
   *
   * @param missing how many bytes
   * @param spareBytes how much more may be freed where that is fair, so that not each event has to
   *     make room
   * @return null when there is nobody
   */
  public @Nullable Victim next(long missing, long spareBytes) {
    for (ShedTier tier : ShedTier.upTo(last)) {
      Victim victim = next(tier, missing, spareBytes);
      if (victim != null) {
        return victim;
      }
    }
    return null;
  }

  private @Nullable Victim next(ShedTier tier, long missing, long spareBytes) {
    Holder most = null;
    long second = 0;
    for (Holder holder : holders.values()) {
      if (mayGive(holder, tier)) {
        if (most == null || holder.bytes() > most.bytes()) {
          second = most == null ? 0 : most.bytes();
          most = holder;
        } else {
          second = Math.max(second, holder.bytes());
        }
      }
    }
    if (most != null && most.bytes() > share) {
      long above = most.bytes() - Math.max(share, second);
      long bytes = Math.min(missing + spareBytes, Math.max(above, spareBytes));
      return new Victim(most.project(), tier, Math.min(bytes, most.bytes() - share));
    }
    Holder self = holders.get(own);
    return self != null && mayGive(self, tier) ? new Victim(own, tier, missing) : null;
  }

  private boolean mayGive(Holder holder, ShedTier tier) {
    return holder.bytesAtHand(tier) > 0 && !empty.contains(new Place(holder.project(), tier));
  }

  /**
   * Does not name that one again: there was nothing, whatever the counts say.
   *
   * @param victim what {@link #next} has named
   */
  public void giveUpOn(Victim victim) {
    empty.add(new Place(victim.project, victim.tier));
  }
}
