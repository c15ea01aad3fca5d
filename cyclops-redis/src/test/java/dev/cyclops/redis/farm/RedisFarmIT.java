/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.farm;

import static dev.cyclops.redis.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.event.Route;
import dev.cyclops.redis.PatientLink;
import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.RedisOptions;
import dev.cyclops.send.SendResult;
import dev.cyclops.servers.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RedisFarmIT {
  private static final Duration HOUR = Duration.ofHours(1);

  private final RedisServer server = RedisServer.create();
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void keepServer() {
    open.add(server);
  }

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private RedisLink link() {
    return opened(PatientLink.to(server));
  }

  private RedisLink opened(RedisLink link) {
    open.add(link);
    return link;
  }

  private RedisFarm farm(int maxInFlight) {
    return farm(link(), maxInFlight);
  }

  private RedisFarm farm(RedisLink link, int maxInFlight) {
    RedisFarm farm = RedisFarm.create(link, maxInFlight);
    open.add(farm);
    return farm;
  }

  private static void eventually(Callable<Boolean> condition) {
    await().pollInterval(Duration.ofMillis(10)).until(condition);
  }

  private static int acquireAll(RedisFarm farm) {
    return farm.acquire(1000);
  }

  // ---- what is in Redis

  @Test
  void keys_expireButForTheSecret() {
    RedisFarm farm = farm(5);
    farm.openBreaker(HOUR);
    Event event =
        Event.builder(Route.STORE)
            .build()
            .accepted(1, "key", null, DataCategory.ERROR, UnaryOperator.identity());
    farm.limits().learn(event, SendResult.answered(429, "3600", null));
    RedisFarm other = farm(5);
    eventually(() -> other.isBreakerOpen() && other.limits().header(1, "key") != null);
    List<?> keys = (List<?>) server.execute("KEYS", "*");
    assertThat(keys)
        .asString()
        .contains("members", "lead", "breaker", "secret", "limits", "limit-changes", "limit-ends");
    for (Object key : keys) {
      String name = (String) key;
      assertThat(name).startsWith("{cy:farm}:");
      long left = server.number("PTTL", name);
      if (name.endsWith(":secret")) {
        assertThat(left).isEqualTo(-1);
      } else {
        assertThat(left).as(name).isPositive();
      }
    }
  }

  @Test
  void members_areThoseThatAreAlive() {
    RedisFarm one = farm(4);
    eventually(() -> acquireAll(one) > 0);
    RedisFarm other = farm(4);
    await()
        .untilAsserted(
            () -> {
              List<FarmMember> members = one.members();
              assertThat(members).extracting(FarmMember::id).containsExactly(one.id(), other.id());
              assertThat(members).extracting(FarmMember::leads).containsExactly(true, false);
              assertThat(members.get(0).inFlight()).isEqualTo(4);
            });
    eventually(() -> one.instances() == 2);
    assertThat(one.toString()).contains(one.id());
  }

  // ---- a bound that changes

  @Test
  void maxInFlight_followsABoundThatChanges() {
    AtomicInteger bound = new AtomicInteger(8);
    RedisFarm farm = RedisFarm.create(link(), bound::get);
    open.add(farm);
    AtomicInteger held = new AtomicInteger();
    eventually(() -> held.addAndGet(acquireAll(farm)) == 8);

    bound.set(3);
    farm.release(6);
    eventually(() -> farm.members().get(0).permits() == 3);
    assertThat(acquireAll(farm)).isEqualTo(1);
    assertThat(acquireAll(farm)).isZero();

    bound.set(12);
    held.set(3);
    eventually(() -> held.addAndGet(acquireAll(farm)) == 12);
    assertThat(acquireAll(farm)).isZero();
  }

  // ---- what can be wrong

  @Test
  void create_checksItsValues() {
    RedisLink link = link();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RedisFarm.create(link, 0))
        .withMessage("maxInFlight < 1: 0");
  }

  @Test
  void create_saysThatTheSecretCannotBeRead() {
    RedisLink link = link();
    server.kill();
    assertThatIllegalStateException()
        .isThrownBy(() -> RedisFarm.create(link, 5))
        .withMessageStartingWith("the farm's secret cannot be read from Redis: ");
  }

  @Test
  void create_refusesASecretThatIsNone() {
    server.execute("SET", "{cy:farm}:secret", "short");
    RedisLink link = link();
    assertThatIllegalStateException()
        .isThrownBy(() -> RedisFarm.create(link, 5))
        .withMessage("the key {cy:farm}:secret in Redis is not the farm's secret");
  }

  // ---- Redis is away

  @Test
  void redisGone_leavesEachItsShareAndABreakerOfItsOwn() {
    RedisFarm one = farm(10);
    RedisFarm other = farm(10);
    eventually(() -> one.instances() == 2 && other.instances() == 2);
    int[] held = {0};
    eventually(() -> (held[0] += acquireAll(one)) > 0);
    server.kill();
    eventually(() -> !one.isConnected() && !other.isConnected());
    eventually(() -> one.leads() && other.leads());
    one.release(held[0]);

    // The one that has led may still have what Redis had given it.
    for (RedisFarm each : List.of(one, other)) {
      int[] share = {0};
      eventually(
          () -> {
            each.release(share[0]);
            share[0] = acquireAll(each);
            return share[0] == 5;
          });
      assertThat(each.acquire(1)).isZero();
    }
    assertThat(one.instances()).isEqualTo(2);
    one.openBreaker(Duration.ZERO);
    assertThat(one.isBreakerOpen()).isTrue();
    assertThat(other.isBreakerOpen()).isFalse();
    eventually(() -> one.takeProbe(HOUR));
    assertThat(one.takeProbe(HOUR)).isFalse();
    assertThat(one.nanosUntilProbe()).isBetween(HOUR.toNanos() * 3 / 2, HOUR.toNanos() * 2);
  }

  @Test
  void redisBack_hearsWhatHappenedMeanwhileAndKeepsTheSecret() {
    RedisFarm one = farm(10);
    RedisFarm other = farm(10);
    eventually(() -> one.instances() == 2 && other.instances() == 2);
    server.kill();
    eventually(() -> one.leads() && other.leads());
    one.openBreaker(HOUR);
    server.start();
    eventually(() -> one.isConnected() && other.isConnected());
    eventually(other::isBreakerOpen);
    eventually(() -> one.leads() != other.leads());

    // Redis had no file to keep it in.
    eventually(() -> server.execute("GET", "{cy:farm}:secret") != null);
    assertThat(farm(10).groupSecret()).isEqualTo(one.groupSecret());
  }

  @Test
  void redisFrozen_holdsNobodyUp() {
    RedisFarm farm =
        farm(
            opened(
                RedisLink.open(
                    RedisOptions.builder()
                        .address(RedisServer.HOST, server.port())
                        .timeout(Duration.ofSeconds(10))
                        .build())),
            10);
    eventually(() -> acquireAll(farm) > 0);
    farm.openBreaker(Duration.ZERO);
    server.freeze();
    // Far less than 10,000 times what a command may take.
    assertTimeout(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < 10_000; i++) {
            farm.release(farm.acquire(1));
            farm.takeProbe(HOUR);
            farm.openBreaker(Duration.ofMillis(i));
            farm.closeBreaker();
            farm.leads();
          }
        });
    eventually(() -> !farm.isConnected());
    server.thaw();
    eventually(farm::isConnected);
  }

  @Test
  void redisFull_isStillHeard() {
    RedisFarm one = farm(10);
    eventually(() -> acquireAll(one) > 0);
    server.execute("CONFIG", "SET", "maxmemory", "1");
    RedisFarm other = farm(10);
    eventually(() -> one.instances() == 2);
    other.openBreaker(HOUR);
    eventually(one::isBreakerOpen);
    assertThat(one.isConnected()).isTrue();
  }
}
