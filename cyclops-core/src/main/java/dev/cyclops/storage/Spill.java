/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.storage;

import java.util.List;

/**
 * Events of one project that are to be moved out of memory.
 *
 * @param ordered whether all that stays of that project is younger
 */
record Spill(List<Lease> leases, boolean ordered) {}
