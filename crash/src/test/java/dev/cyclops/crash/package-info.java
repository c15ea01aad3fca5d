/**
 * The crash harness: a recording client, a recording Sentry, and Cyclops between them, which is
 * killed again and again; and what must hold in the end.
 */
@NullMarked
package dev.cyclops.crash;

import org.jspecify.annotations.NullMarked;
