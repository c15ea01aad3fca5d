/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** What is asked of a shard is done in that order, wherever the shard moves to. */
class OrderTest {
  private static final long DEADLINE = 1_000_000_000L;

  private final ReentrantLock lock = new ReentrantLock();
  private final Dispatch dispatch =
      new Dispatch(
          List.of(),
          new Connector(RedisOptions.builder().build()),
          DEADLINE,
          () -> 0,
          new Notices());
  private final Lane here = lane();
  private final Lane there = lane();
  private final Load load = new Load();
  private final Place place = new Place(1, 1, new Health(0, 1, () -> 0), 0);
  private final Gathering gathering = new Gathering(List.of(place), load);

  private Lane lane() {
    return new Lane(
        dispatch,
        new Connector(RedisOptions.builder().build()),
        () -> new Address("nowhere", 1),
        lock.newCondition(),
        new Pace(DEADLINE));
  }

  private Command ask() {
    Command command =
        new Command(LinkProbe.ALL, place, List.of(), List.of(), DEADLINE, false, load);
    place.append(command);
    return command;
  }

  private Verdict verdict(Lane lane) {
    return new Verdict(lane, new Lanes(address -> lane), null, 0, new Change());
  }

  @Test
  void next_leavesAPlaceAlone_whileABatchOfItIsOnItsWayElsewhere() {
    place.lane = here;
    Command first = ask();
    Batch batch = requireNonNull(gathering.next(here, 0));
    here.inFlight = batch;
    place.lane = there;
    Command second = ask();

    assertThat(batch.commands).containsExactly(first);
    assertThat(gathering.next(there, 0)).isNull();
    batch.land(here);
    assertThat(requireNonNull(gathering.next(there, 0)).commands).containsExactly(second);
  }

  @Test
  void repeat_putsWhatWasRefusedBeforeWhatWaits() {
    place.lane = here;
    Command first = ask();
    Command second = ask();
    Batch batch = requireNonNull(gathering.next(here, 0));
    Command third = ask();
    batch.land(here);
    List.of(first, second).forEach(each -> each.refusal = Refusal.of("NOSCRIPT No script"));
    lock.lock();
    verdict(here).repeat(List.of(first, second));
    lock.unlock();

    assertThat(requireNonNull(gathering.next(here, 0)).commands)
        .containsExactly(first, second, third);
  }

  @Test
  void next_holdsBackWhatCannotBeDoneJustNow_andAllBehindIt() {
    place.lane = here;
    Command first = ask();
    requireNonNull(gathering.next(here, 0)).land(here);
    first.refusal = Refusal.of("TRYAGAIN Multiple keys");
    verdict(here).repeat(List.of(first));
    Command second = ask();

    assertThat(gathering.next(here, 0)).isNull();
    long rest = gathering.nanosToRest(here, 0);
    assertThat(rest).isPositive();
    assertThat(requireNonNull(gathering.next(here, rest)).commands).containsExactly(first, second);
  }

  @Test
  void repeat_endsBeforeTheDeadline_andThePlaceIsDown() {
    place.lane = here;
    Command command = ask();
    requireNonNull(gathering.next(here, 0)).land(here);
    command.refusal = Refusal.of("LOADING Redis is loading the dataset in memory");
    Change change = new Change();
    new Verdict(here, new Lanes(address -> here), null, DEADLINE - 1, change)
        .repeat(List.of(command));
    change.tell(new Notices(), null);

    assertThat(LinkProbe.failure(command.answer)).hasMessageContaining("LOADING");
    assertThat(place.up).isFalse();
  }
}
