/*
 * Copyright the Cyclops authors
 * SPDX-License-Identifier: MIT
 */
package dev.cyclops.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A group of equal events that comes in often: who floods, and how much. Immutable.
 *
 * <p>Title and level are a stranger's words, and may hold personal data where the event has it in
 * its message: show them as text only, and to the operator only; never log them.
 *
 * @param project the project it belongs to
 * @param id tells it from the others of its project, 16 hexadecimal digits; the same until the
 *     secret of the group keys changes; not the key itself
 * @param title what Sentry would show: the exception raised last, else the message, else where it
 *     happened; its first line, at most 200 characters, none of them a control character
 * @param level such as {@code error}; null when the event has none
 * @param category the kind of data
 * @param seen how many events came from firstSeen to lastSeen; exact
 * @param ignored how many of these were dropped as repeats
 * @param perSecond how many events come in a second: an average whose weights halve each minute,
 *     over what was seen since firstSeen
 * @param firstSeen since when it is followed; events before that are in no count
 * @param lastSeen when the last event of it arrived
 */
public record FloodGroup(
    long project,
    String id,
    String title,
    @Nullable String level,
    DataCategory category,
    long seen,
    long ignored,
    double perSecond,
    Instant firstSeen,
    Instant lastSeen) {}
