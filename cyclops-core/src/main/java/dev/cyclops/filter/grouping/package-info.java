/**
 * Sentry's way of grouping, near enough for floods: from the bytes of a payload to the hash of the
 * group that it belongs to. Knows nothing of fingerprints, keys and floods; {@code
 * SentryFingerprinter} in {@code dev.cyclops.filter} asks it. Not exported: what is public here is
 * so for that package alone.
 *
 * <p>The way of an event, in one pass from front to back:
 *
 * <pre>
 *  payload
 *    |
 *  GroupingPass               which rule decides; KeySearches: whether the rest could change that
 *    |- ExceptionRules, ThreadRules, FingerprintVariables (EventVariables)
 *    |
 *  EventJson                  members by name (Member); where texts stand (FoundTexts)
 *    |
 *  JsonHasher                 a value of JSON; known frames and names (FrameMemo, NameMemo)
 *    |- FrameNames, FrameFile   what of a frame counts, and how its file is called
 *    |
 *  StringHasher               a string
 *    |- TextPattern             numbers, ids, addresses and the like in texts are placeholders
 *    |- GeneratedNames          so are names that a runtime made up
 *    |
 *  Lanes                      the hash, by the arithmetic of KeyedMix
 * </pre>
 *
 * <p>{@code SecurityReports} does the same for what browsers report.
 */
@NullMarked
package dev.cyclops.filter.grouping;

import org.jspecify.annotations.NullMarked;
