/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyclops.Cyclops;
import dev.cyclops.CyclopsStats;
import dev.cyclops.auth.KeySource;
import dev.cyclops.auth.ProjectKey;
import dev.cyclops.event.Event;
import java.lang.management.ManagementFactory;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatsBeanTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String name = "type=Cyclops,name=test" + NUMBER.incrementAndGet();
  private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
  private final Cyclops cyclops =
      Cyclops.builder()
          .sentry("http://127.0.0.1:1")
          .keys(KeySource.of(new ProjectKey(1, "public", null)))
          .build()
          .start();

  @AfterEach
  void close() {
    cyclops.close(Duration.ZERO);
  }

  @Test
  void attributes_areAllOfTheStats() throws Exception {
    cyclops.accept(Event.store(1, "public", "{}".getBytes())).toCompletableFuture().join();
    try (StatsBean bean = StatsBean.register(cyclops, name)) {
      ObjectName registered = new ObjectName(bean.name());

      assertThat(server.getMBeanInfo(registered).getAttributes())
          .extracting(MBeanAttributeInfo::getName)
          .containsAll(
              Arrays.stream(CyclopsStats.class.getRecordComponents())
                  .map(RecordComponent::getName)
                  .toList())
          .contains("accepted", "failedSends", "unaccounted", "sentryAway");
      assertThat(server.getAttribute(registered, "processed")).isEqualTo(1L);
      assertThat(server.getAttribute(registered, "accepted")).isEqualTo(1L);
      assertThat(server.getAttribute(registered, "averageMillis")).isNull();
      CompositeData keys = (CompositeData) server.getAttribute(registered, "keys");
      assertThat(keys.get("keys")).isEqualTo(1);
      assertThat(keys.get("ageSeconds")).isNull();
      assertThat(server.getAttributes(registered, new String[] {"shed", "refused", "none"}))
          .hasSize(2);
      assertThatThrownBy(() -> server.getAttribute(registered, "none"))
          .isInstanceOf(AttributeNotFoundException.class);
    }
  }

  @Test
  void close_takesTheNameBack() throws Exception {
    StatsBean bean = StatsBean.register(cyclops, name);
    assertThatThrownBy(() -> StatsBean.register(cyclops, name))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("cannot register an MBean " + name);
    bean.close();
    bean.close();

    assertThat(server.isRegistered(new ObjectName(bean.name()))).isFalse();
  }

  @Test
  void register_refusesWhatIsNoName() {
    assertThatThrownBy(() -> StatsBean.register(cyclops, "*"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
