package com.example.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.event.DataCategory;
import dev.cyclops.event.Event;
import dev.cyclops.spool.SpoolStorage;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the contract cannot know: that it is encrypted, on a real disk, over a restart. */
class EncryptedSpoolTest {
  private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] BODY =
      "{\"message\":\"the card number is 4711\"}".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  private Storage open(byte[] key) {
    return new EncryptedStorage(SpoolStorage.builder(folder).build(), key);
  }

  private void put() {
    try (Storage storage = open(KEY)) {
      Event event =
          Event.store(1, "public", BODY)
              .accepted(1, "public", null, DataCategory.ERROR, UnaryOperator.identity());
      assertThat(storage.put(event).toCompletableFuture().join().stored()).isTrue();
    }
  }

  private boolean isOnDisk(String text) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void body_isNowhereOnTheDiskAndComesBackAfterARestart() throws Exception {
    put();
    assertThat(isOnDisk("public")).isTrue();
    assertThat(isOnDisk("card number")).isFalse();

    try (Storage storage = open(KEY)) {
      List<Delivery> deliveries = storage.next(2, Paused.NOTHING);
      assertThat(deliveries).singleElement().extracting(d -> d.event().body()).isEqualTo(BODY);
      storage.markAsDone(deliveries.get(0));
      assertThat(storage.totalSize()).isZero();
    }
  }

  @Test
  void anotherKey_isToldInWords() {
    put();

    try (Storage storage = open(new byte[16])) {
      Delivery delivery = storage.next(1, Paused.NOTHING).get(0);
      assertThatThrownBy(delivery::event).hasMessageContaining("is it another key?");
    }
  }
}
