/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link KeySource} keeps to. Extend it, say how yours is made over given keys, and run
 * it as any JUnit test:
 *
 * <pre>{@code
 * class MyKeySourceTest extends KeySourceContract {
 *   @Override
 *   protected KeySource create(Collection<ProjectKey> keys) throws Exception {
 *     database.replaceAll(keys);
 *     return new MyKeySource(database);
 *   }
 * }
 * }</pre>
 *
 * <p>One that asks something which can be away extends {@link RemoteKeySourceContract} instead.
 */
public abstract class KeySourceContract {
  /** For JUnit. */
  protected KeySourceContract() {}

  /**
   * Makes a source that has these keys and no others.
   *
   * @param keys what is valid; public keys are of 32 hexadecimal digits, secrets too or null
   * @return the source
   * @throws Exception fails the test
   */
  protected abstract KeySource create(Collection<ProjectKey> keys) throws Exception;

  @Test
  void load_hasAllKeysAsTheyAre() throws Exception {
    List<ProjectKey> keys =
        List.of(key(1, 1, true), key(2, 2, false), key(Long.MAX_VALUE, 3, true));
    assertThat(create(keys).load()).containsExactlyInAnyOrderElementsOf(keys);
  }

  @Test
  void load_hasSeveralKeysOfAProject() throws Exception {
    List<ProjectKey> keys = List.of(key(5, 1, true), key(5, 2, false), key(5, 3, true));
    assertThat(create(keys).load()).containsExactlyInAnyOrderElementsOf(keys);
  }

  @Test
  void load_isEmptyWhereThereIsNone() throws Exception {
    assertThat(create(List.of()).load()).isEmpty();
  }

  @Test
  void load_answersTheSameEachTime() throws Exception {
    List<ProjectKey> keys = List.of(key(1, 1, true), key(2, 2, true));
    KeySource source = create(keys);
    for (int i = 0; i < 3; i++) {
      assertThat(source.load()).containsExactlyInAnyOrderElementsOf(keys);
    }
  }

  @Test
  void load_hasThousands() throws Exception {
    List<ProjectKey> keys =
        LongStream.rangeClosed(1, 5000).mapToObj(i -> key(i, i, i % 2 == 0)).toList();
    Collection<ProjectKey> loaded = create(keys).load();
    assertThat(loaded).hasSize(5000);
    assertThat(Set.copyOf(loaded)).isEqualTo(Set.copyOf(keys));
  }

  @Test
  void loadOneByOne_handsOverTheSameKeys() throws Exception {
    List<ProjectKey> keys = List.of(key(1, 1, true), key(5, 2, false), key(5, 3, true));
    KeySource source = create(keys);
    for (int i = 0; i < 3; i++) {
      assertThat(oneByOne(source)).containsExactlyInAnyOrderElementsOf(keys);
    }
    assertThat(oneByOne(create(List.of()))).isEmpty();
  }

  @Test
  void loadOneByOne_hasThousands() throws Exception {
    List<ProjectKey> keys =
        LongStream.rangeClosed(1, 5000).mapToObj(i -> key(i, i, i % 2 == 0)).toList();
    List<ProjectKey> loaded = oneByOne(create(keys));
    assertThat(loaded).hasSize(5000);
    assertThat(Set.copyOf(loaded)).isEqualTo(Set.copyOf(keys));
  }

  @Test
  void loadOneByOne_letsOutWhatItsTakerThrows() throws Exception {
    List<ProjectKey> keys = List.of(key(1, 1, true), key(2, 2, true));
    KeySource source = create(keys);
    IllegalStateException full = new IllegalStateException("no more keys can be taken");
    assertThatThrownBy(
            () ->
                source.load(
                    key -> {
                      throw full;
                    }))
        .satisfies(thrown -> assertThat(thrown).hasStackTraceContaining(full.getMessage()));
    assertThat(oneByOne(source)).containsExactlyInAnyOrderElementsOf(keys);
  }

  @Test
  void close_canBeRepeated() throws Exception {
    KeySource loaded = create(List.of(key(1, 1, true)));
    assertThat(oneByOne(loaded)).hasSize(1);
    loaded.close();
    loaded.close();
  }

  @Test
  void close_needsNoLoadBefore() throws Exception {
    create(List.of(key(1, 1, true))).close();
  }

  @Test
  void load_afterTheEndFailsOrHasAllKeys() throws Exception {
    List<ProjectKey> keys = List.of(key(1, 1, true), key(2, 2, false));
    KeySource source = create(keys);
    source.close();
    List<ProjectKey> loaded;
    try {
      loaded = oneByOne(source);
    } catch (Exception e) {
      return;
    }
    assertThat(loaded).containsExactlyInAnyOrderElementsOf(keys);
  }

  @Test
  void restricts_letsNobodyElseIn() throws Exception {
    assertThat(create(List.of(key(1, 1, true))).restricts()).isTrue();
    assertThat(create(List.of()).restricts()).isTrue();
  }

  static List<ProjectKey> oneByOne(KeySource source) throws Exception {
    List<ProjectKey> keys = new ArrayList<>();
    source.load(keys::add);
    return keys;
  }

  private static ProjectKey key(long project, long number, boolean secret) {
    String digits = String.format("%032x", number * 0x9E37_79B9_7F4A_7C15L);
    return new ProjectKey(project, digits, secret ? digits.replace('0', 'f') : null);
  }
}
