/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.redis.farm;

import static dev.cyclops.redis.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.redis.RedisLink;
import dev.cyclops.redis.RedisOptions;
import dev.cyclops.redis.farm.FarmBoard.Heard;
import dev.cyclops.servers.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FarmBoardIT {
  private final RedisServer server = RedisServer.create();
  private final RedisLink link =
      RedisLink.open(RedisOptions.builder().address(RedisServer.HOST, server.port()).build());

  @AfterEach
  void close() {
    link.close();
    server.close();
  }

  private static Heard tell(
      FarmBoard board, String report, boolean looking, Predicate<Heard> until) {
    return tell(board, report, looking, () -> {}, until);
  }

  /** Others have to tell again and again, too, or a machine that stands still forgets them. */
  private static Heard tell(
      FarmBoard board, String report, boolean looking, Runnable others, Predicate<Heard> until) {
    return await()
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              others.run();
              return board.tell(report.getBytes(UTF_8), looking);
            },
            until);
  }

  /** How many there are on the server: the first answer of a board is from before it was asked. */
  private long reports() {
    return server.number("HLEN", "{cy:farm}:reports");
  }

  private static List<String> texts(Heard heard) {
    return heard.reports().stream().map(report -> new String(report, UTF_8)).toList();
  }

  @Test
  void reports_areHeardByTheOthers_andGoWithWhoTellsNothingMore() {
    FarmBoard one = new FarmBoard(link, 10);
    FarmBoard other = new FarmBoard(link, 10);
    byte[] report = "{\"a\": \"1 2\n\u20ac\"}".getBytes(UTF_8);

    Heard heard = tell(other, "other", false, () -> one.tell(report, true), h -> h.others() == 1);
    assertThat(texts(heard)).containsExactly("{\"a\": \"1 2\n\u20ac\"}");
    assertThat(heard.looking()).isTrue();
    assertThat(tell(one, "one", false, h -> h.others() == 1).looking()).isFalse();
    assertThat(server.number("PTTL", "{cy:farm}:reports"))
        .isBetween(1L, FarmBoard.LIFETIME.toMillis());

    // While Redis is away nobody is heard, either.
    Heard alone = tell(other, "other", false, h -> h.connected() && h.others() == 0);
    assertThat(alone.reports()).isEmpty();
    assertThat(reports()).isEqualTo(1);
  }

  @Test
  void reports_areNoMoreThanWanted() {
    List<FarmBoard> many = Stream.generate(() -> new FarmBoard(link, 10)).limit(3).toList();
    FarmBoard board = new FarmBoard(link, 2);
    Heard heard =
        tell(
            board,
            "mine",
            false,
            () -> many.forEach(each -> each.tell("many".getBytes(UTF_8), false)),
            h -> h.others() == many.size());
    assertThat(texts(heard)).containsExactly("many", "many");
  }

  @Test
  void redisAway_isSaid() {
    FarmBoard board = new FarmBoard(link, 10);
    tell(board, "one", false, h -> h.connected() && reports() == 1);
    server.close();
    assertThat(tell(board, "one", false, h -> !h.connected()).reports()).isEmpty();
  }

  @Test
  void somethingElseUnderTheKey_isAsIfRedisWereAway() {
    server.execute("SET", "{cy:farm}:reports", "text");
    FarmBoard board = new FarmBoard(link, 10);
    tell(board, "one", false, h -> !h.connected());
    server.execute("DEL", "{cy:farm}:reports");
    tell(board, "one", false, Heard::connected);
  }
}
