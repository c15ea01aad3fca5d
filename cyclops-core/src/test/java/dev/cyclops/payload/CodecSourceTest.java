/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.payload;

import static dev.cyclops.payload.Bodies.store;
import static dev.cyclops.payload.Bodies.text;
import static dev.cyclops.payload.Bodies.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.cyclops.codec.ContentCodec;
import dev.cyclops.codec.WindowTooLargeException;
import dev.cyclops.event.Event;
import dev.cyclops.payload.UnreadableBodyException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the core treats codecs that others wrote. */
class CodecSourceTest {
  /** What a stream does when it is read. */
  private interface Reading {
    int read(byte[] into, int offset, int length) throws IOException;
  }

  /** Counts what it opens and closes. */
  private static final class Scripted implements ContentCodec {
    private final String name;
    private final Reading reading;
    int open;

    Scripted(String name, Reading reading) {
      this.name = name;
      this.reading = reading;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public InputStream decode(InputStream encoded) {
      open++;
      return new InputStream() {
        @Override
        public int read() {
          throw new AssertionError("one by one");
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          return reading.read(into, offset, length);
        }

        @Override
        public void close() throws IOException {
          open--;
          throw new IOException("close");
        }
      };
    }

    @Override
    public OutputStream encode(OutputStream encoded) {
      return encoded;
    }
  }

  private static Event event() {
    return store(utf8("body"), "Content-Encoding", "Odd");
  }

  private static void assertRefused(Reading reading, Reason reason) {
    Scripted codec = new Scripted("odd", reading);
    PayloadReader reader = new PayloadReader(1 << 20, 1 << 20, new Decoders(List.of(codec)));
    // More often than there are places: each has to be given back.
    for (int i = 0; i < 2 * Decoders.MAX_OPEN; i++) {
      assertThatThrownBy(() -> reader.read(event()))
          .asInstanceOf(type(UnreadableBodyException.class))
          .extracting(UnreadableBodyException::reason)
          .isEqualTo(reason);
      assertThat(codec.open).isZero();
    }
  }

  private static int overflow(int depth) {
    return depth == 0 ? 0 : 1 + overflow(depth + 1);
  }

  @Test
  void read_ofAFailingCodec_isTheClientsFault() {
    assertRefused(
        (into, offset, length) -> {
          throw new IOException("damaged");
        },
        Reason.MALFORMED);
    assertRefused(
        (into, offset, length) -> {
          throw new ArrayIndexOutOfBoundsException();
        },
        Reason.MALFORMED);
    assertRefused((into, offset, length) -> overflow(1), Reason.MALFORMED);
    assertRefused(
        (into, offset, length) -> {
          throw new AssertionError();
        },
        Reason.MALFORMED);
    assertRefused((into, offset, length) -> 0, Reason.MALFORMED);
    assertRefused((into, offset, length) -> length + 1, Reason.MALFORMED);
    assertRefused((into, offset, length) -> -1, Reason.MALFORMED);
    assertRefused(
        (into, offset, length) -> {
          throw new WindowTooLargeException("window");
        },
        Reason.TOO_LARGE);
  }

  @Test
  void read_ofAnEndlessStream_endsAtTheRatio() {
    assertRefused(
        (into, offset, length) -> {
          Arrays.fill(into, offset, offset + length, (byte) ' ');
          return length;
        },
        Reason.TOO_LARGE);
  }

  @Test
  void read_withoutTheCodec_isUnsupported() {
    PayloadReader reader = new PayloadReader(1000, 1000);
    assertThatThrownBy(() -> reader.read(event()))
        .asInstanceOf(type(UnreadableBodyException.class))
        .extracting(UnreadableBodyException::reason)
        .isEqualTo(Reason.UNSUPPORTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xor", "XOR", " Xor\t", "xor "})
  void read_takesTheNameInAnyCase(String name) throws UnreadableBodyException {
    PayloadReader reader = new PayloadReader(1000, 1000, new Decoders(List.of(new XorCodec())));
    Event event = store(XorCodec.xor(utf8("{\"a\":1}")), "Content-Encoding", name);
    assertThat(text(reader.read(event).payload())).isEqualTo("{\"a\":1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xor, xor", "xor,", "gzip, xor", "identity, xor", "xor;q=1", "x or"})
  void read_takesOneEncodingOnly(String name) {
    PayloadReader reader = new PayloadReader(1000, 1000, new Decoders(List.of(new XorCodec())));
    Event event = store(XorCodec.xor(utf8("{\"a\":1}")), "Content-Encoding", name);
    assertThatThrownBy(() -> reader.read(event))
        .asInstanceOf(type(UnreadableBodyException.class))
        .extracting(UnreadableBodyException::reason)
        .isEqualTo(Reason.UNSUPPORTED);
  }

  @Test
  void read_whenEightAreOpen_isRefusedAsBusy() throws Exception {
    List<Reason> reasons = new ArrayList<>();
    PayloadReader[] readers = new PayloadReader[1];
    int[] depth = {0};
    // Each stream, while it is read, reads another body: so many are open at once.
    Scripted codec =
        new Scripted(
            "odd",
            (into, offset, length) -> {
              depth[0]++;
              Thread other =
                  new Thread(
                      () -> {
                        try {
                          readers[0].read(event());
                        } catch (UnreadableBodyException e) {
                          reasons.add(e.reason());
                        }
                      });
              other.start();
              try {
                other.join();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              return -1;
            });
    readers[0] = new PayloadReader(1000, 1000, new Decoders(List.of(codec)));
    assertThatThrownBy(() -> readers[0].read(event())).isInstanceOf(UnreadableBodyException.class);
    assertThat(depth[0]).isEqualTo(Decoders.MAX_OPEN);
    assertThat(reasons.get(0)).isEqualTo(Reason.BUSY);
    assertThat(reasons.subList(1, reasons.size())).containsOnly(Reason.MALFORMED);
  }

  @Test
  void decoders_refuseNamesThatCannotBe() {
    for (String name : new String[] {"", "gzip", "deflate", "identity", "Br", "a b", "a,b"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Decoders(List.of(new Scripted(name, (into, o, l) -> -1))));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Decoders(List.of(new XorCodec(), new XorCodec())))
        .withMessage("two codecs for the content encoding xor");
  }

  @Test
  void read_refusesWhatTheCodecLeaves() {
    // Gives something and is done without having read the body.
    boolean[] given = {false};
    PayloadReader reader =
        new PayloadReader(
            1000,
            1000,
            new Decoders(
                List.of(
                    new Scripted(
                        "odd",
                        (into, offset, length) -> {
                          if (given[0]) {
                            return -1;
                          }
                          given[0] = true;
                          return new ByteArrayInputStream(utf8("{}")).read(into, offset, length);
                        }))));
    assertThatThrownBy(() -> reader.read(event()))
        .hasMessage("Something stands behind the compressed body.");
  }
}
