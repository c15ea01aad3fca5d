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
  private record Node(String id, List<String> flags, String master, List<String> slots) {
    static Node parse(String line) {
      List<String> words = List.of(line.split(" ", -1));
      return new Node(
          words.get(0),
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

  /** Whether it has met a node. */
  boolean knows(String id) {
    return nodes.stream().anyMatch(node -> node.id().equals(id));
  }

  /** The id of who has a slot; empty for nobody. */
  String owner(int slot) {
    return nodes.stream().filter(node -> node.has(slot)).map(Node::id).findFirst().orElse("");
  }

  /** Who has which slots and who follows whom, by id: the same in all views in the end. */
  Map<String, String> roles() {
    Map<String, String> roles = new TreeMap<>();
    for (Node node : nodes) {
      roles.put(node.id(), node.master() + node.slots());
    }
    return roles;
  }

  /** Whether a node is a replica of a master. */
  boolean follows(String id, String master) {
    return nodes.stream().anyMatch(node -> node.id().equals(id) && node.master().equals(master));
  }
}
