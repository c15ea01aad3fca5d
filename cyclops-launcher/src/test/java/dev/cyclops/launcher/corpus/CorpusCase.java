/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.launcher.corpus;

import java.util.List;

/**
 * One request, or what pretends to be one, and what is to become of it.
 *
 * @param where file and line
 * @param name unique in the whole corpus
 * @param defences what would have to be missing for this case to fail
 * @param request the bytes on the wire
 * @param bodies the bodies in it, as far as macros framed them
 * @param statuses of the answers, in their order, interim ones included
 * @param open whether the connection lives on after them
 * @param arriving method and target of what arrives at Sentry
 * @param rewritten whether the body arrives changed
 * @param halfClose whether the client ends its side after the request
 * @param answerHeaders {@code name: value}, or a name alone, that the last answer has
 */
record CorpusCase(
    String where,
    String name,
    List<String> defences,
    byte[] request,
    List<byte[]> bodies,
    List<Integer> statuses,
    boolean open,
    List<String> arriving,
    boolean rewritten,
    boolean halfClose,
    List<String> answerHeaders) {

  /** Whether the answer has no body whatever its length says. */
  boolean isHead() {
    return request.length > 5 && request[0] == 'H' && request[1] == 'E' && request[3] == 'D';
  }

  @Override
  public String toString() {
    return name + " (" + where + ")";
  }
}
