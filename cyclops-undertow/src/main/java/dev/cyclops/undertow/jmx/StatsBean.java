/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.undertow.jmx;

import dev.cyclops.Cyclops;
import dev.cyclops.CyclopsStats;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.openmbean.OpenMBeanAttributeInfo;
import javax.management.openmbean.OpenMBeanConstructorInfo;
import javax.management.openmbean.OpenMBeanInfoSupport;
import javax.management.openmbean.OpenMBeanOperationInfo;
import org.jspecify.annotations.Nullable;

/**
 * The stats of a barrier as attributes of an MBean of open types, which any console can show
 * without a class of ours: under the names that the operator's page {@code /stats} has, with what
 * is an object there as composite data. It can only be read. Each call takes one snapshot, however
 * many attributes it asks for. Thread-safe.
 *
 * <pre>{@code
 * try (StatsBean bean = StatsBean.register(cyclops, "type=Cyclops,name=shop")) { … }
 * }</pre>
 */
public final class StatsBean implements DynamicMBean, AutoCloseable {
  private static final String DOMAIN = "dev.cyclops:";

  private static final RecordType STATS = RecordType.of(CyclopsStats.class);
  private static final RecordType MORE = RecordType.of(More.class);

  private final Cyclops cyclops;
  private final MBeanServer server;
  private final ObjectName name;

  private StatsBean(Cyclops cyclops, MBeanServer server, ObjectName name) {
    this.cyclops = cyclops;
    this.server = server;
    this.name = name;
  }

  /**
   * Registers a barrier at the MBean server of this JVM.
   *
   * @param cyclops the barrier
   * @param properties of its name in the domain {@code dev.cyclops}, such as {@code type=Cyclops}
   * @return to be closed before the barrier, which takes the name back
   * @throws IllegalArgumentException when that is no name
   * @throws IllegalStateException when the name is taken, or the security of the JVM forbids it
   */
  public static StatsBean register(Cyclops cyclops, String properties) {
    Objects.requireNonNull(cyclops, "cyclops == null");
    try {
      ObjectName name = new ObjectName(DOMAIN + properties);
      if (name.isPattern()) {
        throw new IllegalArgumentException("a pattern of names: " + properties);
      }
      MBeanServer server = ManagementFactory.getPlatformMBeanServer();
      StatsBean bean = new StatsBean(cyclops, server, name);
      server.registerMBean(bean, name);
      return bean;
    } catch (MalformedObjectNameException e) {
      throw new IllegalArgumentException("no name of an MBean: " + properties, e);
    } catch (JMException e) {
      throw new IllegalStateException("cannot register an MBean " + properties, e);
    }
  }

  /**
   * Its name.
   *
   * @return for example {@code dev.cyclops:type=Cyclops,port=9999}
   */
  public String name() {
    return name.toString();
  }

  /** What the page counts together. */
  record More(long accepted, long failedSends, long unaccounted, boolean sentryAway) {}

  @Override
  public @Nullable Object getAttribute(String attribute) throws AttributeNotFoundException {
    AttributeList one = getAttributes(new String[] {attribute});
    if (one.isEmpty()) {
      throw new AttributeNotFoundException(attribute);
    }
    return one.asList().get(0).getValue();
  }

  @Override
  public AttributeList getAttributes(String[] attributes) {
    CyclopsStats stats = cyclops.stats();
    More more =
        new More(
            stats.accepted(), stats.failedSends(), stats.unaccounted(), cyclops.isSentryAway());
    AttributeList list = new AttributeList();
    for (String attribute : attributes) {
      if (STATS.has(attribute)) {
        list.add(new Attribute(attribute, STATS.value(stats, attribute)));
      } else if (MORE.has(attribute)) {
        list.add(new Attribute(attribute, MORE.value(more, attribute)));
      }
    }
    return list;
  }

  @Override
  public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
    throw new AttributeNotFoundException("nothing can be set here");
  }

  @Override
  public AttributeList setAttributes(AttributeList attributes) {
    return new AttributeList();
  }

  @Override
  public Object invoke(String action, Object[] parameters, String[] signature) {
    throw new UnsupportedOperationException("nothing can be done here: " + action);
  }

  @Override
  public MBeanInfo getMBeanInfo() {
    return new OpenMBeanInfoSupport(
        StatsBean.class.getName(),
        "What a Cyclops has done since its start and holds now",
        Stream.concat(STATS.attributes().stream(), MORE.attributes().stream())
            .toArray(OpenMBeanAttributeInfo[]::new),
        new OpenMBeanConstructorInfo[0],
        new OpenMBeanOperationInfo[0],
        new MBeanNotificationInfo[0]);
  }

  /** Takes the name back. */
  @Override
  public void close() {
    try {
      server.unregisterMBean(name);
    } catch (JMException e) {
      // Somebody else has taken it from the server, which is what was wanted.
    }
  }
}
