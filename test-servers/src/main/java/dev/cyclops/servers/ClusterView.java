/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.servers;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What a node of a cluster knows of all nodes. */
final class ClusterView {
  /** A line of {@code CLUSTER NODES}. */
  private record Node(int port, List<String> flags, String master, List<String> slots) {
    static Node parse(String line) {
      List<String> words = List.of(line.split(" ", -1));
      String address = words.get(1).substring(0, words.get(1).indexOf('@'));
      return new Node(
          Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)),
          List.of(words.get(2).split(",", -1)),
          words.get(3),
          // In brackets: those that are on their way.
          words.stream().skip(8).filter(range -> !range.startsWith("[")).toList());
    }

    boolean has(int slot) {
      for (String range : slots) {
        String[] ends = range.split("-", -1);
        if (Integer.parseInt(ends[0]) <= slot && slot <= Integer.parseInt(ends[ends.length - 1])) {
          return true;
        }
      }
      return false;
    }
  }

  private final List<Node> nodes;

  private ClusterView(List<Node> nodes) {
    this.nodes = nodes;
  }

  static ClusterView of(RedisServer node) {
    String lines = (String) Objects.requireNonNull(node.execute("CLUSTER", "NODES"));
    return new ClusterView(lines.lines().map(Node::parse).toList());
  }

  /** Whether it knows that many, and has met all of them. */
  boolean isComplete(int count) {
    return nodes.size() == count
        && nodes.stream().noneMatch(node -> node.flags().contains("handshake"));
  }

  /** The port of who has a slot; 0 for nobody. */
  int owner(int slot) {
    return nodes.stream().filter(node -> node.has(slot)).map(Node::port).findFirst().orElse(0);
  }

  /** Who has which slots and who follows whom, by port: the same in all views in the end. */
  Map<Integer, String> roles() {
    Map<Integer, String> roles = new TreeMap<>();
    for (Node node : nodes) {
      roles.put(node.port(), node.master() + node.slots());
    }
    return roles;
  }

  /** Whether the node at a port is a replica of the master of that id. */
  boolean follows(int port, String master) {
    return nodes.stream().anyMatch(node -> node.port() == port && node.master().equals(master));
  }
}
