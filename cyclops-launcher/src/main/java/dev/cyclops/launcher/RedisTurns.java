/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import dev.cyclops.launcher.alert.AlertTurns;
import dev.cyclops.redis.farm.FarmEpisodes;
import dev.cyclops.redis.farm.FarmEpisodes.Left;
import dev.cyclops.redis.farm.FarmEpisodes.Teller;
import dev.cyclops.watch.StateChange;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The instances of a farm on Redis tell there what they see, and so each begin and each end once.
 * What Redis does not know, or while it is away, the one tells that leads.
 */
final class RedisTurns implements AlertTurns {
  private final FarmEpisodes episodes;
  private final BooleanSupplier leads;
  private final Supplier<Duration> quiet;

  /**
   * Of one instance.
   *
   * @param quiet how long something must be over before that is told
   */
  RedisTurns(FarmEpisodes episodes, BooleanSupplier leads, Supplier<Duration> quiet) {
    this.episodes = episodes;
    this.leads = leads;
    this.quiet = quiet;
  }

  @Override
  public CompletionStage<Boolean> isOurs(StateChange change) {
    String what = EpisodeMemo.name(change);
    CompletionStage<Teller> teller =
        change.begins() ? episodes.begins(what, EpisodeMemo.write(change)) : episodes.ends(what);
    return teller
        .exceptionally(away -> Teller.UNKNOWN)
        .thenApply(who -> who == Teller.THIS || (who == Teller.UNKNOWN && leads.getAsBoolean()));
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public CompletionStage<List<StateChange>> left() {
    return episodes
        .left(quiet.get())
        .thenApply(all -> all.stream().flatMap(RedisTurns::ended).toList())
        .exceptionally(away -> List.of());
  }

  private static Stream<StateChange> ended(Left left) {
    return EpisodeMemo.end(left.described(), left.since()).stream();
  }
}
