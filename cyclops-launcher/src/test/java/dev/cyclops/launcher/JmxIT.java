/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.tools.attach.VirtualMachine;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A console that attaches to the packaged launcher, as one on the same machine does. */
class JmxIT {
  @TempDir private Path folder;

  @Test
  void attributes_areThoseOfTheStats() throws Exception {
    try (RunningLauncher launcher =
        RunningLauncher.start(
            folder, "SENTRY_BASE_URL = 'http://127.0.0.1:1'\nPROJECT_KEYS = [(7, 'seven')]\n")) {
      assertThat(launcher.report(7, "seven")).isEqualTo(200);
      // Ten seconds otherwise.
      System.setProperty("sun.tools.attach.attachTimeout", "60000");
      VirtualMachine machine =
          VirtualMachine.attach(String.valueOf(launcher.process().process().pid()));
      JMXServiceURL url = new JMXServiceURL(machine.startLocalManagementAgent());
      try (JMXConnector connector = JMXConnectorFactory.connect(url)) {
        MBeanServerConnection server = connector.getMBeanServerConnection();
        Set<ObjectName> names =
            RunningLauncher.patiently()
                .until(
                    () -> server.queryNames(new ObjectName("dev.cyclops:*"), null),
                    found -> !found.isEmpty());
        ObjectName name = new ObjectName("dev.cyclops:type=Cyclops,port=" + launcher.port());
        assertThat(names).containsExactly(name);

        JsonObject stats =
            JsonParser.parseString(launcher.operatorGet("/stats", "").body()).getAsJsonObject();
        Set<String> attributes =
            Arrays.stream(server.getMBeanInfo(name).getAttributes())
                .map(MBeanAttributeInfo::getName)
                .collect(Collectors.toSet());
        // What the operator's listener itself has refused is its own.
        stats.remove("operatorRefused");
        assertThat(attributes).isEqualTo(stats.keySet());
        assertThat(server.getAttribute(name, "processed")).isEqualTo(1L);
        RunningLauncher.patiently()
            .until(() -> server.getAttribute(name, "unaccounted"), Long.valueOf(0)::equals);
        assertThat(server.getAttribute(name, "averageMillis")).isNull();
        CompositeData storage = (CompositeData) server.getAttribute(name, "storage");
        assertThat(storage.getCompositeType().keySet())
            .isEqualTo(stats.getAsJsonObject("storage").keySet());
        assertThat(storage.get("maxBytes"))
            .isEqualTo(stats.getAsJsonObject("storage").get("maxBytes").getAsLong());
      } finally {
        machine.detach();
      }
    }
  }
}
