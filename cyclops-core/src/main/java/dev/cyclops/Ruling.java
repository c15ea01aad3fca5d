/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops;

/** What the admission says of an event: a decision, or that it is still undecided. */
sealed interface Ruling permits Decision, Undecided {}
