/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class FixedKeySourceTest extends KeySourceContract {
  @Override
  protected KeySource create(Collection<ProjectKey> keys) {
    return KeySource.of(keys);
  }

  @Test
  void of_copiesTheKeys() throws Exception {
    List<ProjectKey> keys = new ArrayList<>(List.of(new ProjectKey(1, "a", null)));
    KeySource source = create(keys);
    keys.clear();
    assertThat(source.load()).containsExactly(new ProjectKey(1, "a", null));
  }
}
