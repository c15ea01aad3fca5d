/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.WriteReadyHandler;

final class GuardedSinkTest {
  private final ManualTime time = new ManualTime();
  private int closed;
  private final GuardedSink sink =
      new GuardedSink(new TakesAll(), Guarded.TIMEOUTS, time, () -> closed++);

  @Test
  void answerThatIsNotTaken_closesTheConnection() {
    sink.resumeWrites();
    time.move(Duration.ofSeconds(29));
    assertThat(closed).isZero();
    sink.resumeWrites();

    time.move(Duration.ofSeconds(1));

    assertThat(closed).isEqualTo(1);
  }

  @Test
  void answerThatIsTakenFastEnough_isNotCutOff() throws Exception {
    sink.resumeWrites();
    sink.write(ByteBuffer.allocate(500 * 30));
    time.move(Duration.ofSeconds(30));
    assertThat(closed).isZero();

    time.move(Duration.ofSeconds(30));
    assertThat(closed).isEqualTo(1);
  }

  @Test
  void answerThatWasTaken_leavesNoDeadline() {
    sink.resumeWrites();
    sink.suspendWrites();
    time.move(Duration.ofMinutes(5));
    sink.resumeWrites();
    time.move(Duration.ofSeconds(29));

    assertThat(closed).isZero();
    sink.close();
    assertThat(time.timers()).isZero();
  }

  private static final class TakesAll implements StreamSinkConduit {
    @Override
    public int write(ByteBuffer src) {
      int size = src.remaining();
      src.position(src.limit());
      return size;
    }

    @Override
    public long write(ByteBuffer[] srcs, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int writeFinal(ByteBuffer src) {
      return write(src);
    }

    @Override
    public long writeFinal(ByteBuffer[] srcs, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(FileChannel src, long position, long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(StreamSourceChannel source, long count, ByteBuffer throughBuffer) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void terminateWrites() {}

    @Override
    public boolean isWriteShutdown() {
      return false;
    }

    @Override
    public void resumeWrites() {}

    @Override
    public void suspendWrites() {}

    @Override
    public void wakeupWrites() {}

    @Override
    public boolean isWriteResumed() {
      return false;
    }

    @Override
    public void awaitWritable() {}

    @Override
    public void awaitWritable(long duration, TimeUnit unit) {}

    @Override
    public XnioIoThread getWriteThread() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void setWriteReadyHandler(WriteReadyHandler handler) {}

    @Override
    public void truncateWrites() {}

    @Override
    public boolean flush() {
      return true;
    }

    @Override
    public XnioWorker getWorker() {
      throw new UnsupportedOperationException();
    }
  }
}
