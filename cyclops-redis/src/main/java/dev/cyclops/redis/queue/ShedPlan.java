/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.queue;

import dev.cyclops.storage.ShedTier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides who pays when there is no room: the tiers in turn, each from the project that holds the
 * most. A project under its fair share of the bytes loses nothing for another one's sake. Guarded
 * by the lock of the picture.
 */
final class ShedPlan {
  /** Who is to give up its oldest events of a tier, and how many bytes of them. */
  record Victim(long project, List<Integer> codes, long bytes, ShedTier tier) {
    /** As the script wants them. */
    byte[] categories() {
      byte[] categories = new byte[codes.size()];
      for (int i = 0; i < categories.length; i++) {
        categories[i] = codes.get(i).byteValue();
      }
      return categories;
    }
  }

  private record Place(long project, ShedTier tier) {}

  private final QueuePicture picture;
  private final long own;
  private final ShedTier last;
  private final long share;

  /** Where there was nothing after all. */
  private final Set<Place> empty = new HashSet<>();

  ShedPlan(QueuePicture picture, long own, ShedTier last, long maxBytes) {
    this.picture = picture;
    this.own = own;
    this.last = last;
    Set<Long> holding = picture.projectIds();
    share = maxBytes / (holding.size() + (holding.contains(own) ? 0 : 1));
  }

  /**
   * What could be given up, counted no further than to what is missing: all that a project has at
   * hand itself, and of each other one what lies above its fair share.
   */
  long payable(long missing) {
    Project self = picture.projects().get(own);
    long sum = self == null ? 0 : atHandUpTo(self);
    for (Project project : picture.projects().values()) {
      long above = project.bytes() - share;
      if (sum >= missing) {
        return sum;
      }
      if (project.id != own && above > 0) {
        sum += Math.min(atHandUpTo(project), above);
      }
    }
    return sum;
  }

  private long atHandUpTo(Project project) {
    long sum = 0;
    for (ShedTier tier : ShedTier.upTo(last)) {
      sum += atHand(project, tier);
    }
    return sum;
  }

  private static long atHand(Project project, ShedTier tier) {
    long sum = 0;
    for (Line line : project.lines()) {
      if (tierOf(line) == tier) {
        sum += line.bytesAtHand();
      }
    }
    return sum;
  }

  private static ShedTier tierOf(Line line) {
    return ShedTier.of(QueuePicture.known(line.code));
  }

  /** Who pays next; null when there is nobody. Some more than is missing where that is fair. */
  @Nullable Victim next(long missing, long spareBytes) {
    for (ShedTier tier : ShedTier.upTo(last)) {
      Victim victim = next(tier, missing, spareBytes);
      if (victim != null) {
        return victim;
      }
    }
    return null;
  }

  private @Nullable Victim next(ShedTier tier, long missing, long spareBytes) {
    Project most = null;
    long second = 0;
    for (Project project : picture.projects().values()) {
      if (mayGive(project, tier)) {
        if (most == null || project.bytes() > most.bytes()) {
          second = most == null ? 0 : most.bytes();
          most = project;
        } else {
          second = Math.max(second, project.bytes());
        }
      }
    }
    if (most != null && most.bytes() > share) {
      long above = most.bytes() - Math.max(share, second);
      long bytes = Math.min(missing + spareBytes, Math.max(above, spareBytes));
      return victim(most, tier, Math.min(bytes, most.bytes() - share));
    }
    Project self = picture.projects().get(own);
    return self != null && mayGive(self, tier) ? victim(self, tier, missing) : null;
  }

  private boolean mayGive(Project project, ShedTier tier) {
    return atHand(project, tier) > 0 && !empty.contains(new Place(project.id, tier));
  }

  private static Victim victim(Project project, ShedTier tier, long bytes) {
    List<Integer> codes = new ArrayList<>();
    for (Line line : project.lines()) {
      if (tierOf(line) == tier) {
        codes.add(line.code);
      }
    }
    return new Victim(project.id, codes, bytes, tier);
  }

  void giveUpOn(Victim victim) {
    empty.add(new Place(victim.project, victim.tier));
  }
}
