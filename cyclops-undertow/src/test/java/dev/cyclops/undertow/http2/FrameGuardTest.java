/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.undertow.protocols.http2.ConnectionErrorException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameGuardTest {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int CONTINUATION = 9;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  private long now = Duration.ofHours(1).toNanos();
  private final FrameGuard guard = new FrameGuard(16 << 10, () -> now);

  private static byte[] frame(int type, int flags, int stream, int length) {
    return ByteBuffer.allocate(9 + length)
        .put((byte) (length >> 16))
        .putShort((short) length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .array();
  }

  private void open() throws ConnectionErrorException {
    guard.check(ByteBuffer.wrap(FrameGuard.PREFACE));
    check(frame(SETTINGS, 0, 0, 0));
  }

  private void check(byte[] bytes) throws ConnectionErrorException {
    guard.check(ByteBuffer.wrap(bytes));
  }

  private int checkUntilRefused(byte[] frame) {
    for (int i = 0; i < 100_000; i++) {
      try {
        check(frame);
      } catch (ConnectionErrorException e) {
        assertThat(e.getCode()).isEqualTo(11);
        return i;
      }
    }
    throw new AssertionError("never refused");
  }

  @Test
  void check_grantsACreditAndRefillsItWithTime() throws Exception {
    open();
    assertThat(checkUntilRefused(frame(PING, 0, 0, 8))).isEqualTo(FrameGuard.MAX_CREDIT - 1);

    now += Duration.ofSeconds(2).toNanos();
    int refilled = checkUntilRefused(frame(PING, 0, 0, 8));

    assertThat(refilled).isBetween(198, 200);
  }

  @Test
  void check_neverRefillsMoreThanTheFirstCredit() throws Exception {
    open();
    now += Duration.ofDays(30).toNanos();

    int granted = checkUntilRefused(frame(PING, 0, 0, 8));

    assertThat(granted).isLessThanOrEqualTo(2 * FrameGuard.MAX_CREDIT);
  }

  @Test
  void check_makesResetsDear() throws Exception {
    open();

    assertThat(checkUntilRefused(frame(RST_STREAM, 0, 1, 4)))
        .isLessThanOrEqualTo(FrameGuard.MAX_CREDIT / 8);
  }

  @Test
  void check_letsRequestsPayForWindowUpdates() throws Exception {
    open();
    for (int stream = 1; stream < 20_000; stream += 2) {
      check(frame(HEADERS, END_HEADERS, stream, 50));
      check(frame(DATA, END_STREAM, stream, 200));
      check(frame(8, 0, 0, 4));
      check(frame(8, 0, stream, 4));
    }
  }

  @Test
  void check_countsEmptyData() throws Exception {
    open();
    check(frame(HEADERS, END_HEADERS, 1, 50));

    assertThat(checkUntilRefused(frame(DATA, 0, 1, 0))).isBetween(900, 1010);
  }

  @ParameterizedTest
  @ValueSource(ints = {DATA, HEADERS, PING})
  void check_refusesAnythingWithinAHeaderBlock(int type) throws Exception {
    open();
    check(frame(HEADERS, 0, 1, 30));

    assertThatThrownBy(() -> check(frame(type, END_STREAM | END_HEADERS, 3, 20)))
        .isInstanceOf(ConnectionErrorException.class)
        .hasMessage("a header block with gaps");
  }

  @Test
  void check_refusesTheRestOfAHeaderBlockWithoutItsStart() throws Exception {
    open();

    assertThatThrownBy(() -> check(frame(CONTINUATION, END_HEADERS, 1, 30)))
        .isInstanceOf(ConnectionErrorException.class)
        .hasMessage("a header block with gaps");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 9, 1000})
  void check_seesTheSameInAnyPieces(int size) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(FrameGuard.PREFACE);
    all.writeBytes(frame(SETTINGS, 0, 0, 12));
    all.writeBytes(frame(HEADERS, 0, 1, 30));
    all.writeBytes(frame(CONTINUATION, END_HEADERS, 1, 30));
    all.writeBytes(frame(DATA, END_STREAM, 1, 5000));
    all.writeBytes(frame(HEADERS, END_HEADERS, 1, 30));
    byte[] bytes = all.toByteArray();

    assertThatThrownBy(
            () -> {
              for (int from = 0; from < bytes.length; from += size) {
                check(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size)));
              }
            })
        .isInstanceOf(ConnectionErrorException.class)
        .hasMessage("trailers without an end");
  }

  @Test
  void check_lowersOnlyTheSizeOfTheTable() throws Exception {
    guard.check(ByteBuffer.wrap(FrameGuard.PREFACE));
    byte[] settings = frame(SETTINGS, 0, 0, 18);
    ByteBuffer.wrap(settings, 9, 18)
        .putShort((short) 3)
        .putInt(0x12345678)
        .putShort((short) 1)
        .putInt(0x7fffffff)
        .putShort((short) 4)
        .putInt(0x12345678);

    check(settings);

    ByteBuffer seen = ByteBuffer.wrap(settings, 9, 18);
    assertThat(seen.getShort()).isEqualTo((short) 3);
    assertThat(seen.getInt()).isEqualTo(0x12345678);
    assertThat(seen.getShort()).isEqualTo((short) 1);
    assertThat(seen.getInt()).isEqualTo(4095);
    assertThat(seen.getShort()).isEqualTo((short) 4);
    assertThat(seen.getInt()).isEqualTo(0x12345678);
  }

  @Test
  void check_refusesLongHeaderBlocks() throws Exception {
    open();
    check(frame(HEADERS, 0, 1, 10_000));

    assertThatThrownBy(() -> check(frame(CONTINUATION, END_HEADERS, 1, 6_400)))
        .hasMessage("a long header block");
  }

  @Test
  void check_refusesLongFrames() throws Exception {
    open();

    assertThatThrownBy(() -> check(frame(DATA, 0, 1, FrameGuard.MAX_FRAME_BYTES + 1)))
        .hasMessage("a long frame");
  }

  @Test
  void check_refusesAnotherPreface() {
    assertThatThrownBy(() -> check("GET / HTTP/1.1\r\n".getBytes())).hasMessage("no preface");
  }

  @Test
  void pendingNanos_runsFromTheStartOfEachFrameButData() throws Exception {
    assertThat(guard.pendingNanos(now + 5)).isEqualTo(5);
    open();
    assertThat(guard.pendingNanos(now + 5)).isZero();

    check(Arrays.copyOf(frame(HEADERS, END_HEADERS, 1, 100), 20));
    now += 7;
    check(new byte[1]);
    assertThat(guard.pendingNanos(now)).isEqualTo(7);
    check(new byte[88]);
    assertThat(guard.pendingNanos(now)).isZero();

    check(Arrays.copyOf(frame(DATA, 0, 1, 100), 20));
    assertThat(guard.pendingNanos(now + 5)).isZero();
  }

  @Test
  void pendingNanos_countsAHeaderBlockAsOne() throws Exception {
    open();
    check(frame(HEADERS, 0, 1, 10));
    now += 7;
    check(frame(CONTINUATION, 0, 1, 10));
    now += 7;

    assertThat(guard.pendingNanos(now)).isEqualTo(14);
    check(frame(CONTINUATION, END_HEADERS, 1, 10));
    assertThat(guard.pendingNanos(now)).isZero();
  }
}
