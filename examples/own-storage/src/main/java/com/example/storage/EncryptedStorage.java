package com.example.storage;

import dev.cyclops.event.Event;
import dev.cyclops.storage.DeadLetters;
import dev.cyclops.storage.Delivery;
import dev.cyclops.storage.DropListener;
import dev.cyclops.storage.Paused;
import dev.cyclops.storage.PutResult;
import dev.cyclops.storage.Settlement;
import dev.cyclops.storage.Storage;
import dev.cyclops.storage.StorageStats;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Another storage, such as a spool on a disk, in which the bodies of events are encrypted: who reads
 * that disk learns when which project reported, and nothing of what. Its guarantee is the other
 * one's; a body takes 28 bytes more there. Thread-safe.
 */
public final class EncryptedStorage implements Storage {
  private final Storage storage;
  private final BodyCipher cipher;

  /**
   * Wraps a storage.
   *
   * @param storage closed with this one
   * @param key 16 or 32 bytes; who loses it has lost the events
   */
  public EncryptedStorage(Storage storage, byte[] key) {
    this.storage = Objects.requireNonNull(storage, "storage == null");
    cipher = new BodyCipher(key);
  }

  // tag::delivery[]
  /** What is handed out: as it was put, and decrypted when somebody looks. */
  private record Decrypted(Delivery delivery, BodyCipher cipher) implements Delivery {
    @Override
    public Event event() {
      return cipher.decrypted(delivery.event());
    }

    @Override
    public int attempts() {
      return delivery.attempts();
    }
  }

  @Override
  public CompletionStage<PutResult> put(Event event) {
    return storage.put(cipher.encrypted(event));
  }

  @Override
  public List<Delivery> next(int max, Paused paused) {
    return decrypted(storage.next(max, paused));
  }

  @Override
  public void settle(Delivery delivery, Settlement settlement) {
    storage.settle(((Decrypted) delivery).delivery(), settlement);
  }
  // end::delivery[]

  @Override
  public CompletionStage<PutResult> takeOver(Event event, int attempts, Settlement state) {
    return storage.takeOver(cipher.encrypted(event), attempts, state);
  }

  @Override
  public List<Delivery> newest(int max, Paused paused) {
    return decrypted(storage.newest(max, paused));
  }

  private List<Delivery> decrypted(List<Delivery> deliveries) {
    return deliveries.stream().<Delivery>map(each -> new Decrypted(each, cipher)).toList();
  }

  @Override
  public void renew(Collection<Delivery> deliveries) {
    storage.renew(deliveries.stream().map(each -> ((Decrypted) each).delivery()).toList());
  }

  @Override
  public DeadLetters deadLetters() {
    DeadLetters letters = storage.deadLetters();
    return new DeadLetters() {
      @Override
      public List<DeadLetter> list(int max) {
        return letters.list(max).stream().map(this::readable).toList();
      }

      @Override
      public List<DeadLetter> list(int max, String after) {
        return letters.list(max, after).stream().map(this::readable).toList();
      }

      @Override
      public Optional<DeadLetter> find(String id) {
        return letters.find(id).map(this::readable);
      }

      private DeadLetter readable(DeadLetter letter) {
        return new DeadLetter(
            letter.id(),
            cipher.decrypted(letter.event()),
            letter.reason(),
            letter.diedAtMillis());
      }

      @Override
      public boolean retry(String id) {
        return letters.retry(id);
      }

      @Override
      public boolean drop(String id) {
        return letters.drop(id);
      }
    };
  }

  @Override
  public void release(String lane) {
    storage.release(lane);
  }

  @Override
  public long size(long project) {
    return storage.size(project);
  }

  @Override
  public long totalSize() {
    return storage.totalSize();
  }

  @Override
  public long heldByProcess() {
    return storage.heldByProcess();
  }

  @Override
  public Set<Long> projects() {
    return storage.projects();
  }

  @Override
  public StorageStats stats() {
    return storage.stats();
  }

  @Override
  public boolean blocks() {
    return storage.blocks();
  }

  @Override
  public boolean isAvailable() {
    return storage.isAvailable();
  }

  @Override
  public void onReady(Runnable ready) {
    storage.onReady(ready);
  }

  @Override
  public void onDropped(DropListener listener) {
    storage.onDropped(listener);
  }

  @Override
  public void close() {
    storage.close();
  }
}
